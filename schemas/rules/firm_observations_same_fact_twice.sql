-- code: FIRM-OBS-TWICE
-- table: firm_observations
-- field: value
-- expected: one row for one fact
-- hint: keep one row and make the other an evidence row with field *
-- Values are compared in base units; a missing upper value equals a missing one.
SELECT b.firm_observation_id AS key, CAST(b.value AS VARCHAR) || ' ' || b.unit_id AS found, '(as ' || a.firm_observation_id || ')' AS detail
FROM firm_observations a
JOIN firm_observations b ON b.indicator_id = a.indicator_id AND b.firm_id = a.firm_id
 AND b.period = a.period AND b.comparator = a.comparator AND b.firm_observation_id > a.firm_observation_id
JOIN units u ON u.unit_id = a.unit_id
JOIN units v ON v.unit_id = b.unit_id AND v.base_unit_id = u.base_unit_id
WHERE CAST(a.value AS DOUBLE) * CAST(u.factor AS DOUBLE) = CAST(b.value AS DOUBLE) * CAST(v.factor AS DOUBLE)
  AND coalesce(a.value_max, -1) = coalesce(b.value_max, -1)
  AND a.source_id = b.source_id
