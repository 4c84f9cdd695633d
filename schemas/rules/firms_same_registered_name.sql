-- code: FIRM-TWICE
-- table: firms
-- field: legal_name_zh
-- expected: one firm for one registered name
-- hint: merge the two rows: keep the older id, enter the other in retired_ids; a name of another time belongs to aliases
-- Firms without a registered name are passed over. Full-width brackets count as half-width ones.
SELECT b.firm_id AS key, b.legal_name_zh AS found, '(as ' || a.firm_id || ')' AS detail
FROM firms a
JOIN firms b ON b.firm_id > a.firm_id
 AND replace(replace(b.legal_name_zh, '（', '('), '）', ')') = replace(replace(a.legal_name_zh, '（', '('), '）', ')')
