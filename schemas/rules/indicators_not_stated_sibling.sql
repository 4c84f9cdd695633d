-- code: INDICATOR-NOT-STATED
-- table: indicators
-- field: scope
-- expected: one not-stated indicator for a concept, measure, whole and unit
-- expected_zh: 同一概念、measure、整体和单位只有一个 not-stated 指标
-- hint: merge the two, or say what tells their definitions apart
-- hint_zh: 合并两者，或写明两者定义的区别
-- A concept needs no not-stated indicator; it may not have two for the same thing, or the choice between them would be a guess.
-- Missing wholes are equal to each other, hence coalesce.
SELECT b.indicator_id AS key, b.scope AS found, '(as ' || a.indicator_id || ')' AS detail,
       '（与 ' || a.indicator_id || ' 相同）' AS detail_zh
FROM indicators a
JOIN indicators b ON b.concept_id = a.concept_id AND b.measure = a.measure AND b.indicator_id > a.indicator_id
 AND coalesce(b.of_indicator_id, '') = coalesce(a.of_indicator_id, '') AND coalesce(b.of_place_id, '') = coalesce(a.of_place_id, '')
JOIN units u ON u.unit_id = a.unit_id
JOIN units v ON v.unit_id = b.unit_id AND v.base_unit_id = u.base_unit_id
WHERE a.scope = 'not-stated' AND b.scope = 'not-stated'
