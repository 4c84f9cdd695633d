-- code: TARGET-PERIOD-KIND
-- table: targets
-- field: period
-- expected: asof: or nothing for a stock, a span of time for a flow
-- hint: empty the period of a stock, or write the year of a flow
-- Only levels, ranges and ceilings are judged: an increase of a stock is over a time. NULL periods pass for stocks and are named for
-- flows that have a due date. An indicator that is missing finds no row to join.
SELECT t.target_id AS key, coalesce(t.period, '(empty)') AS found, '(' || i.indicator_id || ' is a ' || i.measure || ')' AS detail
FROM targets t JOIN indicators i ON i.indicator_id = t.indicator_id
WHERE t.form IN ('level', 'range', 'ceiling', 'yearly-growth')
  AND ((i.measure IN ('stock', 'count-cumulative') AND t.period IS NOT NULL AND t.period_kind <> 'asof')
    OR (i.measure IN ('flow', 'rate-yoy') AND t.due IS NOT NULL AND (t.period IS NULL OR t.period_kind = 'asof')))
