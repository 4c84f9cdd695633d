-- code: FIRM-LISTED-EARLY
-- table: firm_listings
-- field: listed_on
-- expected: a listing after the firm was founded
-- hint: check both dates
-- Firms without a founding date and listings without a date are passed over.
SELECT l.firm_id || '|' || l.mic || '|' || l.ticker AS key, l.listed_on AS found, '(founded ' || f.founded_on || ')' AS detail
FROM firm_listings l JOIN firms f ON f.firm_id = l.firm_id
WHERE substring(l.listed_on, 1, 4) < substring(f.founded_on, 1, 4)
