-- code: PLAN-LINK-BOTH
-- table: plan_links
-- field: to_plan_id
-- expected: a relation in one direction
-- expected_zh: 单向的关系
-- hint: keep the direction that the text supports
-- hint_zh: 保留原文支持的方向
-- All columns are required, so NULL cannot occur.
SELECT a.plan_id || '|' || a.relation || '|' || a.to_plan_id AS key, a.to_plan_id AS found, '(which ' || b.relation || ' it)' AS detail,
       '（对方与其也是 ' || b.relation || ' 关系）' AS detail_zh
FROM plan_links a JOIN plan_links b ON b.plan_id = a.to_plan_id AND b.to_plan_id = a.plan_id AND b.relation = a.relation
WHERE a.relation <> 'cites' AND a.plan_id < b.plan_id
