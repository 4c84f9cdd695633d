-- title: Targets in one table
-- title_zh: 目标宽表
-- description: Every target with names, unit, verdict and the address of its source, for people who open one file.
-- description_zh: 每个目标连同名称、单位、结论和来源网址，供只打开一个文件的人使用。
-- key: target_id
-- column target_id: the target
-- column_zh target_id: 目标
-- column plan_id: the plan
-- column_zh plan_id: 规划
-- column plan_en: title of the plan
-- column_zh plan_en: 规划英文标题
-- column plan_zh: title of the plan in Chinese
-- column_zh plan_zh: 规划中文标题
-- column plan_period: the time that the plan is for
-- column_zh plan_period: 规划期
-- column statement_en: what is promised
-- column_zh statement_en: 承诺内容（英文）
-- column statement_zh: what is promised, in Chinese
-- column_zh statement_zh: 承诺内容（中文）
-- column indicator_id: the definition it is measured by
-- column_zh indicator_id: 衡量所用的指标口径
-- column indicator_en: its name
-- column_zh indicator_en: 指标英文名
-- column indicator_zh: its name in Chinese
-- column_zh indicator_zh: 指标中文名
-- column place_id: the place
-- column_zh place_id: 地点
-- column place_en: its name
-- column_zh place_en: 地点英文名
-- column place_zh: its name in Chinese
-- column_zh place_zh: 地点中文名
-- column kind: quantified, qualitative or milestone
-- column_zh kind: 类别：定量、定性或里程碑
-- column form: what the number is: level, range, increase-by ...
-- column_zh form: 数字的形式
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
-- column period: what the number is over
-- column_zh period: 数字所指时期
-- column due: when it is due
-- column_zh due: 到期时间
-- column binding: binding, expected or not-stated
-- column_zh binding: 约束性、预期性或未注明
-- column verdict: where it stands, from target_progress
-- column_zh verdict: 进展结论，取自 target_progress
-- column reason: why
-- column_zh reason: 理由（英文）
-- column reason_zh: why, in Chinese
-- column_zh reason_zh: 理由（中文）
-- column observation_id: the figure that decides
-- column_zh observation_id: 起决定作用的数字
-- column newest_observation_id: the newest figure of the same definition and place, whether it decides or not
-- column_zh newest_observation_id: 同一口径、同一地点最近的数字，不论是否据以判断
-- column newest_value: its number
-- column_zh newest_value: 其数值
-- column newest_unit_en: its unit
-- column_zh newest_unit_en: 其单位英文名
-- column newest_unit_zh: its unit in Chinese
-- column_zh newest_unit_zh: 其单位中文名
-- column newest_period: its period
-- column_zh newest_period: 其时期
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
-- refers target_id: targets
-- refers plan_id: plans
-- refers indicator_id: indicators
-- refers place_id: places
-- refers observation_id: observations
-- refers newest_observation_id: observations
-- refers source_id: sources
--
-- The newest figure is of best_observations: no forecast; a date or a whole year before a part of one; then the last one.
WITH dated AS (
  SELECT
    b.observation_id, b.indicator_id, b.place_id, b.value, b.unit_id, b.period,
    row_number() OVER (
      PARTITION BY b.indicator_id, b.place_id
      ORDER BY CASE WHEN b.period_kind = 'asof' OR datediff('day', b.period_start, b.period_end) >= 364 THEN 0 ELSE 1 END,
        b.period_end DESC, b.period_start DESC, b.observation_id
    ) AS place
  FROM best_observations b
  WHERE b.status <> 'forecast'
)
SELECT
  t.target_id, t.plan_id, p.title_en AS plan_en, p.title_zh AS plan_zh, p.period AS plan_period, t.statement_en, t.statement_zh,
  t.indicator_id, i.name_en AS indicator_en, i.name_zh AS indicator_zh, t.place_id, l.name_en AS place_en, l.name_zh AS place_zh,
  t.kind, t.form, t.comparator, t.value, t.value_max, u.name_en AS unit_en, u.name_zh AS unit_zh, t.period, t.due, t.binding,
  g.verdict, g.reason, g.reason_zh, g.observation_id,
  n.observation_id AS newest_observation_id, n.value AS newest_value, v.name_en AS newest_unit_en, v.name_zh AS newest_unit_zh,
  n.period AS newest_period, t.printed,
  t.source_id, s.title AS source_title, s.publisher, s.copy AS source_copy, s.url AS source_url, t.locator
FROM targets t
JOIN plans p ON p.plan_id = t.plan_id
JOIN places l ON l.place_id = t.place_id
JOIN target_progress g ON g.target_id = t.target_id
JOIN sources s ON s.source_id = t.source_id
LEFT JOIN indicators i ON i.indicator_id = t.indicator_id
LEFT JOIN units u ON u.unit_id = t.unit_id
LEFT JOIN dated n ON n.indicator_id = t.indicator_id AND n.place_id = t.place_id AND n.place = 1
LEFT JOIN units v ON v.unit_id = n.unit_id
