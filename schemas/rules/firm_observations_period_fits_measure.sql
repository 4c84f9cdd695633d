-- code: FIRM-OBS-PERIOD-KIND
-- table: firm_observations
-- field: period
-- expected: asof: for a stock, a span of time for a flow
-- expected_zh: 存量写 asof:，流量写一段时间
-- hint: write asof:2025-09 or 2025
-- hint_zh: 写成 asof:2025-09 或 2025
-- Every row has an indicator and a period; a period that cannot be read has no kind and is reported elsewhere.
-- NULL is no kind, and is passed.
SELECT t.firm_observation_id AS key, t.period AS found, '(' || i.indicator_id || ' is a ' || i.measure || ')' AS detail,
       '（' || i.indicator_id || ' 为 ' || i.measure || '）' AS detail_zh
FROM firm_observations t JOIN indicators i ON i.indicator_id = t.indicator_id
WHERE (i.measure IN ('stock', 'count-cumulative') AND t.period_kind <> 'asof')
   OR (i.measure IN ('flow', 'rate-yoy', 'rate-cagr') AND t.period_kind = 'asof')
