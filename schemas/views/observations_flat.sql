-- title: Observations in one table
-- title_zh: 观测值宽表
-- description: Every published value with names, definition, unit and the address of its source, for people who open one file.
-- description_zh: 每个公布值连同名称、口径、单位和来源网址，供只打开一个文件的人使用。
-- key: observation_id
-- column observation_id: the row
-- column_zh observation_id: 该行
-- column concept_id: what it is about
-- column_zh concept_id: 所属概念
-- column concept_en: name of the concept
-- column_zh concept_en: 概念英文名
-- column concept_zh: name of the concept in Chinese
-- column_zh concept_zh: 概念中文名
-- column indicator_id: the definition
-- column_zh indicator_id: 指标口径
-- column indicator_en: its name
-- column_zh indicator_en: 指标英文名
-- column indicator_zh: its name in Chinese
-- column_zh indicator_zh: 指标中文名
-- column scope: what it covers
-- column_zh scope: 统计范围
-- column measure: stock, flow, rate, share or rank
-- column_zh measure: 量的种类
-- column place_id: the place
-- column_zh place_id: 地点
-- column place_en: its name
-- column_zh place_en: 地点英文名
-- column place_zh: its name in Chinese
-- column_zh place_zh: 地点中文名
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
-- column base_value: the number in the base unit, as a floating number
-- column_zh base_value: 换算为基本单位的数值（浮点数）
-- column base_unit_id: the base unit
-- column_zh base_unit_id: 基本单位
-- column status: how final it is
-- column_zh status: 状态
-- column best: true when best_observations chose this row
-- column_zh best: 被 best_observations 选中为 true
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
-- refers observation_id: observations
-- refers concept_id: concepts
-- refers indicator_id: indicators
-- refers place_id: places
-- refers base_unit_id: units
-- refers source_id: sources
SELECT
  o.observation_id, i.concept_id, c.name_en AS concept_en, c.name_zh AS concept_zh,
  o.indicator_id, i.name_en AS indicator_en, i.name_zh AS indicator_zh, i.scope, i.measure,
  o.place_id, l.name_en AS place_en, l.name_zh AS place_zh, o.period, o.period_start, o.period_end,
  o.comparator, o.value, o.value_max, u.name_en AS unit_en, u.name_zh AS unit_zh,
  CASE
    WHEN abs(CAST(o.value AS DOUBLE) * CAST(u.factor AS DOUBLE)) >= 1000000000000000 THEN CAST(o.value AS DOUBLE) * CAST(u.factor AS DOUBLE)
    WHEN abs(CAST(o.value AS DOUBLE) * CAST(u.factor AS DOUBLE)) >= 1000 THEN round(CAST(o.value AS DOUBLE) * CAST(u.factor AS DOUBLE), 2)
    ELSE round(CAST(o.value AS DOUBLE) * CAST(u.factor AS DOUBLE), 10)
  END AS base_value, u.base_unit_id,
  o.status, b.observation_id IS NOT NULL AS best, o.printed,
  o.source_id, s.title AS source_title, s.publisher, s.copy AS source_copy, s.url AS source_url, o.locator
FROM observations o
JOIN indicators i ON i.indicator_id = o.indicator_id
JOIN concepts c ON c.concept_id = i.concept_id
JOIN places l ON l.place_id = o.place_id
JOIN units u ON u.unit_id = o.unit_id
JOIN sources s ON s.source_id = o.source_id
LEFT JOIN best_observations b ON b.observation_id = o.observation_id
