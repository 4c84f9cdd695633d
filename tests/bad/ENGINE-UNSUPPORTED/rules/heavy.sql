-- code: HEAVY
-- table: cats
-- field: weight
-- expected: a cat of less than twice the mean
-- hint: weigh it again
SELECT c.id AS key, CAST(c.weight AS VARCHAR) AS found, '' AS detail
FROM cats c CROSS JOIN (SELECT avg(weight) AS mean FROM cats) m
WHERE c.weight > 2 * m.mean
