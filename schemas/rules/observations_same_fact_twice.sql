-- code: OBS-TWICE
-- table: observations
-- field: value
-- expected: one row for one fact
-- expected_zh: 一个事实一行
-- hint: keep one row; a further source, or a further place in the same source, is an evidence row with field *
-- hint_zh: 保留一行；另一来源或同一来源的另一处，写成 field 为 * 的证据行
-- Values are compared in base units, apart by less than one part in a thousand million, since factors are large. Two missing upper
-- values are equal; a missing one differs from a given one. Two sources that print different units (3.68 trillion, 36800 hundred
-- million) are two prints of which both stand.
WITH facts AS (
  SELECT o.observation_id AS id, o.indicator_id, o.place_id, o.period, o.comparator, o.value, o.unit_id, o.source_id, u.base_unit_id,
         CAST(o.value AS DOUBLE) * CAST(u.factor AS DOUBLE) AS low,
         coalesce(CAST(o.value_max AS DOUBLE) * CAST(u.factor AS DOUBLE), 0) AS high,
         CASE WHEN o.value_max IS NULL THEN 0 ELSE 1 END AS has_high
  FROM observations o JOIN units u ON u.unit_id = o.unit_id
)
SELECT b.id AS key, CAST(b.value AS VARCHAR) || ' ' || b.unit_id AS found, '(as ' || a.id || ')' AS detail,
       '（与 ' || a.id || ' 相同）' AS detail_zh
FROM facts a
JOIN facts b ON b.indicator_id = a.indicator_id AND b.place_id = a.place_id AND b.period = a.period AND b.comparator = a.comparator
 AND (b.source_id = a.source_id OR b.unit_id = a.unit_id) AND b.base_unit_id = a.base_unit_id AND b.has_high = a.has_high AND b.id > a.id
WHERE abs(a.low - b.low) <= abs(a.low) * 0.000000001
  AND abs(a.high - b.high) <= abs(a.high) * 0.000000001
