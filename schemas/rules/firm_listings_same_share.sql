-- code: LISTING-TWICE
-- table: firm_listings
-- field: ticker
-- expected: one firm for one share of one exchange
-- expected_zh: 一个交易所的一只股票对应一家企业
-- hint: check the ticker, or merge the two firms
-- hint_zh: 核对代码，或合并两家企业
-- A code is used again only after a delisting, so a listing that has ended is not compared. Exchange and ticker are required.
SELECT b.firm_id || '|' || b.mic || '|' || b.ticker AS key, b.mic || ' ' || b.ticker AS found, '(as ' || a.firm_id || ')' AS detail,
       '（与 ' || a.firm_id || ' 相同）' AS detail_zh
FROM firm_listings a
JOIN firm_listings b ON b.mic = a.mic AND b.ticker = a.ticker AND b.firm_id > a.firm_id
WHERE a.delisted_on IS NULL AND b.delisted_on IS NULL
