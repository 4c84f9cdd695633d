-- code: FIRM-OBS-SHARE-RANGE
-- table: firm_observations
-- field: value
-- expected: a share from 0 to 100 per cent
-- expected_zh: 0 至 100% 的份额
-- hint: check value and unit, or the measure of the indicator
-- hint_zh: 核对值和单位，或指标的 measure
-- Only shares in per cent are judged; value and factor are required, a missing upper value is passed over.
SELECT t.firm_observation_id AS key, CAST(t.value AS VARCHAR) || ' ' || t.unit_id AS found, '(' || i.indicator_id || ')' AS detail
FROM firm_observations t
JOIN indicators i ON i.indicator_id = t.indicator_id
JOIN units u ON u.unit_id = t.unit_id
WHERE i.measure = 'share' AND u.base_unit_id = 'percent'
  AND (t.value < 0 OR CAST(coalesce(t.value_max, t.value) AS DOUBLE) * CAST(u.factor AS DOUBLE) > 100)
