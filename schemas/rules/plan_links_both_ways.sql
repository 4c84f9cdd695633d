-- code: PLAN-LINK-BOTH
-- table: plan_links
-- field: to_plan_id
-- expected: a relation in one direction
-- hint: keep the direction that the text supports
-- All columns are required, so NULL cannot occur.
SELECT a.plan_id || '|' || a.relation || '|' || a.to_plan_id AS key, a.to_plan_id AS found, '(which ' || b.relation || ' it)' AS detail
FROM plan_links a JOIN plan_links b ON b.plan_id = a.to_plan_id AND b.to_plan_id = a.plan_id AND b.relation = a.relation
WHERE a.relation <> 'cites' AND a.plan_id < b.plan_id
