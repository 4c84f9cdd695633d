-- code: LIT-AFTER-READING
-- table: readings
-- field: period
-- expected: a reading after the lamp was lit
-- hint: check both dates against their sources
-- A lamp without a date of lighting is passed over: NULL compares to nothing.
SELECT r.reading_id AS key, r.period AS found, '(lit ' || l.lit_on || ')' AS detail
FROM readings r JOIN lamps l ON l.lamp_id = r.lamp_id
WHERE substring(CAST(r.period_end AS VARCHAR), 1, 4) < substring(l.lit_on, 1, 4)
