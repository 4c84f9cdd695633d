-- code: TARGET-PERIOD
-- table: targets
-- field: period
-- expected: a period that ends when the target is due
-- expected_zh: 在目标到期时结束的时段
-- hint: period says what the number is over, due when it is to be reached; correct one of them
-- hint_zh: period 指数字所涵盖的时段，due 指达到的期限；改正其一
-- A target without a period or a due date is passed over: NULL compares to nothing. So is a period with an inferred year.
SELECT t.target_id AS key, t.period AS found, '(due ' || t.due || ')' AS detail,
       '（期限 ' || t.due || '）' AS detail_zh
FROM targets t
WHERE t.period_end <> t.due_end AND t.period NOT LIKE '%?'
