-- title: Use of sources
-- title_zh: 来源使用情况
-- description: How much rests on each document: statements, rows, and facts for which it is the only witness.
-- description_zh: 每份来源文件支撑了多少内容：陈述数、行数，以及仅凭它一家的事实数。
-- key: source_id
-- column source_id: the document
-- column_zh source_id: 来源文件
-- column title: its title as printed
-- column_zh title: 原标题
-- column publisher: who published the copy that was read
-- column_zh publisher: 发布者
-- column publisher_kind: kind of publisher
-- column_zh publisher_kind: 发布者类别
-- column copy: what kind of copy was read
-- column_zh copy: 版本种类
-- column published_on: when it was published
-- column_zh published_on: 发布日期
-- column url: where it was read
-- column_zh url: 网址
-- column statement_count: statements that cite it
-- column_zh statement_count: 引用它的陈述数
-- column row_count: rows that those are in
-- column_zh row_count: 所涉行数
-- column table_count: tables that those are in
-- column_zh table_count: 所涉表数
-- column with_place: statements whose locator names a place in it
-- column_zh with_place: 标明文内位置的陈述数
-- column converted: statements whose number was converted, its wording not recorded
-- column_zh converted: 数字经换算、未记录原文写法的陈述数
-- column only_source: facts for which no other document is cited
-- column_zh only_source: 仅引用这一份文件的事实数
-- refers source_id: sources
WITH used AS (
  SELECT
    s.source_id, count(*) AS statement_count, count(DISTINCT s.table_name || '|' || s.row_id) AS row_count,
    count(DISTINCT s.table_name) AS table_count,
    sum(CASE WHEN s.locator NOT IN ('excerpt', 'whole') THEN 1 ELSE 0 END) AS with_place,
    sum(CASE WHEN s.basis = 'converted' THEN 1 ELSE 0 END) AS converted,
    count(DISTINCT CASE WHEN p.source_count = 1 THEN s.table_name || '|' || s.row_id || '|' || s.field END) AS only_source
  FROM statements s
  JOIN support p ON p.table_name = s.table_name AND p.row_id = s.row_id AND p.field = s.field
  GROUP BY s.source_id
)
SELECT
  d.source_id, d.title, d.publisher, d.publisher_kind, d.copy, d.published_on, d.url,
  coalesce(u.statement_count, 0) AS statement_count, coalesce(u.row_count, 0) AS row_count, coalesce(u.table_count, 0) AS table_count,
  CAST(coalesce(u.with_place, 0) AS BIGINT) AS with_place, CAST(coalesce(u.converted, 0) AS BIGINT) AS converted,
  coalesce(u.only_source, 0) AS only_source
FROM sources d
LEFT JOIN used u ON u.source_id = d.source_id
