-- code: ALIAS-ROW
-- table: aliases
-- field: row_id
-- expected: the id of a row of its table
-- expected_zh: 其所属表中某行的标识
-- hint: correct the id, or add the row first
-- hint_zh: 改正标识，或先添加该行
-- Both columns are required, so NULL cannot occur. A table that is not listed here can have no aliases.
WITH ids AS (
SELECT 'plans' AS t, plan_id AS id FROM plans
  UNION ALL SELECT 'firms' AS t, firm_id AS id FROM firms
  UNION ALL SELECT 'issuers' AS t, issuer_id AS id FROM issuers
  UNION ALL SELECT 'indicators' AS t, indicator_id AS id FROM indicators
  UNION ALL SELECT 'targets' AS t, target_id AS id FROM targets
  UNION ALL SELECT 'places' AS t, place_id AS id FROM places
  UNION ALL SELECT 'sectors' AS t, sector_id AS id FROM sectors
  UNION ALL SELECT 'concepts' AS t, concept_id AS id FROM concepts
  UNION ALL SELECT 'units' AS t, unit_id AS id FROM units
  UNION ALL SELECT 'events' AS t, event_id AS id FROM events
)
SELECT a.alias_id AS key, a.row_id AS found, '(' || a.table_name || ')' AS detail
FROM aliases a
WHERE NOT EXISTS (SELECT 1 FROM ids i WHERE i.t = a.table_name AND i.id = a.row_id)
