-- code: PLAN-LINK-ORDER
-- table: plan_links
-- field: to_plan_id
-- expected: a plan that came out before
-- expected_zh: 先前发布的规划
-- hint: check both dates, or turn the relation round
-- hint_zh: 核对两个日期，或将关系反过来
-- Dates are compared over the digits that both have; a plan without a date is passed over (least skips NULL in both engines, hence
-- the conditions). A plan may cite one that comes later.
SELECT l.plan_id || '|' || l.relation || '|' || l.to_plan_id AS key, l.to_plan_id || ' of ' || q.issued_on AS found,
       '(' || p.plan_id || ' is of ' || p.issued_on || ')' AS detail,
       '（' || p.plan_id || ' 发布于 ' || p.issued_on || '）' AS detail_zh
FROM plan_links l
JOIN plans p ON p.plan_id = l.plan_id
JOIN plans q ON q.plan_id = l.to_plan_id
WHERE l.relation IN ('implements', 'replaces', 'amends', 'extends')
  AND p.issued_on IS NOT NULL AND q.issued_on IS NOT NULL
  AND substring(q.issued_on, 1, least(length(p.issued_on), length(q.issued_on)))
      > substring(p.issued_on, 1, least(length(p.issued_on), length(q.issued_on)))
