-- code: PLAN-ISSUER
-- table: plans
-- field: plan_id
-- expected: an issuer
-- hint: add a row to plan_issuers with its source
-- A plan counts only with a body that made it; role is required, so NULL cannot occur.
SELECT p.plan_id AS key, 'no issuer' AS found, CAST(NULL AS VARCHAR) AS detail
FROM plans p
WHERE NOT EXISTS (SELECT 1 FROM plan_issuers i WHERE i.plan_id = p.plan_id)
