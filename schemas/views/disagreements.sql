-- title: Disagreements
-- title_zh: 数据分歧
-- description: Each pair of published values for one concept, place and period that are not the same number, with a label that says why they may differ. Only the label "same definition" is a contradiction.
-- description_zh: 同一概念、地点、时期的公布值中数字不同的每一对，并标明可能的原因。只有标签 same definition 才是真正的矛盾。
-- key: observation_id, other_observation_id
-- reports: label
-- column observation_id: one row
-- column_zh observation_id: 其中一行
-- column other_observation_id: the other row; its id comes later in the alphabet
-- column_zh other_observation_id: 另一行；其标识按字母顺序在后
-- column label: same definition, different definition, definition not stated, revision, rounding or different date
-- column_zh label: 标签：same definition 同一口径、different definition 口径不同、definition not stated 口径未注明、revision 修订、rounding 取整、different date 日期不同
-- column concept_id: what both are about
-- column_zh concept_id: 两者所属概念
-- column concept_en: name of the concept
-- column_zh concept_en: 概念英文名
-- column concept_zh: name of the concept in Chinese
-- column_zh concept_zh: 概念中文名
-- column place_id: the place
-- column_zh place_id: 地点
-- column period: period of the one
-- column_zh period: 前者的时期
-- column other_period: period of the other
-- column_zh other_period: 后者的时期
-- column indicator_id: definition of the one
-- column_zh indicator_id: 前者的口径
-- column other_indicator_id: definition of the other
-- column_zh other_indicator_id: 后者的口径
-- column comparator: hedge of the one
-- column_zh comparator: 前者的限定方式
-- column value: number of the one in its own unit
-- column_zh value: 前者的数值
-- column unit_id: unit of the one
-- column_zh unit_id: 前者的单位
-- column other_comparator: hedge of the other
-- column_zh other_comparator: 后者的限定方式
-- column other_value: number of the other in its own unit
-- column_zh other_value: 后者的数值
-- column other_unit_id: unit of the other
-- column_zh other_unit_id: 后者的单位
-- column status: how final the one is
-- column_zh status: 前者的状态
-- column other_status: how final the other is
-- column_zh other_status: 后者的状态
-- column difference_percent: by how many per cent the larger exceeds the smaller; empty when one of them is not above zero
-- column_zh difference_percent: 较大值超出较小值的百分比；其中一个不大于零时为空
-- column source_id: document of the one
-- column_zh source_id: 前者的来源
-- column other_source_id: document of the other
-- column_zh other_source_id: 后者的来源
-- refers observation_id: observations
-- refers other_observation_id: observations
-- refers concept_id: concepts
-- refers place_id: places
-- refers indicator_id: indicators
-- refers other_indicator_id: indicators
-- refers unit_id: units
-- refers other_unit_id: units
-- refers source_id: sources
-- refers other_source_id: sources
--
-- Which pairs: the same concept, kind of measure and reference (share of what, rank among whom; rates of growth of any
-- definition), the same place, units that convert into each other, no forecasts; flows of the very same period, stocks
-- of the same calendar year, and a figure whose year is inferred from a span beside each figure within that span.
-- Not listed: the same number, whatever its unit and hedge; and a pair in which the bound of one (more than 2200)
-- admits the other (2800): those agree. "About" admits what is within 5 per cent, "nearly" what is within 5 per cent
-- below, as in target_progress.
-- Labels, the first that fits:
-- 1. different date: two stocks of one year whose days differ, or a span of inferred years beside one within it
-- 2. rounding: one, rounded to the digits that the other prints in its own unit, equals it (3.68 trillion beside
--    36801.87 x 100 million); a tie may be rounded either way
-- 3. definition not stated: the source of one of them does not say which definition it uses
-- 4. different definition: two indicators
-- 5. revision: one is preliminary and the other final or printed in a later year, or the same body issued both on
--    different days
-- 6. same definition: a contradiction
-- Numbers are compared in the base unit with a tolerance of one part in a billion, which is not in the data but in
-- the arithmetic.
WITH figures AS (
  SELECT
    o.observation_id, o.indicator_id, o.place_id, o.period, o.period_start, o.period_end, o.period_kind,
    o.comparator, o.value, o.unit_id, o.status, o.source_id, u.base_unit_id,
    i.concept_id, i.scope, i.measure, coalesce(i.of_indicator_id, '') AS of_indicator, coalesce(i.of_place_id, '') AS of_place,
    coalesce(s.original_issuer, s.publisher) AS issuer, coalesce(s.published_on, '') AS published_on,
    CAST(o.value AS DOUBLE) * CAST(u.factor AS DOUBLE) AS amount,
    CAST(coalesce(o.value_max, o.value) AS DOUBLE) * CAST(u.factor AS DOUBLE) AS amount_max,
    0.5 * CAST(u.factor AS DOUBLE) * power(10, -o.value_digits) AS half_digit
  FROM observations o
  JOIN indicators i ON i.indicator_id = o.indicator_id
  JOIN units u ON u.unit_id = o.unit_id
  JOIN sources s ON s.source_id = o.source_id
  WHERE o.status <> 'forecast'
),
pairs AS (
  SELECT
    a.observation_id, b.observation_id AS other_observation_id, a.concept_id, a.place_id, a.period, b.period AS other_period,
    a.indicator_id, b.indicator_id AS other_indicator_id, a.comparator, a.value, a.unit_id, b.comparator AS other_comparator,
    b.value AS other_value, b.unit_id AS other_unit_id, a.status, b.status AS other_status, a.source_id, b.source_id AS other_source_id,
    a.amount, b.amount AS other_amount,
    CASE WHEN a.period_start <> b.period_start OR a.period_end <> b.period_end THEN 1 ELSE 0 END AS dates_differ,
    CASE
      WHEN a.comparator <> 'between' AND b.comparator <> 'between'
        AND abs(a.amount - b.amount) <= greatest(a.half_digit, b.half_digit) + 0.000000001 * abs(a.amount) THEN 1
      ELSE 0
    END AS rounds,
    CASE WHEN a.scope = 'not-stated' OR b.scope = 'not-stated' THEN 1 ELSE 0 END AS not_stated,
    CASE
      WHEN (a.status = 'preliminary' AND b.status = 'final') OR (a.status = 'final' AND b.status = 'preliminary') THEN 1
      WHEN a.issuer = b.issuer AND a.published_on <> b.published_on THEN 1
      WHEN a.status = 'preliminary' AND a.published_on <> '' AND substring(b.published_on, 1, 4) > substring(a.published_on, 1, 4) THEN 1
      WHEN b.status = 'preliminary' AND b.published_on <> '' AND substring(a.published_on, 1, 4) > substring(b.published_on, 1, 4) THEN 1
      ELSE 0
    END AS revised,
    CASE
      WHEN a.comparator IN ('ge', 'gt') AND (b.comparator IN ('ge', 'gt') OR b.amount_max > a.amount) THEN 1
      WHEN b.comparator IN ('ge', 'gt') AND a.amount_max > b.amount THEN 1
      WHEN a.comparator IN ('le', 'lt') AND (b.comparator IN ('le', 'lt') OR b.amount < a.amount) THEN 1
      WHEN b.comparator IN ('le', 'lt') AND a.amount < b.amount THEN 1
      WHEN a.comparator = 'about' AND abs(b.amount - a.amount) <= 0.05 * abs(a.amount) THEN 1
      WHEN b.comparator = 'about' AND abs(a.amount - b.amount) <= 0.05 * abs(b.amount) THEN 1
      WHEN a.comparator = 'nearly' AND b.amount < a.amount AND b.amount >= 0.95 * a.amount THEN 1
      WHEN b.comparator = 'nearly' AND a.amount < b.amount AND a.amount >= 0.95 * b.amount THEN 1
      WHEN a.comparator = 'between' AND b.amount >= a.amount AND b.amount_max <= a.amount_max THEN 1
      WHEN b.comparator = 'between' AND a.amount >= b.amount AND a.amount_max <= b.amount_max THEN 1
      ELSE 0
    END AS admitted
  FROM figures a
  JOIN figures b
    ON b.concept_id = a.concept_id AND b.place_id = a.place_id AND b.base_unit_id = a.base_unit_id
    AND b.measure = a.measure AND b.of_place = a.of_place
    AND (b.of_indicator = a.of_indicator OR a.measure IN ('rate-yoy', 'rate-cagr'))
    AND b.observation_id > a.observation_id
    AND (
      (a.period_start = b.period_start AND a.period_end = b.period_end AND a.period_kind = b.period_kind)
      OR (a.period_kind = 'asof' AND b.period_kind = 'asof' AND EXTRACT(YEAR FROM a.period_end) = EXTRACT(YEAR FROM b.period_end))
      OR (a.period_kind <> 'asof' AND b.period_kind <> 'asof' AND (
        (a.period LIKE '%..%?' AND a.period_start <= b.period_start AND a.period_end >= b.period_end)
        OR (b.period LIKE '%..%?' AND b.period_start <= a.period_start AND b.period_end >= a.period_end)
      ))
    )
    AND (
      abs(b.amount - a.amount) > 0.000000001 * abs(a.amount)
      OR abs(b.amount_max - a.amount_max) > 0.000000001 * abs(a.amount_max)
    )
)
SELECT
  p.observation_id, p.other_observation_id,
  CASE
    WHEN p.dates_differ = 1 THEN 'different date'
    WHEN p.rounds = 1 THEN 'rounding'
    WHEN p.not_stated = 1 THEN 'definition not stated'
    WHEN p.indicator_id <> p.other_indicator_id THEN 'different definition'
    WHEN p.revised = 1 THEN 'revision'
    ELSE 'same definition'
  END AS label,
  p.concept_id, c.name_en AS concept_en, c.name_zh AS concept_zh, p.place_id, p.period, p.other_period,
  p.indicator_id, p.other_indicator_id, p.comparator, p.value, p.unit_id, p.other_comparator, p.other_value, p.other_unit_id,
  p.status, p.other_status,
  CASE
    WHEN p.amount > 0 AND p.other_amount > 0
    THEN CAST(round(100 * (greatest(p.amount, p.other_amount) / nullif(least(p.amount, p.other_amount), 0) - 1), 2) AS DECIMAL(18, 2))
  END AS difference_percent,
  p.source_id, p.other_source_id
FROM pairs p
JOIN concepts c ON c.concept_id = p.concept_id
WHERE p.admitted = 0
