-- code: TARGET-BASE-UNIT
-- table: targets
-- field: base_unit_id
-- expected: a base unit that compares with its indicator
-- expected_zh: 可与指标比较的基期单位
-- hint: take the unit that the plan prints for the base, or empty the base
-- hint_zh: 采用规划中基期的单位，或清空基期
-- A target without indicator or base is passed over: a join on NULL finds nothing.
SELECT t.target_id AS key, t.base_unit_id AS found, '(' || i.indicator_id || ' is in ' || i.unit_id || ')' AS detail,
       '（' || i.indicator_id || ' 的单位为 ' || i.unit_id || '）' AS detail_zh
FROM targets t
JOIN indicators i ON i.indicator_id = t.indicator_id
JOIN units u ON u.unit_id = t.base_unit_id
JOIN units v ON v.unit_id = i.unit_id
WHERE u.base_unit_id <> v.base_unit_id
  AND i.measure NOT IN ('rate-yoy', 'rate-cagr')
