-- title: Timeline
-- title_zh: 时间线
-- description: What happened and what falls due, in one list: events, plans issued, targets due, listings of firms.
-- description_zh: 已发生与将到期之事汇于一表：事件、规划发布、目标到期、企业上市。
-- key: table_name, row_id, kind
-- column day: first day of the date, for sorting
-- column_zh day: 日期的首日，供排序
-- column happened_on: the date as precise as it is known
-- column_zh happened_on: 已知精度的日期
-- column kind: event, plan issued, target due or firm listed
-- column_zh kind: event 事件、plan issued 规划发布、target due 目标到期、firm listed 企业上市
-- column detail: kind of event or plan, form of target, or exchange
-- column_zh detail: 事件或规划的种类、目标形式或交易所
-- column table_name: table of the row
-- column_zh table_name: 所在表
-- column row_id: the row
-- column_zh row_id: 所在行
-- column title_en: what it is
-- column_zh title_en: 英文标题
-- column title_zh: what it is, in Chinese
-- column_zh title_zh: 中文标题
-- column place_id: where, as far as it is known
-- column_zh place_id: 地点（已知时）
-- column is_past: true when the day is not after the day of the release
-- column_zh is_past: 不晚于发布截止日为 true
-- refers place_id: places
WITH entries AS (
  SELECT happened_on, 'event' AS kind, kind AS detail, 'events' AS table_name, event_id AS row_id, title_en, title_zh, place_id FROM events
  UNION ALL
  SELECT issued_on, 'plan issued' AS kind, kind AS detail, 'plans' AS table_name, plan_id AS row_id, title_en, title_zh, place_id
  FROM plans WHERE issued_on IS NOT NULL
  UNION ALL
  SELECT due, 'target due' AS kind, coalesce(form, kind) AS detail, 'targets' AS table_name, target_id AS row_id, statement_en, statement_zh, place_id
  FROM targets WHERE due IS NOT NULL
  UNION ALL
  SELECT
    l.listed_on, 'firm listed' AS kind, l.mic AS detail, 'firm_listings' AS table_name, l.firm_id || '|' || l.mic || '|' || l.ticker AS row_id,
    f.name_en, f.name_zh, NULL AS place_id
  FROM firm_listings l JOIN firms f ON f.firm_id = l.firm_id WHERE l.listed_on IS NOT NULL
),
dated AS (
  SELECT
    CAST(CASE length(happened_on) WHEN 4 THEN happened_on || '-01-01' WHEN 7 THEN happened_on || '-01' ELSE happened_on END AS DATE) AS day,
    happened_on, kind, detail, table_name, row_id, title_en, title_zh, place_id
  FROM entries
)
SELECT
  d.day, d.happened_on, d.kind, d.detail, d.table_name, d.row_id, d.title_en, d.title_zh, d.place_id, d.day <= r.as_of AS is_past
FROM dated d CROSS JOIN release_info r
