-- code: FIRM-OBS-ONE-SOURCE
-- table: firm_observations
-- field: note
-- expected: the words about one source only where one text prints the figure
-- expected_zh: 仅在只有一份文本载有该数字时，才写单一来源的说明
-- hint: a second text stands in the evidence now: take the words about one source out of the note
-- hint_zh: 证据中已有第二份文本：从 note 中删去单一来源的说明
-- Two sources with the same text_id are one text.
-- A note without a value is like nothing, so NULL is passed.
WITH texts AS (
  SELECT o.firm_observation_id AS id, s.text_id
  FROM firm_observations o
  JOIN sources s ON s.source_id = o.source_id
  UNION
  SELECT e.row_id AS id, s.text_id
  FROM evidence e
  JOIN sources s ON s.source_id = e.source_id
  WHERE e.table_name = 'firm_observations' AND e.field IN ('*', 'value')
), counted AS (
  SELECT id, count(*) AS texts
  FROM texts
  GROUP BY id
)
SELECT o.firm_observation_id AS key, o.note AS found, '(' || c.texts || ' texts print it)' AS detail,
       '（有 ' || c.texts || ' 份文本载有）' AS detail_zh
FROM firm_observations o
JOIN counted c ON c.id = o.firm_observation_id
WHERE lower(o.note) LIKE '%only one source was found' AND c.texts > 1
