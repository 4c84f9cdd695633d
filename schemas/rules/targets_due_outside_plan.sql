-- code: TARGET-DUE-OUTSIDE
-- table: targets
-- field: due
-- expected: a due date inside the period of its plan, or at most ten years after
-- expected_zh: 在规划期内、或其后至多十年的期限
-- hint: check the locator, or the period of the plan
-- hint_zh: 核对 locator，或规划期
-- A plan without a period and a target without a due date are passed over: NULL compares to nothing.
SELECT t.target_id AS key, t.due AS found, '(plan ' || p.plan_id || ': ' || p.period || ')' AS detail,
       '（规划 ' || p.plan_id || '：' || p.period || '）' AS detail_zh
FROM targets t JOIN plans p ON p.plan_id = t.plan_id
WHERE t.due_end < p.period_start
   OR CAST(substring(t.due, 1, 4) AS INTEGER) > CAST(substring(CAST(p.period_end AS VARCHAR), 1, 4) AS INTEGER) + 10
