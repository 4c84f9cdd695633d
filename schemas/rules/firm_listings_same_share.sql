-- code: LISTING-TWICE
-- table: firm_listings
-- field: ticker
-- expected: one firm for one share of one exchange
-- hint: check the ticker, or merge the two firms
-- A code is used again only after a delisting, so a listing that has ended is not compared. Exchange and ticker are required.
SELECT b.firm_id || '|' || b.mic || '|' || b.ticker AS key, b.mic || ' ' || b.ticker AS found, '(as ' || a.firm_id || ')' AS detail
FROM firm_listings a
JOIN firm_listings b ON b.mic = a.mic AND b.ticker = a.ticker AND b.firm_id > a.firm_id
WHERE a.delisted_on IS NULL AND b.delisted_on IS NULL
