-- title: Results of the second reading
-- title_zh: 复核结果
-- description: For each table, and for all together, how many drawn rows were read again by somebody else and what came of it. Rows that could not be reached say nothing about their truth and are counted apart.
-- description_zh: 按表及合计列出抽中的行由他人复核的数量与结果。无法取得文献的行不说明对错，单独计数。
-- key: table_name
-- reports: confirmed, differs
-- column table_name: the table; * for all together
-- column_zh table_name: 表；* 为合计
-- column drawn: rows that were drawn
-- column_zh drawn: 抽中的行数
-- column confirmed: a document that was read says the same
-- column_zh confirmed: 所读文献的记载一致
-- column same_document: of those, by the row's own document
-- column_zh same_document: 其中依据该行自己的来源
-- column differs: a document that was read says something else
-- column_zh differs: 所读文献的记载不同
-- column mended: of those, corrected since
-- column_zh mended: 其中已更正
-- column not_reachable: no text of a document could be read
-- column_zh not_reachable: 无法读到文献
-- column confirmed_share: confirmed among those that were reached, in per cent
-- column_zh confirmed_share: 已取得者中一致的比例（%）
WITH counted AS (
  SELECT table_name, outcome, witness, coalesce(mended, false) AS mended FROM second_readings
  UNION ALL
  SELECT '*' AS table_name, outcome, witness, coalesce(mended, false) AS mended FROM second_readings
), sums AS (
  SELECT
    table_name, count(*) AS drawn,
    sum(CASE WHEN outcome = 'confirmed' THEN 1 ELSE 0 END) AS confirmed,
    sum(CASE WHEN outcome = 'confirmed' AND witness = 'same' THEN 1 ELSE 0 END) AS same_document,
    sum(CASE WHEN outcome = 'differs' THEN 1 ELSE 0 END) AS differs,
    sum(CASE WHEN mended THEN 1 ELSE 0 END) AS mended,
    sum(CASE WHEN outcome = 'not-reachable' THEN 1 ELSE 0 END) AS not_reachable
  FROM counted
  GROUP BY table_name
)
SELECT
  table_name, drawn, CAST(confirmed AS BIGINT) AS confirmed, CAST(same_document AS BIGINT) AS same_document,
  CAST(differs AS BIGINT) AS differs, CAST(mended AS BIGINT) AS mended, CAST(not_reachable AS BIGINT) AS not_reachable,
  CAST(round(100.0 * confirmed / nullif(confirmed + differs, 0), 1) AS DECIMAL(5, 1)) AS confirmed_share
FROM sums
