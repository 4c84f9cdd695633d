-- title: Figures of firms in one table
-- title_zh: 企业数据宽表
-- description: Every published value about a firm with names, unit and the address of its source; a firm without any has one row. For people who open one file.
-- description_zh: 每个企业公布值连同名称、单位和来源网址；没有公布值的企业占一行。供只打开一个文件的人使用。
-- column firm_id: the firm
-- column_zh firm_id: 企业
-- column firm_en: its name
-- column_zh firm_en: 企业英文名
-- column firm_zh: its name in Chinese
-- column_zh firm_zh: 企业中文名
-- column seat_en: place of its seat
-- column_zh seat_en: 总部所在地英文名
-- column seat_zh: place of its seat in Chinese
-- column_zh seat_zh: 总部所在地中文名
-- column sectors_en: its themes
-- column_zh sectors_en: 所属领域（英文）
-- column sectors_zh: its themes in Chinese
-- column_zh sectors_zh: 所属领域（中文）
-- column listings: exchanges and tickers
-- column_zh listings: 交易所与代码
-- column firm_observation_id: the row; empty for a firm without published values
-- column_zh firm_observation_id: 该行；企业没有公布值时为空
-- column indicator_id: the definition
-- column_zh indicator_id: 指标口径
-- column indicator_en: its name
-- column_zh indicator_en: 指标英文名
-- column indicator_zh: its name in Chinese
-- column_zh indicator_zh: 指标中文名
-- column period: the period
-- column_zh period: 时期
-- column period_start: its first day
-- column_zh period_start: 时期首日
-- column period_end: its last day
-- column_zh period_end: 时期末日
-- column comparator: how the number is hedged
-- column_zh comparator: 限定方式
-- column value: the number in its own unit
-- column_zh value: 数值
-- column value_max: upper end of a range
-- column_zh value_max: 区间上限
-- column unit_en: the unit
-- column_zh unit_en: 单位英文名
-- column unit_zh: the unit in Chinese
-- column_zh unit_zh: 单位中文名
-- column status: how final it is
-- column_zh status: 状态
-- column printed: the figure in the letters of the source
-- column_zh printed: 原文写法
-- column source_id: the document
-- column_zh source_id: 来源文件
-- column source_title: its title as printed
-- column_zh source_title: 来源标题
-- column publisher: who published the copy that was read
-- column_zh publisher: 发布者
-- column source_copy: what kind of copy was read
-- column_zh source_copy: 版本种类
-- column source_url: where it was read
-- column_zh source_url: 来源网址
-- column locator: the place in it
-- column_zh locator: 来源中的位置
-- refers firm_id: firms
-- refers indicator_id: indicators
-- refers source_id: sources
SELECT
  f.firm_id, f.name_en AS firm_en, f.name_zh AS firm_zh, f.seat_en, f.seat_zh, f.sectors_en, f.sectors_zh, f.listings,
  o.firm_observation_id, o.indicator_id, i.name_en AS indicator_en, i.name_zh AS indicator_zh, o.period, o.period_start, o.period_end,
  o.comparator, o.value, o.value_max, u.name_en AS unit_en, u.name_zh AS unit_zh, o.status, o.printed,
  o.source_id, s.title AS source_title, s.publisher, s.copy AS source_copy, s.url AS source_url, o.locator
FROM firm_profiles f
LEFT JOIN firm_observations o ON o.firm_id = f.firm_id
LEFT JOIN indicators i ON i.indicator_id = o.indicator_id
LEFT JOIN units u ON u.unit_id = o.unit_id
LEFT JOIN sources s ON s.source_id = o.source_id
