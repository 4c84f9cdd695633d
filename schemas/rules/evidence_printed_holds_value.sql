-- code: EVIDENCE-DIGITS
-- table: evidence
-- field: printed
-- expected: wording that holds the digits of the value it is evidence for
-- expected_zh: 含有所证数值的原文写法
-- hint: check the wording, or whether it belongs to another row
-- hint_zh: 核对原文，或看它是否属于另一行
-- Digits are compared without point, commas, blanks and zeros at the ends, since one source prints 160 billion and another 1600亿.
-- Promises and published figures of places are judged; figures of firms are often rounded by a second source, and both stand.
-- Wording without any digit is words and passes; evidence without wording is passed over, since NULL is like nothing.
WITH figures AS (
  SELECT 'targets' AS t, target_id AS id, value FROM targets WHERE value IS NOT NULL
  UNION ALL SELECT 'observations' AS t, observation_id AS id, value FROM observations
),
digits AS (
  SELECT f.t, f.id, trim(LEADING '0' FROM trim(TRAILING '0' FROM replace(replace(CAST(f.value AS VARCHAR), '.', ''), '-', ''))) AS figure
  FROM figures f
),
wordings AS (
  SELECT e.evidence_id AS id, e.table_name, e.row_id, e.printed,
         replace(replace(replace(replace(e.printed, ',', ''), '，', ''), '.', ''), ' ', '') AS plain
  FROM evidence e
  WHERE e.field = '*'
)
SELECT w.id AS key, w.printed AS found, '(' || w.table_name || ' ' || w.row_id || ': ' || d.figure || ')' AS detail
FROM wordings w JOIN digits d ON d.t = w.table_name AND d.id = w.row_id
WHERE w.plain NOT LIKE '%' || d.figure || '%'
  AND (w.plain LIKE '%0%' OR w.plain LIKE '%1%' OR w.plain LIKE '%2%' OR w.plain LIKE '%3%' OR w.plain LIKE '%4%'
    OR w.plain LIKE '%5%' OR w.plain LIKE '%6%' OR w.plain LIKE '%7%' OR w.plain LIKE '%8%' OR w.plain LIKE '%9%')
