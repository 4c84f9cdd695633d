-- title: Peer cities
-- title_zh: 城市比较
-- description: Shenzhen beside other places: for each indicator and period with a figure of Shenzhen and of another city (Beijing, Shanghai, Tianjin, Chongqing, Hong Kong and Macao among them), every one of them, with its place in the order. Figures are those of best_observations.
-- description_zh: 深圳与其他地方并列：凡深圳与至少一个其他城市（含直辖市及港澳）均有数字的指标和时期，列出各城市数字及其位次。数字取自 best_observations。
-- key: indicator_id, period_start, period_end, period_kind, place_id
-- column indicator_id: the definition
-- column_zh indicator_id: 指标口径
-- column indicator_en: its name
-- column_zh indicator_en: 指标英文名
-- column indicator_zh: its name in Chinese
-- column_zh indicator_zh: 指标中文名
-- column period: the period as written
-- column_zh period: 所写时期
-- column period_start: first day of the period
-- column_zh period_start: 时期首日
-- column period_end: last day of the period
-- column_zh period_end: 时期末日
-- column period_kind: kind of period
-- column_zh period_kind: 时期种类
-- column place_id: the place
-- column_zh place_id: 地点
-- column place_en: its name
-- column_zh place_en: 地点英文名
-- column place_zh: its name in Chinese
-- column_zh place_zh: 地点中文名
-- column place_level: city, province (Beijing, Shanghai, Tianjin, Chongqing) or region (Hong Kong, Macao)
-- column_zh place_level: 城市、省级（北京、上海、天津、重庆）或地区（香港、澳门）
-- column comparator: how the value is hedged
-- column_zh comparator: 数值的限定方式
-- column value: the number in its own unit
-- column_zh value: 数值，单位见本行
-- column unit_id: the unit
-- column_zh unit_id: 单位
-- column position: 1 for the largest number among the places listed, whatever is better for the indicator
-- column_zh position: 在所列各地中按数值从大到小的位次，与指标的优劣方向无关
-- column places: places listed
-- column_zh places: 所列地点数
-- column times_shenzhen: the number divided by that of Shenzhen
-- column_zh times_shenzhen: 该数值除以深圳数值
-- column observation_id: the row
-- column_zh observation_id: 所据的行
-- column shenzhen_observation_id: the row of Shenzhen
-- column_zh shenzhen_observation_id: 深圳所据的行
-- refers indicator_id: indicators
-- refers place_id: places
-- refers unit_id: units
-- refers observation_id: observations
-- refers shenzhen_observation_id: observations
WITH figures AS (
  SELECT
    b.indicator_id, b.period, b.period_start, b.period_end, b.period_kind, b.place_id, b.comparator, b.value, b.unit_id, b.observation_id,
    p.name_en AS place_en, p.name_zh AS place_zh, p.level AS place_level, u.base_unit_id,
    CAST(b.value AS DOUBLE) * CAST(u.factor AS DOUBLE) AS amount
  FROM best_observations b
  JOIN places p ON p.place_id = b.place_id
  JOIN units u ON u.unit_id = b.unit_id
  WHERE p.level IN ('city', 'region') OR p.place_id IN ('beijing', 'shanghai', 'tianjin', 'chongqing')
),
beside AS (
  SELECT
    f.indicator_id, f.period, f.period_start, f.period_end, f.period_kind, f.place_id, f.comparator, f.value, f.unit_id, f.observation_id,
    f.place_en, f.place_zh, f.place_level, f.amount, s.amount AS shenzhen_amount, s.observation_id AS shenzhen_observation_id,
    count(*) OVER (PARTITION BY f.indicator_id, f.period_start, f.period_end, f.period_kind) AS places,
    rank() OVER (PARTITION BY f.indicator_id, f.period_start, f.period_end, f.period_kind ORDER BY f.amount DESC) AS position
  FROM figures f
  JOIN figures s
    ON s.indicator_id = f.indicator_id AND s.period_start = f.period_start AND s.period_end = f.period_end
    AND s.period_kind = f.period_kind AND s.base_unit_id = f.base_unit_id AND s.place_id = 'shenzhen'
)
SELECT
  b.indicator_id, i.name_en AS indicator_en, i.name_zh AS indicator_zh, b.period, b.period_start, b.period_end, b.period_kind,
  b.place_id, b.place_en, b.place_zh, b.place_level, b.comparator, b.value, b.unit_id, b.position, b.places,
  CAST(round(b.amount / nullif(b.shenzhen_amount, 0), 4) AS DECIMAL(18, 4)) AS times_shenzhen,
  b.observation_id, b.shenzhen_observation_id
FROM beside b
JOIN indicators i ON i.indicator_id = b.indicator_id
WHERE b.places > 1
