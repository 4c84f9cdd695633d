-- code: TARGET-PERIOD
-- table: targets
-- field: period
-- expected: a period that ends when the target is due
-- hint: period says what the number is over, due when it is to be reached; correct one of them
-- A target without a period or a due date is passed over: NULL compares to nothing. So is a period with an inferred year.
SELECT t.target_id AS key, t.period AS found, '(due ' || t.due || ')' AS detail
FROM targets t
WHERE t.period_end <> t.due_end AND t.period NOT LIKE '%?'
