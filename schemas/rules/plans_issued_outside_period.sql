-- code: PLAN-ISSUED
-- table: plans
-- field: issued_on
-- expected: a plan that came out no later than its period ends, and at most one year before it begins
-- hint: check the date and the period; the date of a repost is not the date of issue
-- A plan without a date or a period is passed over: NULL compares to nothing.
SELECT p.plan_id AS key, p.issued_on AS found, '(period ' || p.period || ')' AS detail
FROM plans p
WHERE CAST(substring(p.issued_on, 1, 4) AS INTEGER) > CAST(substring(CAST(p.period_end AS VARCHAR), 1, 4) AS INTEGER)
   OR CAST(substring(p.issued_on, 1, 4) AS INTEGER) < CAST(substring(CAST(p.period_start AS VARCHAR), 1, 4) AS INTEGER) - 1
