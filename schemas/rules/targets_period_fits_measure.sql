-- code: TARGET-PERIOD-KIND
-- table: targets
-- field: period
-- expected: asof: or nothing for a stock, a span of time for a flow
-- expected_zh: 存量写 asof: 或留空，流量写一段时间
-- hint: empty the period of a stock, or write the year of a flow
-- hint_zh: 清空存量的 period，或写明流量的年份
-- Only levels, ranges and ceilings are judged: an increase of a stock is over a time. NULL periods pass for stocks and are named for
-- flows that have a due date. An indicator that is missing finds no row to join.
SELECT t.target_id AS key, t.period AS found, '(' || i.indicator_id || ' is a ' || i.measure || ')' AS detail,
       '（' || i.indicator_id || ' 为 ' || i.measure || '）' AS detail_zh
FROM targets t JOIN indicators i ON i.indicator_id = t.indicator_id
WHERE t.form IN ('level', 'range', 'ceiling', 'yearly-growth')
  AND ((i.measure IN ('stock', 'count-cumulative') AND t.period IS NOT NULL AND t.period_kind <> 'asof')
    OR (i.measure IN ('flow', 'rate-yoy') AND t.due IS NOT NULL AND (t.period IS NULL OR t.period_kind = 'asof')))
