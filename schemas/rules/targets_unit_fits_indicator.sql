-- code: TARGET-UNIT
-- table: targets
-- field: unit_id
-- expected: a unit with the base of its indicator
-- hint: take the unit as printed, or another indicator
-- Rows without indicator or unit are passed over.
-- Growth, multiples and increases are in units of their own, so only levels, sums and ceilings are compared.
SELECT t.target_id AS key, t.unit_id AS found, '(' || i.indicator_id || ' is in ' || i.unit_id || ')' AS detail
FROM targets t
JOIN indicators i ON i.indicator_id = t.indicator_id
JOIN units u ON u.unit_id = t.unit_id
JOIN units v ON v.unit_id = i.unit_id
WHERE u.base_unit_id <> v.base_unit_id
  AND t.form IN ('level', 'range', 'cumulative', 'ceiling', 'rank')
