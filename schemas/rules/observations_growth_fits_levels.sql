-- code: OBS-GROWTH
-- table: observations
-- field: value
-- expected: a rate that the two levels allow, within 10 points
-- expected_zh: 与两期水平相符的增速，相差不超过 10 个百分点
-- hint: check the years of rate and levels; if it stands so in the source, add a row to rule_exceptions
-- hint_zh: 核对增速与水平的年份；若来源确实如此，在 rule_exceptions 中添加一行
-- A yearly rate is set beside what grows (of_indicator_id) in the same span and the span a year before. Prices and revisions
-- move a rate by some points, so only 10 and more are found, and only when no pair of levels comes nearer. Bounds such as
-- more than are passed over, and so is a rate without both levels.
WITH levels AS (
  SELECT o.indicator_id, o.place_id, o.period, u.base_unit_id, CAST(o.value AS DOUBLE) * CAST(u.factor AS DOUBLE) AS amount,
         EXTRACT(YEAR FROM o.period_start) AS year, EXTRACT(MONTH FROM o.period_start) AS first_month,
         EXTRACT(MONTH FROM o.period_end) AS last_month, EXTRACT(YEAR FROM o.period_end) AS last_year
  FROM observations o JOIN units u ON u.unit_id = o.unit_id
  WHERE o.comparator IN ('eq', 'about', 'nearly') AND o.status <> 'forecast' AND o.value > 0
),
rates AS (
  SELECT o.observation_id AS id, o.value, o.unit_id, o.place_id, i.of_indicator_id,
         CAST(o.value AS DOUBLE) * CAST(u.factor AS DOUBLE) AS rate,
         EXTRACT(YEAR FROM o.period_start) AS year, EXTRACT(MONTH FROM o.period_start) AS first_month,
         EXTRACT(MONTH FROM o.period_end) AS last_month, EXTRACT(YEAR FROM o.period_end) AS last_year
  FROM observations o
  JOIN indicators i ON i.indicator_id = o.indicator_id
  JOIN units u ON u.unit_id = o.unit_id
  WHERE i.measure = 'rate-yoy' AND o.comparator IN ('eq', 'about', 'nearly') AND o.status <> 'forecast'
),
beside AS (
  SELECT r.id, r.value, r.unit_id, 100 * (n.amount / nullif(b.amount, 0) - 1) AS implied, abs(100 * (n.amount / nullif(b.amount, 0) - 1) - r.rate) AS apart
  FROM rates r
  JOIN levels n ON n.indicator_id = r.of_indicator_id AND n.place_id = r.place_id AND n.year = r.year AND n.last_year = r.last_year
   AND n.first_month = r.first_month AND n.last_month = r.last_month
  JOIN levels b ON b.indicator_id = r.of_indicator_id AND b.place_id = r.place_id AND b.base_unit_id = n.base_unit_id
   AND b.year = r.year - 1 AND b.last_year = r.last_year - 1 AND b.first_month = r.first_month AND b.last_month = r.last_month
),
nearest AS (
  SELECT id, min(apart) AS apart FROM beside GROUP BY id
)
SELECT b.id AS key, CAST(b.value AS VARCHAR) || ' ' || b.unit_id AS found,
       '(' || CAST(CAST(round(min(b.implied), 1) AS DECIMAL(18, 1)) AS VARCHAR) || ' by the levels)' AS detail,
       '（按两期水平为 ' || CAST(CAST(round(min(b.implied), 1) AS DECIMAL(18, 1)) AS VARCHAR) || '）' AS detail_zh
FROM beside b JOIN nearest n ON n.id = b.id
WHERE n.apart >= 10
  AND NOT EXISTS (SELECT 1 FROM rule_exceptions e WHERE e.code = 'OBS-GROWTH' AND e.row_id = b.id)
GROUP BY b.id, b.value, b.unit_id
