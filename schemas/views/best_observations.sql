-- title: Best observations
-- title_zh: 最佳观测值
-- description: One published value per indicator, place and period: the one to use where a single one is wanted. It is chosen by written rules, never averaged; decided_by names the rule.
-- description_zh: 每个指标、地点、时期各取一个公布值，供只需单一数值时使用。按成文规则选取，从不取平均；decided_by 写明所凭规则。
-- key: indicator_id, place_id, period_start, period_end, period_kind
-- reports: observation_id, value
-- column indicator_id: the definition; values of other definitions never compete
-- column_zh indicator_id: 指标口径；不同口径的数值不相互竞争
-- column place_id: the place
-- column_zh place_id: 地点
-- column period: the period as written in the row that was chosen
-- column_zh period: 所选行书写的时期
-- column period_start: first day of the period
-- column_zh period_start: 时期首日
-- column period_end: last day of the period
-- column_zh period_end: 时期末日
-- column period_kind: year, half, quarter, month, day, range or asof
-- column_zh period_kind: 时期种类：year 年、half 半年、quarter 季、month 月、day 日、range 区间、asof 截至
-- column observation_id: the row that was chosen
-- column_zh observation_id: 所选的行
-- column comparator: how the value is hedged
-- column_zh comparator: 数值的限定方式
-- column value: the number in its own unit
-- column_zh value: 数值，单位见本行
-- column value_max: upper end of a range
-- column_zh value_max: 区间上限
-- column unit_id: the unit
-- column_zh unit_id: 单位
-- column status: final, preliminary, reported, estimate or forecast
-- column_zh status: 最终、初步、报道、估计或预测
-- column source_id: the document
-- column_zh source_id: 来源文件
-- column candidates: published values there were to choose from
-- column_zh candidates: 可供选择的公布值个数
-- column decided_by: the first rule on which the chosen row was ahead of the next: only one, reliability, status, issuer, copy, exactness, digits, date, id
-- column_zh decided_by: 所选行领先次选行的第一条规则：only one 仅此一个、reliability 可靠性、status 状态、issuer 发布者、copy 版本、exactness 是否精确、digits 位数、date 日期、id 标识
-- refers indicator_id: indicators
-- refers place_id: places
-- refers observation_id: observations
-- refers unit_id: units
-- refers source_id: sources
--
-- The rules, in this order:
-- 1. reliability: a source with a reliability note, or an inferred year (a trailing ? in period), never wins over one without
-- 2. status: final, preliminary, reported, estimate, forecast
-- 3. issuer: statistics, government, company filing, official media, association, research, news, aggregator
-- 4. copy: original, verbatim, translation, excerpt, rewritten
-- 5. exactness: a plain number before a hedged one
-- 6. digits: the finer the last digit that is printed, the better
-- 7. date: the source that was published last
-- 8. id: so that the choice is the same every time
WITH ranked AS (
  SELECT
    o.observation_id, o.indicator_id, o.place_id, o.period, o.period_start, o.period_end, o.period_kind,
    o.comparator, o.value, o.value_max, o.unit_id, o.status, o.source_id,
    CASE WHEN s.reliability_note IS NOT NULL OR o.period LIKE '%?' THEN 1 ELSE 0 END AS by_reliability,
    CASE o.status WHEN 'final' THEN 1 WHEN 'preliminary' THEN 2 WHEN 'reported' THEN 3 WHEN 'estimate' THEN 4 ELSE 5 END AS by_status,
    CASE s.publisher_kind
      WHEN 'statistics' THEN 1 WHEN 'government' THEN 2 WHEN 'company-filing' THEN 3 WHEN 'official-media' THEN 4
      WHEN 'association' THEN 5 WHEN 'research' THEN 6 WHEN 'news' THEN 7 ELSE 8 END AS by_issuer,
    CASE s.copy WHEN 'original' THEN 1 WHEN 'verbatim' THEN 2 WHEN 'translation' THEN 3 WHEN 'excerpt' THEN 4 ELSE 5 END AS by_copy,
    CASE WHEN o.comparator = 'eq' THEN 0 ELSE 1 END AS by_exactness,
    CAST(u.factor AS DOUBLE) * power(10, -o.value_digits) AS by_digits,
    coalesce(s.published_on, '') AS published_on
  FROM observations o
  JOIN sources s ON s.source_id = o.source_id
  JOIN units u ON u.unit_id = o.unit_id
),
numbered AS (
  SELECT
    observation_id, indicator_id, place_id, period, period_start, period_end, period_kind, comparator, value, value_max,
    unit_id, status, source_id, by_reliability, by_status, by_issuer, by_copy, by_exactness, by_digits, published_on,
    row_number() OVER (
      PARTITION BY indicator_id, place_id, period_start, period_end, period_kind
      ORDER BY by_reliability, by_status, by_issuer, by_copy, by_exactness, by_digits, published_on DESC, observation_id
    ) AS place,
    count(*) OVER (PARTITION BY indicator_id, place_id, period_start, period_end, period_kind) AS candidates
  FROM ranked
)
SELECT
  a.indicator_id, a.place_id, a.period, a.period_start, a.period_end, a.period_kind, a.observation_id, a.comparator,
  a.value, a.value_max, a.unit_id, a.status, a.source_id, a.candidates,
  CASE
    WHEN b.observation_id IS NULL THEN 'only one'
    WHEN a.by_reliability <> b.by_reliability THEN 'reliability'
    WHEN a.by_status <> b.by_status THEN 'status'
    WHEN a.by_issuer <> b.by_issuer THEN 'issuer'
    WHEN a.by_copy <> b.by_copy THEN 'copy'
    WHEN a.by_exactness <> b.by_exactness THEN 'exactness'
    WHEN a.by_digits <> b.by_digits THEN 'digits'
    WHEN a.published_on <> b.published_on THEN 'date'
    ELSE 'id'
  END AS decided_by
FROM numbered a
LEFT JOIN numbered b
  ON b.indicator_id = a.indicator_id AND b.place_id = a.place_id AND b.period_start = a.period_start
  AND b.period_end = a.period_end AND b.period_kind = a.period_kind AND b.place = 2
WHERE a.place = 1
