-- code: OBS-PART
-- table: observations
-- field: value
-- expected: no more than the place that it lies in has, by the same definition and period
-- expected_zh: 按同一定义和时段，不大于其所在上级地方的值
-- hint: check place, unit and definition; if it stands so in the source, add a row to rule_exceptions
-- hint_zh: 核对地方、单位和定义；若来源确实如此，在 rule_exceptions 中添加一行
-- A place is set beside its parent and the parent's parent. Forecasts and values per head are passed over, and so is a parent's
-- lower bound, which a part cannot exceed for certain.
WITH amounts AS (
  SELECT o.observation_id AS id, o.indicator_id, o.place_id, o.period, o.comparator, o.value, o.unit_id, u.base_unit_id,
         CAST(o.value AS DOUBLE) * CAST(u.factor AS DOUBLE) AS low,
         CAST(coalesce(o.value_max, o.value) AS DOUBLE) * CAST(u.factor AS DOUBLE) AS high
  FROM observations o
  JOIN indicators i ON i.indicator_id = o.indicator_id
  JOIN units u ON u.unit_id = o.unit_id
  WHERE i.measure IN ('stock', 'flow', 'count-cumulative') AND o.status <> 'forecast' AND u.base_unit_id NOT LIKE '%-per-%'
),
within AS (
  SELECT place_id, parent_id AS whole FROM places
  UNION ALL
  SELECT p.place_id, q.parent_id AS whole FROM places p JOIN places q ON q.place_id = p.parent_id
)
SELECT a.id AS key, CAST(a.value AS VARCHAR) || ' ' || a.unit_id AS found,
       '(' || CAST(b.value AS VARCHAR) || ' ' || b.unit_id || ' in ' || b.id || ')' AS detail,
       '（' || b.id || ' 为 ' || CAST(b.value AS VARCHAR) || ' ' || b.unit_id || '）' AS detail_zh
FROM amounts a
JOIN within w ON w.place_id = a.place_id
JOIN amounts b ON b.place_id = w.whole AND b.indicator_id = a.indicator_id AND b.period = a.period AND b.base_unit_id = a.base_unit_id
WHERE a.low > b.high * 1.000000001 AND a.comparator NOT IN ('le', 'lt') AND b.comparator NOT IN ('ge', 'gt')
  AND NOT EXISTS (SELECT 1 FROM rule_exceptions e WHERE e.code = 'OBS-PART' AND e.row_id = a.id)
