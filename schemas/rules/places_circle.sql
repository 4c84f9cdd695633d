-- code: PLACE-CIRCLE
-- table: places
-- field: parent_id
-- expected: a place that does not lie in itself
-- expected_zh: 不位于自身之内的地方
-- hint: correct parent_id
-- hint_zh: 改正 parent_id
-- Three steps up are looked at; a place without a parent ends the way.
SELECT a.place_id AS key, a.parent_id AS found, CAST(NULL AS VARCHAR) AS detail
FROM places a
LEFT JOIN places b ON b.place_id = a.parent_id
LEFT JOIN places c ON c.place_id = b.parent_id
WHERE a.parent_id = a.place_id OR b.parent_id = a.place_id OR c.parent_id = a.place_id
