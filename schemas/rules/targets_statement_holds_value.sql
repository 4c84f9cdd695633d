-- code: TARGET-STATEMENT
-- table: targets
-- field: statement_zh
-- expected: a statement that holds the digits of the value
-- expected_zh: 含有 value 数字的表述
-- hint: value and statement were changed apart; mend the one that is wrong
-- hint_zh: value 与表述改动不一致；改正有误的一处
-- Digits are compared without point, commas and zeros at the ends, since 1.5亿 may stand for 15000万. Where the source prints words
-- (printed_unknown is true) the statement may do so, and a target without a value has nothing to hold; NULL printed_unknown goes with it.
WITH digits AS (
  SELECT t.target_id AS id, t.statement_zh,
         trim(LEADING '0' FROM trim(TRAILING '0' FROM replace(replace(CAST(t.value AS VARCHAR), '.', ''), '-', ''))) AS figure
  FROM targets t
  WHERE t.value IS NOT NULL AND NOT coalesce(t.printed_unknown, FALSE)
)
SELECT d.id AS key, d.statement_zh AS found, '(' || d.figure || ')' AS detail
FROM digits d
WHERE replace(replace(d.statement_zh, ',', ''), '.', '') NOT LIKE '%' || d.figure || '%'
