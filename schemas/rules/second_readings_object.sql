-- code: READING-ROW
-- table: second_readings
-- field: row_id
-- expected: the id of a row of its table
-- expected_zh: 其所属表中某行的标识
-- hint: correct the id; a row that went is no longer counted
-- hint_zh: 改正标识；已删去的行不再计入
-- Both columns are required, so NULL cannot occur. A table that is not listed here is not drawn from.
WITH ids AS (
  SELECT 'plans' AS t, plan_id AS id FROM plans
  UNION ALL SELECT 'targets' AS t, target_id AS id FROM targets
  UNION ALL SELECT 'instruments' AS t, instrument_id AS id FROM instruments
  UNION ALL SELECT 'observations' AS t, observation_id AS id FROM observations
  UNION ALL SELECT 'firm_observations' AS t, firm_observation_id AS id FROM firm_observations
  UNION ALL SELECT 'firm_listings' AS t, firm_id || '|' || mic || '|' || ticker AS id FROM firm_listings
  UNION ALL SELECT 'events' AS t, event_id AS id FROM events
)
SELECT s.table_name || '|' || s.row_id AS key, s.row_id AS found, '(' || s.table_name || ')' AS detail
FROM second_readings s
WHERE NOT EXISTS (SELECT 1 FROM ids i WHERE i.t = s.table_name AND i.id = s.row_id)
