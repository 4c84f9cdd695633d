-- code: OBS-PERIOD-KIND
-- table: observations
-- field: period
-- expected: asof: for a stock, a span of time for a flow
-- hint: write asof:2025-09 or 2025
-- Every row has an indicator and a period; a period that cannot be read has no kind and is reported elsewhere.
SELECT t.observation_id AS key, t.period AS found, '(' || i.indicator_id || ' is a ' || i.measure || ')' AS detail
FROM observations t JOIN indicators i ON i.indicator_id = t.indicator_id
WHERE (i.measure IN ('stock', 'count-cumulative') AND t.period_kind <> 'asof')
   OR (i.measure IN ('flow', 'rate-yoy', 'rate-cagr') AND t.period_kind = 'asof')
