-- code: EVIDENCE-SAME
-- table: evidence
-- field: source_id
-- expected: a further source, or a further place in the same one
-- expected_zh: 另一来源，或同一来源中的另一处
-- hint: delete the evidence row: the row itself names this source and place
-- hint_zh: 删去这行证据：该行自身已写明此来源和位置
-- Evidence for whole rows only; source and locator are required on both sides, so NULL cannot occur.
WITH own AS (
  SELECT 'targets' AS t, target_id AS id, source_id, locator FROM targets
  UNION ALL SELECT 'instruments' AS t, instrument_id AS id, source_id, locator FROM instruments
  UNION ALL SELECT 'observations' AS t, observation_id AS id, source_id, locator FROM observations
  UNION ALL SELECT 'firm_observations' AS t, firm_observation_id AS id, source_id, locator FROM firm_observations
  UNION ALL SELECT 'events' AS t, event_id AS id, source_id, locator FROM events
  UNION ALL SELECT 'commentary' AS t, commentary_id AS id, source_id, locator FROM commentary
)
SELECT e.evidence_id AS key, e.source_id AS found, '(' || e.table_name || ' ' || e.row_id || ')' AS detail
FROM evidence e JOIN own o ON o.t = e.table_name AND o.id = e.row_id AND o.source_id = e.source_id AND o.locator = e.locator
WHERE e.field = '*'
