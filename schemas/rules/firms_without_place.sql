-- code: FIRM-PLACE
-- table: firms
-- field: firm_id
-- expected: a seat or a stated presence
-- expected_zh: 总部或有记载的落户
-- hint: add a row to firm_places with its source, or leave the firm out
-- hint_zh: 在 firm_places 中添加一行并写明来源，或不收录该企业
-- A firm counts only with a place that a source names.
-- Both keys are required, so NULL cannot occur.
SELECT f.firm_id AS key, 'no place' AS found, '没有地方' AS found_zh, CAST(NULL AS VARCHAR) AS detail
FROM firms f
WHERE NOT EXISTS (SELECT 1 FROM firm_places p WHERE p.firm_id = f.firm_id)
