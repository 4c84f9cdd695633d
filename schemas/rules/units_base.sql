-- code: UNIT-BASE
-- table: units
-- field: base_unit_id
-- expected: a base unit that is its own base with factor 1
-- hint: point to the last unit of the chain
-- All columns are required, so NULL cannot occur.
SELECT u.unit_id AS key, u.base_unit_id AS found, '(base ' || b.unit_id || ' has base ' || b.base_unit_id || ')' AS detail
FROM units u JOIN units b ON b.unit_id = u.base_unit_id
WHERE b.base_unit_id <> b.unit_id OR b.factor <> 1
