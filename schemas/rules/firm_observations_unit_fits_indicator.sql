-- code: FIRM-OBS-UNIT
-- table: firm_observations
-- field: unit_id
-- expected: a unit with the base of its indicator
-- expected_zh: 与指标基本单位相同的单位
-- hint: take the unit as printed, or another indicator
-- hint_zh: 采用原文的单位，或另选指标
-- Rows without indicator or unit are passed over: a join on NULL finds nothing. Currencies share no base and pass among themselves:
-- one definition may be printed in several of them, and nothing is converted.
SELECT t.firm_observation_id AS key, t.unit_id AS found, '(' || i.indicator_id || ' is in ' || i.unit_id || ')' AS detail,
       '（' || i.indicator_id || ' 的单位为 ' || i.unit_id || '）' AS detail_zh
FROM firm_observations t
JOIN indicators i ON i.indicator_id = t.indicator_id
JOIN units u ON u.unit_id = t.unit_id
JOIN units v ON v.unit_id = i.unit_id
WHERE u.base_unit_id <> v.base_unit_id
  AND NOT (u.base_unit_id IN ('cny', 'usd', 'hkd', 'eur', 'gbp', 'krw', 'inr') AND v.base_unit_id IN ('cny', 'usd', 'hkd', 'eur', 'gbp', 'krw', 'inr'))
  AND NOT (u.base_unit_id IN ('cny-per-share', 'usd-per-share', 'hkd-per-share') AND v.base_unit_id IN ('cny-per-share', 'usd-per-share', 'hkd-per-share'))
