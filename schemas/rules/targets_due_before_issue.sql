-- code: TARGET-DUE-EARLY
-- table: targets
-- field: due
-- expected: a due date not before the plan came out
-- expected_zh: 不早于规划发布的期限
-- hint: check due, and the date of the plan
-- hint_zh: 核对 due 和规划的日期
-- A plan without a date and a target without a due date are passed over: NULL compares to nothing. A plan that is only adopted counts
-- from that day. Days are compared as text over the digits that the plan's date has.
SELECT t.target_id AS key, t.due AS found, '(plan ' || p.plan_id || ' of ' || coalesce(p.issued_on, p.adopted_on) || ')' AS detail,
       '（规划 ' || p.plan_id || '，日期 ' || coalesce(p.issued_on, p.adopted_on) || '）' AS detail_zh
FROM targets t JOIN plans p ON p.plan_id = t.plan_id
WHERE substring(CAST(t.due_end AS VARCHAR), 1, length(coalesce(p.issued_on, p.adopted_on))) < coalesce(p.issued_on, p.adopted_on)
