-- code: TARGET-TWICE
-- table: targets
-- field: value
-- expected: one row for one promise of a plan
-- expected_zh: 规划的一项承诺一行
-- hint: keep one row; a further source is an evidence row with field *
-- hint_zh: 保留一行；另一来源写成 field 为 * 的证据行
-- Only targets with an indicator are compared: two promises without one may speak of different things. Values are compared in base
-- units, apart by less than one part in a thousand million; missing forms and dates are equal to each other, hence coalesce.
WITH promises AS (
  SELECT t.target_id AS id, t.plan_id, t.indicator_id, t.place_id, t.applies_to, coalesce(t.form, '') AS form,
         coalesce(t.due, '') AS due, coalesce(t.comparator, '') AS comparator, t.value, t.unit_id, u.base_unit_id,
         CAST(t.value AS DOUBLE) * CAST(u.factor AS DOUBLE) AS low
  FROM targets t JOIN units u ON u.unit_id = t.unit_id
  WHERE t.indicator_id IS NOT NULL AND t.value IS NOT NULL
)
SELECT b.id AS key, CAST(b.value AS VARCHAR) || ' ' || b.unit_id AS found, '(as ' || a.id || ')' AS detail,
       '（与 ' || a.id || ' 相同）' AS detail_zh
FROM promises a
JOIN promises b ON b.plan_id = a.plan_id AND b.indicator_id = a.indicator_id AND b.place_id = a.place_id
 AND b.applies_to = a.applies_to AND b.form = a.form AND b.due = a.due AND b.comparator = a.comparator
 AND b.base_unit_id = a.base_unit_id AND b.id > a.id
WHERE abs(a.low - b.low) <= abs(a.low) * 0.000000001
