-- code: PLAN-ISSUED
-- table: plans
-- field: issued_on
-- expected: a plan that came out no later than its period ends, and at most one year before it begins
-- expected_zh: 不晚于规划期结束、且最早在规划期开始前一年发布的规划
-- hint: check the date and the period; the date of a repost is not the date of issue
-- hint_zh: 核对日期和规划期；转载日期不是发布日期
-- A plan without a date or a period is passed over: NULL compares to nothing.
SELECT p.plan_id AS key, p.issued_on AS found, '(period ' || p.period || ')' AS detail,
       '（规划期 ' || p.period || '）' AS detail_zh
FROM plans p
WHERE CAST(substring(p.issued_on, 1, 4) AS INTEGER) > CAST(substring(CAST(p.period_end AS VARCHAR), 1, 4) AS INTEGER)
   OR CAST(substring(p.issued_on, 1, 4) AS INTEGER) < CAST(substring(CAST(p.period_start AS VARCHAR), 1, 4) AS INTEGER) - 1
