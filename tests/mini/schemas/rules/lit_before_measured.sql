-- code: LIT-AFTER-READING
-- table: readings
-- field: period
-- expected: a reading after the lamp was lit
-- expected_zh: 灯塔点亮之后的读数
-- hint: check both dates against their sources
-- hint_zh: 对照各自来源核对两个日期
-- A lamp without a date of lighting is passed over: NULL compares to nothing.
SELECT r.reading_id AS key, r.period AS found, '(lit ' || l.lit_on || ')' AS detail,
       '（' || l.lit_on || ' 点亮）' AS detail_zh
FROM readings r JOIN lamps l ON l.lamp_id = r.lamp_id
WHERE substring(CAST(r.period_end AS VARCHAR), 1, 4) < substring(l.lit_on, 1, 4)
