-- code: FIRM-TWICE
-- table: firms
-- field: legal_name_zh
-- expected: one firm for one registered name
-- expected_zh: 一个注册名称对应一家企业
-- hint: merge the two rows: keep the older id, enter the other in retired_ids; a name of another time belongs to aliases
-- hint_zh: 合并两行：保留较早的标识，另一个录入 retired_ids；曾用名请录入 aliases
-- Firms without a registered name are passed over. Full-width brackets count as half-width ones.
SELECT b.firm_id AS key, b.legal_name_zh AS found, '(as ' || a.firm_id || ')' AS detail,
       '（与 ' || a.firm_id || ' 相同）' AS detail_zh
FROM firms a
JOIN firms b ON b.firm_id > a.firm_id
 AND replace(replace(b.legal_name_zh, '（', '('), '）', ')') = replace(replace(a.legal_name_zh, '（', '('), '）', ')')
