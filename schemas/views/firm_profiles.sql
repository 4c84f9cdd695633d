-- title: Firm profiles
-- title_zh: 企业概览
-- description: One row per firm: names, seat, themes, listings, and how much is on record about it.
-- description_zh: 每家企业一行：名称、总部、领域、上市情况，以及记录的多少。
-- key: firm_id
-- column firm_id: the firm
-- column_zh firm_id: 企业
-- column name_en: name
-- column_zh name_en: 英文名称
-- column name_zh: name in Chinese
-- column_zh name_zh: 中文名称
-- column legal_name_zh: registered name
-- column_zh legal_name_zh: 登记全称
-- column founded_on: when it was founded
-- column_zh founded_on: 成立日期
-- column ownership: kind of owner
-- column_zh ownership: 所有制
-- column seat_place_id: place of its seat, the district before the city; of several the first by id
-- column_zh seat_place_id: 总部所在地，区优先于市；有多处时取标识在前者
-- column seat_en: its name
-- column_zh seat_en: 总部所在地英文名
-- column seat_zh: its name in Chinese
-- column_zh seat_zh: 总部所在地中文名
-- column registered_place_id: place of registration, the district before the city; of several the first by id
-- column_zh registered_place_id: 注册地，区优先于市；有多处时取标识在前者
-- column district_place_id: district of Shenzhen it belongs to: that of its seat, else of its registration, else where it works; empty when no source names one
-- column_zh district_place_id: 所属深圳行政区：先取总部，次取注册地，再取运营地；来源未写明的留空
-- column district_en: its name
-- column_zh district_en: 行政区英文名
-- column district_zh: its name in Chinese
-- column_zh district_zh: 行政区中文名
-- column district_relation: how it belongs to the district: seat, registered, branch or operations
-- column_zh district_relation: 与该区的关系：seat 总部、registered 注册、branch 分支、operations 运营
-- column sectors_en: themes, up to six, by id
-- column_zh sectors_en: 所属领域（英文），至多六个，按标识排列
-- column sectors_zh: themes in Chinese
-- column_zh sectors_zh: 所属领域（中文）
-- column listings: exchanges and tickers, up to three, joined by semicolons; current ones only
-- column_zh listings: 交易所与代码，至多三个，以分号分隔；仅限现行上市
-- column listed_on: first day of listing on record
-- column_zh listed_on: 已知最早上市日期
-- column observation_count: published values about it
-- column_zh observation_count: 公布值个数
-- column latest_period: the latest period among them
-- column_zh latest_period: 其中最近的时期
-- column event_count: events that touch it
-- column_zh event_count: 相关事件数
-- column source_count: documents that speak of it
-- column_zh source_count: 提及它的来源数
-- column summary_en: what it does, in our words
-- column_zh summary_en: 简介（英文）
-- column summary_zh: what it does, in Chinese
-- column_zh summary_zh: 简介（中文）
-- refers firm_id: firms
-- refers seat_place_id: places
-- refers registered_place_id: places
-- refers district_place_id: places
WITH homes AS (
  SELECT w.firm_id, w.relation, w.place_id,
    row_number() OVER (
      PARTITION BY w.firm_id, w.relation ORDER BY CASE WHEN p.level = 'district' THEN 1 WHEN p.level = 'city' THEN 2 ELSE 3 END, w.place_id
    ) AS place
  FROM firm_places w JOIN places p ON p.place_id = w.place_id
),
seats AS (
  SELECT firm_id, max(CASE WHEN relation = 'seat' AND place = 1 THEN place_id END) AS seat_place_id,
    max(CASE WHEN relation = 'registered' AND place = 1 THEN place_id END) AS registered_place_id
  FROM homes GROUP BY firm_id
),
districts AS (
  SELECT w.firm_id, w.relation, w.place_id, p.name_en, p.name_zh,
    row_number() OVER (
      PARTITION BY w.firm_id
      ORDER BY CASE w.relation WHEN 'seat' THEN 1 WHEN 'registered' THEN 2 WHEN 'branch' THEN 3 ELSE 4 END, w.place_id
    ) AS place
  FROM firm_places w JOIN places p ON p.place_id = w.place_id
  WHERE p.level = 'district' AND p.parent_id = 'shenzhen'
),
themes AS (
  SELECT fs.firm_id, s.name_en, s.name_zh, row_number() OVER (PARTITION BY fs.firm_id ORDER BY fs.sector_id) AS place
  FROM firm_sectors fs JOIN sectors s ON s.sector_id = fs.sector_id
),
joined_themes AS (
  SELECT
    firm_id,
    max(CASE WHEN place = 1 THEN name_en END) || coalesce('; ' || max(CASE WHEN place = 2 THEN name_en END), '')
      || coalesce('; ' || max(CASE WHEN place = 3 THEN name_en END), '') || coalesce('; ' || max(CASE WHEN place = 4 THEN name_en END), '')
      || coalesce('; ' || max(CASE WHEN place = 5 THEN name_en END), '') || coalesce('; ' || max(CASE WHEN place = 6 THEN name_en END), '') AS sectors_en,
    max(CASE WHEN place = 1 THEN name_zh END) || coalesce('、' || max(CASE WHEN place = 2 THEN name_zh END), '')
      || coalesce('、' || max(CASE WHEN place = 3 THEN name_zh END), '') || coalesce('、' || max(CASE WHEN place = 4 THEN name_zh END), '')
      || coalesce('、' || max(CASE WHEN place = 5 THEN name_zh END), '') || coalesce('、' || max(CASE WHEN place = 6 THEN name_zh END), '') AS sectors_zh
  FROM themes GROUP BY firm_id
),
shares AS (
  SELECT firm_id, mic || ':' || ticker AS listing, row_number() OVER (PARTITION BY firm_id ORDER BY mic, ticker) AS place
  FROM firm_listings WHERE delisted_on IS NULL
),
joined_shares AS (
  SELECT
    firm_id,
    max(CASE WHEN place = 1 THEN listing END) || coalesce('; ' || max(CASE WHEN place = 2 THEN listing END), '')
      || coalesce('; ' || max(CASE WHEN place = 3 THEN listing END), '') AS listings
  FROM shares GROUP BY firm_id
),
first_listed AS (
  SELECT firm_id, min(listed_on) AS listed_on FROM firm_listings GROUP BY firm_id
),
figures AS (
  SELECT firm_id, period, row_number() OVER (PARTITION BY firm_id ORDER BY period_end DESC, period_start DESC, firm_observation_id) AS place,
    count(*) OVER (PARTITION BY firm_id) AS observation_count
  FROM firm_observations
),
happened AS (
  SELECT object_id AS firm_id, count(DISTINCT event_id) AS event_count FROM event_links WHERE object_table = 'firms' GROUP BY object_id
),
named AS (
  SELECT row_id AS firm_id, source_id FROM statements WHERE table_name = 'firms'
  UNION ALL SELECT firm_id, source_id FROM firm_observations
  UNION ALL SELECT firm_id, source_id FROM firm_places
  UNION ALL SELECT firm_id, source_id FROM firm_listings
),
documents AS (
  SELECT firm_id, count(DISTINCT source_id) AS source_count FROM named GROUP BY firm_id
)
SELECT
  f.firm_id, f.name_en, f.name_zh, f.legal_name_zh, f.founded_on, f.ownership,
  s.seat_place_id, p.name_en AS seat_en, p.name_zh AS seat_zh, s.registered_place_id,
  r.place_id AS district_place_id, r.name_en AS district_en, r.name_zh AS district_zh, r.relation AS district_relation,
  t.sectors_en, t.sectors_zh, j.listings, l.listed_on,
  coalesce(o.observation_count, 0) AS observation_count, o.period AS latest_period,
  coalesce(h.event_count, 0) AS event_count, coalesce(d.source_count, 0) AS source_count, f.summary_en, f.summary_zh
FROM firms f
LEFT JOIN seats s ON s.firm_id = f.firm_id
LEFT JOIN places p ON p.place_id = s.seat_place_id
LEFT JOIN districts r ON r.firm_id = f.firm_id AND r.place = 1
LEFT JOIN joined_themes t ON t.firm_id = f.firm_id
LEFT JOIN joined_shares j ON j.firm_id = f.firm_id
LEFT JOIN first_listed l ON l.firm_id = f.firm_id
LEFT JOIN figures o ON o.firm_id = f.firm_id AND o.place = 1
LEFT JOIN happened h ON h.firm_id = f.firm_id
LEFT JOIN documents d ON d.firm_id = f.firm_id
