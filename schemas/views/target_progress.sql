-- title: Progress of targets
-- title_zh: 目标进展
-- description: One row per target: where it stands on the day of the release (release_info.as_of), by written rules, with the figure that decides and a sentence that says why. Figures of sibling definitions are counted beside, never used.
-- description_zh: 每个目标一行：按成文规则判断其在发布截止日（release_info.as_of）的进展，附起决定作用的数字和说明理由的一句话。同一概念其他口径的数字只计数，不作进展依据。
-- key: target_id
-- reports: verdict, observation_id
-- column target_id: the target
-- column_zh target_id: 目标
-- column plan_id: the plan that promises it
-- column_zh plan_id: 作出承诺的规划
-- column indicator_id: the definition it is measured by; empty when none fits
-- column_zh indicator_id: 衡量所用的指标口径；无合适口径时为空
-- column place_id: the place
-- column_zh place_id: 地点
-- column verdict: met, missed, reached early, reached late, due no figure, on track, behind, not decidable or not measurable
-- column_zh verdict: 结论：met 已完成、missed 未完成、reached early 提前达到、reached late 逾期达到、due no figure 到期无数据、on track 进度正常、behind 进度落后、not decidable 无法判定、not measurable 无法衡量
-- column reason: why, in a sentence
-- column_zh reason: 理由（英文一句话）
-- column reason_zh: why, in Chinese
-- column_zh reason_zh: 理由（中文一句话）
-- column observation_id: the figure that decides, else the latest that can be compared
-- column_zh observation_id: 起决定作用的数字；没有时为最近的可比数字
-- column observed_value: its number, in its own unit
-- column_zh observed_value: 其数值，单位见本行
-- column observed_unit_id: its unit
-- column_zh observed_unit_id: 其单位
-- column observed_period: its period
-- column_zh observed_period: 其时期
-- column target_value: the number that is promised, in the unit of the target
-- column_zh target_value: 承诺的数值，单位见目标
-- column due: when it is due, as written in the target
-- column_zh due: 到期时间，按目标所写
-- column base_observation_id: the figure that the base was taken from, where the plan states none
-- column_zh base_observation_id: 规划未写基数时所用的基数数字
-- column share_of_target: observed divided by promised, in the same unit; only where the promise comes down to a level
-- column_zh share_of_target: 观测值除以目标值（同一单位）；仅用于可归结为水平值的目标
-- column time_gone: share of the plan's period that has gone by; empty when the plan has no period
-- column_zh time_gone: 规划期已过去的比例；规划无时期时为空
-- column sibling_observations: published values of other definitions of the same concept, for the same place
-- column_zh sibling_observations: 同一地点、同一概念其他口径的公布值个数
-- refers target_id: targets
-- refers plan_id: plans
-- refers indicator_id: indicators
-- refers place_id: places
-- refers observation_id: observations
-- refers observed_unit_id: units
-- refers base_observation_id: observations
--
-- The rules.
-- Which way: a ceiling, a rank, at most and less than want less; at least and more than want more; a plain number wants
--   what is better for its indicator, and nothing can be said when neither is. "Reach 31" is thus kept by 31.2.
-- Which figures: of best_observations, the same indicator and place, a unit that converts, no forecast, not before the
--   plan began. A figure over a time (a flow) must be over as long a time as the promise.
-- What a figure says: an exact one is its value; "more than" and "at least" bound it from below, "less than" and "at
--   most" from above; "about" is within 5 per cent either way, "nearly" within 5 per cent below. A bound can prove, and
--   disprove only the opposite: "at least 2500" proves a promise of 2500 and never disproves one of 3000. A promise of
--   "about" or "nearly" is kept within 5 per cent.
-- What is promised, as a threshold: level, range (its lower end where more is better), cumulative, ceiling, rank and
--   yearly-growth: the number; increase-by: base and number (a number in per cent of a base in another unit: that share
--   of the base); multiply-by: base times number. The base is the plan's own, else the exact figure of base_period,
--   else the last exact figure of the year before the plan began; it is shown. A plan begins with its period, else with
--   the year in which it was issued.
-- mean-growth: figures of a mean growth over two years or more since the period began, or, for an indicator of levels,
--   the compound rate since the base over two years or more. One year's growth never decides.
-- yearly-growth: one year only; a promise for each of several years is not judged as one.
-- Due has gone by:
--   met, missed          by a figure whose time covers due: a stock whose date may be the last day of due, a flow of the
--                        very time that is promised
--   reached late         missed, but a later figure keeps the promise (not for growth or a ceiling)
--   reached early        no figure decides at due, but an earlier one kept it (not for growth or a ceiling)
--   not decidable        the figure at due is a bound that neither proves nor disproves
--   due no figure        none of these
-- Due is yet to come:
--   reached early        a figure keeps it already (not for growth or a ceiling)
--   on track, behind     level and increase-by: the latest figure after the base lies on or off the straight line from
--                        base to threshold at due; mean-growth: the compound rate so far is or is not what is promised
--   not decidable        the latest figure is a bound that does not say
-- Everything else is not measurable, and the reason says what is missing.
-- Numbers are compared in the base unit with a tolerance of one part in a billion, for the arithmetic.
WITH promise AS (
  SELECT
    t.target_id, t.plan_id, t.indicator_id, t.place_id, t.applies_to, t.kind, t.form, t.comparator, t.value, t.value_max,
    t.unit_id, t.due, r.as_of, i.measure, i.better, i.concept_id,
    u.base_unit_id AS unit_base, u.name_en AS unit_en,
    CASE WHEN u.symbol = '%' THEN '%' WHEN u.name_zh LIKE '十%' THEN '×' || u.name_zh ELSE u.name_zh END AS unit_zh,
    CASE WHEN u.name_en LIKE '1%' THEN ' × ' ELSE ' ' END AS unit_sign,
    coalesce(t.due_end, t.period_end) AS due_day,
    coalesce(t.period_start, t.due_start) AS span_start, coalesce(t.period_end, t.due_end) AS span_end, t.period_start,
    p.period_start AS plan_start, p.period_end AS plan_end,
    coalesce(p.period_start, CAST(substring(coalesce(p.issued_on, p.adopted_on), 1, 4) || '-01-01' AS DATE)) AS since,
    t.base_period_end,
    CAST(t.base_value AS DOUBLE) * CAST(bu.factor AS DOUBLE) AS stated_base, bu.base_unit_id AS stated_base_unit,
    CASE
      WHEN t.form IN ('ceiling', 'rank') OR t.comparator IN ('le', 'lt') THEN 'down'
      WHEN t.comparator IN ('ge', 'gt') OR i.better = 'higher' THEN 'up'
      WHEN i.better = 'lower' THEN 'down'
    END AS want,
    CASE WHEN t.comparator IN ('gt', 'lt') THEN 1 ELSE 0 END AS strict,
    CASE WHEN t.comparator IN ('about', 'nearly') THEN 0.05 ELSE 0.0 END AS slack,
    CAST(t.value AS DOUBLE) * CAST(u.factor AS DOUBLE) AS amount,
    CAST(coalesce(t.value_max, t.value) AS DOUBLE) * CAST(u.factor AS DOUBLE) AS amount_max
  FROM targets t
  JOIN plans p ON p.plan_id = t.plan_id
  CROSS JOIN release_info r
  LEFT JOIN indicators i ON i.indicator_id = t.indicator_id
  LEFT JOIN units u ON u.unit_id = t.unit_id
  LEFT JOIN units bu ON bu.unit_id = t.base_unit_id
),
figure AS (
  SELECT
    b.observation_id, b.indicator_id, b.place_id, b.period, b.period_start, b.period_end, b.period_kind, b.comparator,
    b.value, b.value_max, b.unit_id, u.base_unit_id, u.name_en AS unit_en,
    CASE WHEN u.symbol = '%' THEN '%' WHEN u.name_zh LIKE '十%' THEN '×' || u.name_zh ELSE u.name_zh END AS unit_zh,
    CASE WHEN u.name_en LIKE '1%' THEN ' × ' ELSE ' ' END AS unit_sign,
    CAST(b.value AS DOUBLE) * CAST(u.factor AS DOUBLE) AS amount,
    CAST(coalesce(b.value_max, b.value) AS DOUBLE) * CAST(u.factor AS DOUBLE) AS amount_max,
    CASE WHEN b.comparator IN ('about', 'nearly') THEN 0.05 ELSE 0.0 END AS slack
  FROM best_observations b
  JOIN units u ON u.unit_id = b.unit_id
  WHERE b.status <> 'forecast'
),
based AS (
  SELECT
    p.target_id, f.observation_id, f.amount, f.base_unit_id, f.period_end,
    row_number() OVER (PARTITION BY p.target_id ORDER BY f.period_end DESC, f.period_kind, f.period_start DESC, f.observation_id) AS place
  FROM promise p
  JOIN figure f
    ON f.indicator_id = p.indicator_id AND f.place_id = p.place_id AND f.comparator = 'eq'
    AND (f.period_end = p.base_period_end OR (p.base_period_end IS NULL AND datediff('day', f.period_end, p.since) BETWEEN 1 AND 366))
    AND (f.period_kind = 'asof' OR abs(datediff('day', f.period_start, f.period_end) - datediff('day', p.span_start, p.span_end)) <= 3
      OR (p.form = 'mean-growth' AND f.period_kind = 'year'))
  WHERE p.stated_base IS NULL
),
measured AS (
  SELECT
    p.target_id, p.plan_id, p.indicator_id, p.place_id, p.applies_to, p.kind, p.form, p.comparator, p.value, p.value_max,
    p.unit_id, p.due, p.as_of, p.measure, p.concept_id, p.unit_en, p.unit_zh, p.unit_sign, p.due_day, p.span_start, p.span_end,
    p.period_start, p.plan_start, p.plan_end, p.since, p.want, p.strict, b.observation_id AS base_observation_id,
    coalesce(p.stated_base, b.amount) AS base,
    CASE
      WHEN p.stated_base IS NOT NULL THEN coalesce(p.base_period_end, p.since)
      ELSE b.period_end
    END AS base_day,
    CASE
      WHEN p.form = 'mean-growth' AND p.measure IN ('stock', 'flow', 'count-cumulative') THEN 1 ELSE 0
    END AS compounds,
    CASE
      WHEN p.form IN ('increase-by', 'multiply-by') OR (p.form = 'mean-growth' AND p.measure IN ('stock', 'flow', 'count-cumulative'))
      THEN coalesce(p.stated_base_unit, b.base_unit_id)
      ELSE p.unit_base
    END AS compared_unit,
    CASE
      WHEN p.form = 'increase-by' AND p.unit_base = coalesce(p.stated_base_unit, b.base_unit_id)
        THEN coalesce(p.stated_base, b.amount) + p.amount
      WHEN p.form = 'increase-by' AND p.unit_base = 'percentage-point' AND coalesce(p.stated_base_unit, b.base_unit_id) = 'percent'
        THEN coalesce(p.stated_base, b.amount) + p.amount
      WHEN p.form = 'increase-by' AND p.unit_base = 'percent' THEN coalesce(p.stated_base, b.amount) * (1 + p.amount / 100)
      WHEN p.form = 'increase-by' THEN NULL
      WHEN p.form = 'multiply-by' THEN coalesce(p.stated_base, b.amount) * p.amount
      WHEN p.want = 'down' THEN p.amount_max + p.slack * abs(p.amount_max)
      ELSE p.amount - p.slack * abs(p.amount)
    END AS threshold
  FROM promise p
  LEFT JOIN based b ON b.target_id = p.target_id AND b.place = 1
),
compared AS (
  SELECT
    m.target_id, f.observation_id, f.period_start, f.period_end, f.period_kind,
    CASE
      WHEN f.period_kind = 'asof' AND f.period_start <= m.due_day AND f.period_end >= m.due_day THEN 'at due'
      WHEN f.period_kind <> 'asof' AND f.period_end = m.span_end AND (m.compounds = 1 OR f.period_start = m.span_start) THEN 'at due'
      WHEN f.period_end < m.due_day THEN 'before'
      ELSE 'after'
    END AS moment,
    m.threshold, m.want, m.strict, m.base, m.base_day, m.due_day, m.as_of,
    CASE WHEN m.compounds = 1 THEN 100 * (power(f.amount / nullif(m.base, 0), 1.0 / nullif(EXTRACT(YEAR FROM f.period_end) - EXTRACT(YEAR FROM m.base_day), 0)) - 1)
      WHEN f.comparator IN ('le', 'lt') THEN NULL
      ELSE f.amount - f.slack * abs(f.amount) END AS low,
    CASE WHEN m.compounds = 1 THEN 100 * (power(f.amount / nullif(m.base, 0), 1.0 / nullif(EXTRACT(YEAR FROM f.period_end) - EXTRACT(YEAR FROM m.base_day), 0)) - 1)
      WHEN f.comparator IN ('ge', 'gt') THEN NULL
      WHEN f.comparator = 'nearly' THEN f.amount
      ELSE f.amount_max + f.slack * abs(f.amount_max) END AS high,
    CASE WHEN f.comparator = 'gt' THEN 1 ELSE 0 END AS low_open,
    CASE WHEN f.comparator IN ('lt', 'nearly') THEN 1 ELSE 0 END AS high_open
  FROM measured m
  JOIN figure f
    ON f.indicator_id = m.indicator_id AND f.place_id = m.place_id AND f.base_unit_id = m.compared_unit
    AND f.period_start <= m.as_of
    AND (m.since IS NULL OR f.period_end >= m.since)
    AND (m.base_day IS NULL OR f.period_end > m.base_day)
    AND (m.compounds = 0 OR (f.comparator = 'eq' AND f.amount > 0 AND m.base > 0 AND f.period_kind IN ('asof', 'year')
      AND EXTRACT(YEAR FROM f.period_end) - EXTRACT(YEAR FROM m.base_day) >= 2))
    AND (m.form <> 'mean-growth' OR m.compounds = 1 OR (m.measure = 'rate-cagr' AND f.period_kind = 'range'
      AND f.period_start = m.span_start AND datediff('day', f.period_start, f.period_end) > 366))
    AND (m.form = 'mean-growth' OR f.period_kind = 'asof'
      OR (m.form = 'cumulative' AND f.period_start = m.period_start)
      OR (m.form <> 'cumulative'
        AND abs(datediff('day', f.period_start, f.period_end) - datediff('day', m.span_start, m.span_end)) <= 3))
),
signs AS (
  SELECT
    c.target_id, c.observation_id, c.period_start, c.period_end, c.moment, c.want, c.strict, c.low, c.high, c.low_open, c.high_open,
    CASE WHEN abs(c.low - c.threshold) <= 0.000000001 * abs(c.threshold) THEN 0 WHEN c.low > c.threshold THEN 1 WHEN c.low < c.threshold THEN -1 END AS low_sign,
    CASE WHEN abs(c.high - c.threshold) <= 0.000000001 * abs(c.threshold) THEN 0 WHEN c.high > c.threshold THEN 1 WHEN c.high < c.threshold THEN -1 END AS high_sign,
    c.base + (c.threshold - c.base) * datediff('day', c.base_day, least(c.period_end, c.as_of))
      / nullif(CAST(datediff('day', c.base_day, c.due_day) AS DOUBLE), 0) AS line
  FROM compared c
),
judged AS (
  SELECT
    s.target_id, s.observation_id, s.period_start, s.period_end, s.moment,
    CASE
      WHEN s.want = 'up' AND (s.low_sign = 1 OR (s.low_sign = 0 AND (s.low_open = 1 OR s.strict = 0))) THEN 'kept'
      WHEN s.want = 'up' AND (s.high_sign = -1 OR (s.high_sign = 0 AND (s.high_open = 1 OR s.strict = 1))) THEN 'broken'
      WHEN s.want = 'down' AND (s.high_sign = -1 OR (s.high_sign = 0 AND (s.high_open = 1 OR s.strict = 0))) THEN 'kept'
      WHEN s.want = 'down' AND (s.low_sign = 1 OR (s.low_sign = 0 AND (s.low_open = 1 OR s.strict = 1))) THEN 'broken'
      ELSE 'open'
    END AS outcome,
    CASE
      WHEN s.line IS NULL THEN 'none'
      WHEN s.want = 'up' AND s.low >= s.line - 0.000000001 * abs(s.line) THEN 'on'
      WHEN s.want = 'up' AND s.high < s.line THEN 'off'
      WHEN s.want = 'down' AND s.high <= s.line + 0.000000001 * abs(s.line) THEN 'on'
      WHEN s.want = 'down' AND s.low > s.line THEN 'off'
      ELSE 'open'
    END AS line
  FROM signs s
),
ordered AS (
  SELECT
    j.target_id, j.observation_id, j.moment, j.outcome, j.line,
    row_number() OVER (PARTITION BY j.target_id, j.moment ORDER BY j.period_start DESC, j.period_end, j.observation_id) AS newest_of_moment,
    row_number() OVER (PARTITION BY j.target_id, j.moment, j.outcome ORDER BY j.period_end, j.period_start DESC, j.observation_id) AS first_of_outcome,
    row_number() OVER (PARTITION BY j.target_id ORDER BY j.period_end DESC, j.period_start DESC, j.observation_id) AS newest
  FROM judged j
),
ruled AS (
  SELECT
    m.target_id,
    CASE
      WHEN m.kind <> 'quantified' THEN 'words'
      WHEN m.applies_to <> 'whole' THEN 'each'
      WHEN m.indicator_id IS NULL THEN 'no indicator'
      WHEN m.value IS NULL OR m.form IS NULL OR m.unit_id IS NULL THEN 'words'
      WHEN m.due_day IS NULL THEN 'no due'
      WHEN m.want IS NULL THEN 'no side'
      WHEN m.form = 'yearly-growth' AND datediff('day', m.span_start, m.span_end) > 366 THEN 'several years'
      WHEN m.form = 'mean-growth' AND m.compounds = 0 AND m.measure <> 'rate-cagr' THEN 'no compound'
      WHEN m.form IN ('increase-by', 'multiply-by') AND m.base IS NULL THEN 'no base'
      WHEN m.compounds = 1 AND m.base IS NULL THEN 'no base'
      WHEN m.threshold IS NULL THEN 'other unit'
      WHEN m.due_day < m.as_of AND d.outcome = 'kept' THEN 'met'
      WHEN m.due_day < m.as_of AND d.outcome = 'broken' AND l.observation_id IS NOT NULL THEN 'reached late'
      WHEN m.due_day < m.as_of AND d.outcome = 'broken' THEN 'missed'
      WHEN e.observation_id IS NOT NULL THEN 'reached early'
      WHEN m.due_day >= m.as_of AND d.outcome = 'kept' AND m.form NOT IN ('ceiling', 'yearly-growth', 'mean-growth') THEN 'reached early'
      WHEN m.due_day < m.as_of AND d.outcome = 'open' THEN 'not decidable'
      WHEN m.due_day < m.as_of THEN 'due no figure'
      WHEN n.observation_id IS NULL THEN 'no figure'
      WHEN m.form = 'mean-growth' THEN CASE n.outcome WHEN 'kept' THEN 'on track' WHEN 'broken' THEN 'behind' ELSE 'not decidable' END
      WHEN m.form NOT IN ('level', 'increase-by') THEN 'no line'
      WHEN n.line = 'none' THEN 'no base'
      WHEN n.line = 'on' THEN 'on track'
      WHEN n.line = 'off' THEN 'behind'
      ELSE 'not decidable'
    END AS rule,
    d.observation_id AS at_due, e.observation_id AS early, l.observation_id AS late, n.observation_id AS newest, d.outcome AS due_outcome
  FROM measured m
  LEFT JOIN ordered d ON d.target_id = m.target_id AND d.moment = 'at due' AND d.newest_of_moment = 1
  LEFT JOIN ordered e ON e.target_id = m.target_id AND e.moment = 'before' AND e.outcome = 'kept' AND e.first_of_outcome = 1
    AND m.form NOT IN ('ceiling', 'yearly-growth', 'mean-growth')
  LEFT JOIN ordered l ON l.target_id = m.target_id AND l.moment = 'after' AND l.outcome = 'kept' AND l.first_of_outcome = 1
    AND m.form NOT IN ('ceiling', 'yearly-growth', 'mean-growth')
  LEFT JOIN ordered n ON n.target_id = m.target_id AND n.newest = 1
),
shown AS (
  SELECT
    r.target_id, r.rule,
    CASE
      WHEN r.rule IN ('met', 'missed') THEN r.at_due
      WHEN r.rule = 'reached late' THEN r.late
      WHEN r.rule = 'reached early' THEN coalesce(r.early, r.at_due)
      WHEN r.rule = 'not decidable' THEN coalesce(r.at_due, r.newest)
      ELSE r.newest
    END AS observation_id
  FROM ruled r
),
siblings AS (
  SELECT m.target_id, count(*) AS sibling_observations
  FROM measured m
  JOIN indicators i ON i.concept_id = m.concept_id AND i.indicator_id <> m.indicator_id
  JOIN observations o ON o.indicator_id = i.indicator_id AND o.place_id = m.place_id
  GROUP BY m.target_id
),
worded AS (
  SELECT
    m.target_id, m.plan_id, m.indicator_id, m.place_id, s.rule, s.observation_id, f.value AS observed_value, f.unit_id AS observed_unit_id,
    f.period AS observed_period, m.value AS target_value, m.due, m.base_observation_id,
    CASE
      WHEN m.compounds = 0 AND m.form IN ('level', 'range', 'increase-by', 'multiply-by', 'cumulative') AND m.threshold > 0
      THEN CAST(round(f.amount / nullif(m.threshold, 0), 4) AS DECIMAL(18, 4))
    END AS share_of_target,
    CASE
      WHEN m.plan_start IS NOT NULL
      THEN CAST(round(greatest(0.0, least(1.0, datediff('day', m.plan_start, m.as_of)
        / nullif(CAST(datediff('day', m.plan_start, m.plan_end) + 1 AS DOUBLE), 0))), 4) AS DECIMAL(5, 4))
    END AS time_gone,
    coalesce(g.sibling_observations, 0) AS sibling_observations,
    CASE m.comparator
      WHEN 'ge' THEN 'at least ' WHEN 'gt' THEN 'more than ' WHEN 'le' THEN 'at most ' WHEN 'lt' THEN 'less than '
      WHEN 'about' THEN 'about ' WHEN 'nearly' THEN 'nearly ' ELSE '' END
      || trim(TRAILING '.' FROM trim(TRAILING '0' FROM CAST(m.value AS VARCHAR)))
      || coalesce(' to ' || trim(TRAILING '.' FROM trim(TRAILING '0' FROM CAST(m.value_max AS VARCHAR))), '')
      || m.unit_sign || m.unit_en
      || CASE m.form WHEN 'increase-by' THEN ' more' WHEN 'multiply-by' THEN ' the base' WHEN 'mean-growth' THEN ' of growth a year'
        WHEN 'yearly-growth' THEN ' of growth' ELSE '' END AS promised,
    CASE m.comparator
      WHEN 'ge' THEN '不少于' WHEN 'gt' THEN '超过' WHEN 'le' THEN '不超过' WHEN 'lt' THEN '少于' WHEN 'about' THEN '约' WHEN 'nearly' THEN '近' ELSE '' END
      || trim(TRAILING '.' FROM trim(TRAILING '0' FROM CAST(m.value AS VARCHAR)))
      || coalesce('至' || trim(TRAILING '.' FROM trim(TRAILING '0' FROM CAST(m.value_max AS VARCHAR))), '')
      || m.unit_zh
      || CASE m.form WHEN 'increase-by' THEN '的增量' WHEN 'multiply-by' THEN '于基数' WHEN 'mean-growth' THEN '的年均增长'
        WHEN 'yearly-growth' THEN '的增长' ELSE '' END AS promised_zh,
    CASE f.comparator
      WHEN 'ge' THEN 'at least ' WHEN 'gt' THEN 'more than ' WHEN 'le' THEN 'at most ' WHEN 'lt' THEN 'less than '
      WHEN 'about' THEN 'about ' WHEN 'nearly' THEN 'nearly ' ELSE '' END
      || trim(TRAILING '.' FROM trim(TRAILING '0' FROM CAST(f.value AS VARCHAR)))
      || coalesce(' to ' || trim(TRAILING '.' FROM trim(TRAILING '0' FROM CAST(f.value_max AS VARCHAR))), '')
      || f.unit_sign || f.unit_en
      || CASE WHEN f.period_kind = 'asof' THEN ' as of ' ELSE ' for ' END || replace(f.period, 'asof:', '') AS observed,
    CASE WHEN f.period_kind = 'asof' THEN '截至' ELSE '' END || replace(f.period, 'asof:', '') || '为'
      || CASE f.comparator
        WHEN 'ge' THEN '不少于' WHEN 'gt' THEN '超过' WHEN 'le' THEN '不超过' WHEN 'lt' THEN '少于' WHEN 'about' THEN '约' WHEN 'nearly' THEN '近' ELSE '' END
      || trim(TRAILING '.' FROM trim(TRAILING '0' FROM CAST(f.value AS VARCHAR)))
      || coalesce('至' || trim(TRAILING '.' FROM trim(TRAILING '0' FROM CAST(f.value_max AS VARCHAR))), '')
      || f.unit_zh AS observed_zh,
    CASE m.form WHEN 'rank' THEN 'rank' WHEN 'range' THEN 'range' WHEN 'ceiling' THEN 'ceiling' WHEN 'cumulative' THEN 'sum over years'
      WHEN 'multiply-by' THEN 'multiple' ELSE 'growth rate' END AS form_en,
    CASE m.form WHEN 'rank' THEN '名次' WHEN 'range' THEN '区间' WHEN 'ceiling' THEN '上限' WHEN 'cumulative' THEN '累计值'
      WHEN 'multiply-by' THEN '倍数' ELSE '增速' END AS form_zh
  FROM measured m
  JOIN shown s ON s.target_id = m.target_id
  LEFT JOIN figure f ON f.observation_id = s.observation_id
  LEFT JOIN siblings g ON g.target_id = m.target_id
)
SELECT
  w.target_id, w.plan_id, w.indicator_id, w.place_id,
  CASE
    WHEN w.rule IN ('met', 'missed', 'reached early', 'reached late', 'due no figure', 'on track', 'behind', 'not decidable') THEN w.rule
    ELSE 'not measurable'
  END AS verdict,
  CASE w.rule
    WHEN 'words' THEN 'The promise is in words, without a number.'
    WHEN 'each' THEN 'It is promised of each of several, so no single figure answers it.'
    WHEN 'no indicator' THEN 'No indicator of this data set measures it.'
    WHEN 'no due' THEN 'The plan names no time by which it is due.'
    WHEN 'no side' THEN 'The plan names a plain number, and for this indicator neither more nor less is better.'
    WHEN 'several years' THEN 'Growth is promised for each of several years; compare them one by one.'
    WHEN 'no compound' THEN 'A mean over years is promised, and the figures at hand are of single years.'
    WHEN 'no base' THEN 'The plan states no base, and no exact figure is on record for the year before it began.'
    WHEN 'other unit' THEN 'The figures are in a unit that does not convert into that of the promise.'
    WHEN 'no figure' THEN 'No figure of this definition is on record since the plan began.'
    WHEN 'no line' THEN 'Due is yet to come, and no straight line leads to a ' || w.form_en || '; the latest figure is ' || w.observed || '.'
    WHEN 'met' THEN 'Promised ' || w.promised || ' by ' || coalesce(w.due, 'the end of its period') || '; the figure is ' || w.observed || '.'
    WHEN 'missed' THEN 'Promised ' || w.promised || ' by ' || coalesce(w.due, 'the end of its period') || '; the figure is ' || w.observed || '.'
    WHEN 'reached late' THEN 'Promised ' || w.promised || ' by ' || coalesce(w.due, 'the end of its period') || ', missed then, and reached later: ' || w.observed || '.'
    WHEN 'reached early' THEN 'Promised ' || w.promised || ' by ' || coalesce(w.due, 'the end of its period') || '; reached already: ' || w.observed || '.'
    WHEN 'due no figure' THEN 'Promised ' || w.promised || ' by ' || coalesce(w.due, 'the end of its period') || ', which has gone by; no figure covers it'
      || coalesce(', the latest is ' || w.observed, '') || '.'
    WHEN 'on track' THEN 'Promised ' || w.promised || ' by ' || coalesce(w.due, 'the end of its period') || '; ' || w.observed || ' is as far as it should be by then.'
    WHEN 'behind' THEN 'Promised ' || w.promised || ' by ' || coalesce(w.due, 'the end of its period') || '; ' || w.observed || ' is less far than it should be by then.'
    ELSE 'Promised ' || w.promised || ' by ' || coalesce(w.due, 'the end of its period') || '; ' || w.observed || ' is a bound that neither proves nor disproves it.'
  END AS reason,
  CASE w.rule
    WHEN 'words' THEN '承诺以文字表述，没有数字。'
    WHEN 'each' THEN '承诺针对多个对象中的每一个，没有单一数字可以回答。'
    WHEN 'no indicator' THEN '本数据集没有衡量它的指标。'
    WHEN 'no due' THEN '规划未写明到期时间。'
    WHEN 'no side' THEN '规划只写了一个数字，而该指标并无高低优劣之分。'
    WHEN 'several years' THEN '承诺的是多年中每一年的增长，请逐年比较。'
    WHEN 'no compound' THEN '承诺的是多年平均，而现有数字只是单个年份的。'
    WHEN 'no base' THEN '规划未写基数，规划开始前一年内也没有确切数字。'
    WHEN 'other unit' THEN '现有数字的单位无法换算为承诺的单位。'
    WHEN 'no figure' THEN '规划开始以来没有该口径的数字。'
    WHEN 'no line' THEN '尚未到期，' || w.form_zh || '无法以直线衡量进度；最近的数字：' || w.observed_zh || '。'
    WHEN 'met' THEN '承诺' || coalesce(w.due, '期末') || '达到' || w.promised_zh || '；' || w.observed_zh || '。'
    WHEN 'missed' THEN '承诺' || coalesce(w.due, '期末') || '达到' || w.promised_zh || '；' || w.observed_zh || '。'
    WHEN 'reached late' THEN '承诺' || coalesce(w.due, '期末') || '达到' || w.promised_zh || '，当时未达到，后来达到：' || w.observed_zh || '。'
    WHEN 'reached early' THEN '承诺' || coalesce(w.due, '期末') || '达到' || w.promised_zh || '，已经达到：' || w.observed_zh || '。'
    WHEN 'due no figure' THEN '承诺' || coalesce(w.due, '期末') || '达到' || w.promised_zh || '，已到期，没有对应的数字'
      || coalesce('，最近的数字：' || w.observed_zh, '') || '。'
    WHEN 'on track' THEN '承诺' || coalesce(w.due, '期末') || '达到' || w.promised_zh || '；' || w.observed_zh || '，进度正常。'
    WHEN 'behind' THEN '承诺' || coalesce(w.due, '期末') || '达到' || w.promised_zh || '；' || w.observed_zh || '，进度落后。'
    ELSE '承诺' || coalesce(w.due, '期末') || '达到' || w.promised_zh || '；' || w.observed_zh || '只是界限，既不能证明也不能否定。'
  END AS reason_zh,
  w.observation_id, w.observed_value, w.observed_unit_id, w.observed_period, w.target_value, w.due, w.base_observation_id,
  w.share_of_target, w.time_gone, w.sibling_observations
FROM worded w
