-- code: FIRM-PLACE
-- table: firms
-- field: firm_id
-- expected: a seat or a stated presence
-- hint: add a row to firm_places with its source, or leave the firm out
-- A firm counts only with a place that a source names.
SELECT f.firm_id AS key, 'no place' AS found, CAST(NULL AS VARCHAR) AS detail
FROM firms f
WHERE NOT EXISTS (SELECT 1 FROM firm_places p WHERE p.firm_id = f.firm_id)
