-- code: PLAN-SUPERSEDED
-- table: plans
-- field: status
-- expected: a plan that replaces, amends or extends it in plan_links; and no plan in force that another replaces
-- expected_zh: 在 plan_links 中有替代、修订或延续它的规划；被替代的规划不为现行有效
-- hint: enter the link with its source, or change the status
-- hint_zh: 录入该关联及其来源，或更改 status
-- Every plan has a status, so NULL cannot occur.
SELECT p.plan_id AS key, p.status AS found, CAST(NULL AS VARCHAR) AS detail,
       CAST(NULL AS VARCHAR) AS detail_zh
FROM plans p
WHERE p.status = 'superseded'
  AND NOT EXISTS (SELECT 1 FROM plan_links l WHERE l.to_plan_id = p.plan_id AND l.relation IN ('replaces', 'amends', 'extends'))
UNION ALL
SELECT p.plan_id AS key, p.status AS found, '(replaced by ' || l.plan_id || ')' AS detail,
       '（已被 ' || l.plan_id || ' 替代）' AS detail_zh
FROM plans p JOIN plan_links l ON l.to_plan_id = p.plan_id AND l.relation = 'replaces'
WHERE p.status IN ('in-force', 'law')
