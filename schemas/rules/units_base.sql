-- code: UNIT-BASE
-- table: units
-- field: base_unit_id
-- expected: a base unit that is its own base with factor 1
-- expected_zh: 以自身为基本单位、系数为 1 的基本单位
-- hint: point to the last unit of the chain
-- hint_zh: 指向链条末端的单位
-- All columns are required, so NULL cannot occur.
SELECT u.unit_id AS key, u.base_unit_id AS found, '(base ' || b.unit_id || ' has base ' || b.base_unit_id || ')' AS detail,
       '（基本单位 ' || b.unit_id || ' 的基本单位是 ' || b.base_unit_id || '）' AS detail_zh
FROM units u JOIN units b ON b.unit_id = u.base_unit_id
WHERE b.base_unit_id <> b.unit_id OR b.factor <> 1
