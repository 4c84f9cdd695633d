-- code: TARGET-PLACE
-- table: targets
-- field: place_id
-- expected: the place of the plan, or one that lies in it
-- expected_zh: 规划所属的地方，或其下辖的地方
-- hint: correct place_id; where a plan does promise something of another place, say so in note
-- hint_zh: 改正 place_id；若规划确实涉及其他地方，请在 note 中说明
-- Two steps up are looked at, as from a district to its province. A place at the top has no parent, hence coalesce. A target with a
-- note is passed: there the exception and its reason stand.
-- Places of targets and plans are required, so NULL cannot occur there.
SELECT t.target_id AS key, t.place_id AS found, '(plan ' || p.plan_id || ' is of ' || p.place_id || ')' AS detail,
       '（规划 ' || p.plan_id || ' 属于 ' || p.place_id || '）' AS detail_zh
FROM targets t
JOIN plans p ON p.plan_id = t.plan_id
JOIN places a ON a.place_id = t.place_id
LEFT JOIN places b ON b.place_id = a.parent_id
WHERE t.place_id <> p.place_id AND coalesce(a.parent_id, '') <> p.place_id AND coalesce(b.parent_id, '') <> p.place_id
  AND t.note IS NULL
