-- code: FIRM-OBS-JUMP
-- table: firm_observations
-- field: value
-- expected: a value of the size of its neighbours in time, not 10, 10,000 or 100 million times as large or small
-- expected_zh: 与相邻时段大小相当的值，而非其 10 倍、1 万倍或 1 亿倍（或几分之一）
-- hint: check the multiple of unit_id (万, 亿, million, billion); if it stands so in the source, add a row to rule_exceptions
-- hint_zh: 核对 unit_id 的倍数（万、亿、million、billion）；若来源确实如此，在 rule_exceptions 中添加一行
-- The neighbours are the values of the same indicator and firm for the same period, the one before and the one after, spans of
-- equal length only. A row is found when it is at odds with each of them. Forecasts, hedged ranges and values that are not above
-- zero are passed over; so is a row without neighbours.
WITH series AS (
  SELECT o.firm_observation_id AS id, o.indicator_id, o.firm_id AS subject, o.period, o.period_end, o.value, o.unit_id, u.base_unit_id,
         12 * (EXTRACT(YEAR FROM o.period_end) - EXTRACT(YEAR FROM o.period_start))
           + EXTRACT(MONTH FROM o.period_end) - EXTRACT(MONTH FROM o.period_start) AS months,
         CASE WHEN o.period_kind = 'asof' THEN 1 ELSE 0 END AS on_a_day,
         CAST(o.value AS DOUBLE) * CAST(u.factor AS DOUBLE) AS amount
  FROM firm_observations o
  JOIN indicators i ON i.indicator_id = o.indicator_id
  JOIN units u ON u.unit_id = o.unit_id
  WHERE i.measure IN ('stock', 'flow', 'count-cumulative') AND o.value > 0 AND o.status <> 'forecast' AND o.comparator <> 'between'
),
apart AS (
  SELECT a.id, b.id AS other, b.value, b.unit_id, b.period, b.period_end, a.period_end AS own_end,
         greatest(a.amount, b.amount) / nullif(least(a.amount, b.amount), 0) AS ratio
  FROM series a
  JOIN series b ON b.indicator_id = a.indicator_id AND b.subject = a.subject AND b.base_unit_id = a.base_unit_id
   AND b.on_a_day = a.on_a_day AND (a.on_a_day = 1 OR b.months = a.months) AND b.id <> a.id
),
nearest AS (
  SELECT id, max(CASE WHEN period_end < own_end THEN period_end END) AS before,
         min(CASE WHEN period_end > own_end THEN period_end END) AS after
  FROM apart GROUP BY id
),
judged AS (
  SELECT n.id, count(*) AS neighbours, min(a.other) AS other,
         sum(CASE WHEN a.ratio BETWEEN 8 AND 12.5 OR a.ratio BETWEEN 8000 AND 12500 OR a.ratio BETWEEN 80000000 AND 125000000
                  THEN 1 ELSE 0 END) AS jumps
  FROM nearest n
  JOIN apart a ON a.id = n.id AND (a.period_end = n.before OR a.period_end = n.after OR a.period_end = a.own_end)
  GROUP BY n.id
)
SELECT j.id AS key, CAST(s.value AS VARCHAR) || ' ' || s.unit_id AS found,
       '(beside ' || CAST(t.value AS VARCHAR) || ' ' || t.unit_id || ' in ' || t.period || ')' AS detail,
       '（' || t.period || ' 为 ' || CAST(t.value AS VARCHAR) || ' ' || t.unit_id || '）' AS detail_zh
FROM judged j JOIN series s ON s.id = j.id JOIN series t ON t.id = j.other
WHERE j.jumps = j.neighbours
  AND NOT EXISTS (SELECT 1 FROM rule_exceptions e WHERE e.code = 'FIRM-OBS-JUMP' AND e.row_id = j.id)
