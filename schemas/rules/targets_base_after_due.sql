-- code: TARGET-BASE-LATE
-- table: targets
-- field: base_period
-- expected: a base measured before the target is due
-- expected_zh: 在目标到期之前测得的基期值
-- hint: check both periods against the plan
-- hint_zh: 对照规划核对两个时段
-- A base that may be as late as the day the target is due counts as late: no figure could come between the two.
-- A target without base period or due date is passed over: NULL compares to nothing.
SELECT t.target_id AS key, t.base_period AS found, '(due ' || t.due || ')' AS detail,
       '（期限 ' || t.due || '）' AS detail_zh
FROM targets t
WHERE t.base_period_end >= t.due_end
