-- code: EVENT-LINK
-- table: event_links
-- field: object_id
-- expected: the id of a row of its table
-- expected_zh: 其所属表中某行的标识
-- hint: correct the id, or add the row first
-- hint_zh: 改正标识，或先添加该行
-- Both columns are required, so NULL cannot occur.
WITH ids AS (
SELECT 'plans' AS t, plan_id AS id FROM plans
  UNION ALL SELECT 'firms' AS t, firm_id AS id FROM firms
  UNION ALL SELECT 'issuers' AS t, issuer_id AS id FROM issuers
  UNION ALL SELECT 'indicators' AS t, indicator_id AS id FROM indicators
  UNION ALL SELECT 'targets' AS t, target_id AS id FROM targets
  UNION ALL SELECT 'places' AS t, place_id AS id FROM places
  UNION ALL SELECT 'sectors' AS t, sector_id AS id FROM sectors
)
SELECT l.event_id || '|' || l.object_table || '|' || l.object_id AS key, l.object_id AS found, '(' || l.object_table || ')' AS detail
FROM event_links l
WHERE NOT EXISTS (SELECT 1 FROM ids i WHERE i.t = l.object_table AND i.id = l.object_id)
