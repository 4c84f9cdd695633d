-- code: TARGET-PLACE
-- table: targets
-- field: place_id
-- expected: the place of the plan, or one that lies in it
-- hint: correct place_id; where a plan does promise something of another place, say so in note
-- Two steps up are looked at, as from a district to its province. A place at the top has no parent, hence coalesce. A target with a
-- note is passed: there the exception and its reason stand.
SELECT t.target_id AS key, t.place_id AS found, '(plan ' || p.plan_id || ' is of ' || p.place_id || ')' AS detail
FROM targets t
JOIN plans p ON p.plan_id = t.plan_id
JOIN places a ON a.place_id = t.place_id
LEFT JOIN places b ON b.place_id = a.parent_id
WHERE t.place_id <> p.place_id AND coalesce(a.parent_id, '') <> p.place_id AND coalesce(b.parent_id, '') <> p.place_id
  AND t.note IS NULL
