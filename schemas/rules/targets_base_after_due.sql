-- code: TARGET-BASE-LATE
-- table: targets
-- field: base_period
-- expected: a base measured before the target is due
-- hint: check both periods against the plan
-- A target without base period or due date is passed over: NULL compares to nothing.
SELECT t.target_id AS key, t.base_period AS found, '(due ' || t.due || ')' AS detail
FROM targets t
WHERE t.base_period_start > t.due_end
