-- code: FIRM-LISTED-EARLY
-- table: firm_listings
-- field: listed_on
-- expected: a listing not before the firm was founded
-- expected_zh: 不早于企业成立的上市
-- hint: check both dates against their sources
-- hint_zh: 对照各自来源核对两个日期
-- Dates are compared over the digits that both have; a firm or listing without a date is passed over.
SELECT l.firm_id || '|' || l.mic || '|' || l.ticker AS key, l.listed_on AS found, '(founded ' || f.founded_on || ')' AS detail,
       '（成立于 ' || f.founded_on || '）' AS detail_zh
FROM firm_listings l JOIN firms f ON f.firm_id = l.firm_id
WHERE l.listed_on IS NOT NULL AND f.founded_on IS NOT NULL
  AND substring(l.listed_on, 1, least(length(l.listed_on), length(f.founded_on)))
      < substring(f.founded_on, 1, least(length(l.listed_on), length(f.founded_on)))
