-- code: OBS-AFTER-SOURCE
-- table: observations
-- field: period
-- expected: a period that had begun when its source was published
-- expected_zh: 来源发布时已经开始的时段
-- hint: check the year, or set the status to forecast or estimate
-- hint_zh: 核对年份，或将 status 改为 forecast 或 estimate
-- A source without a date is passed over: NULL compares to nothing. So are forecasts, estimates and inferred years. A year or
-- span that had begun passes, since reports before its end tell of the part that is over; a date of a year or month counts as
-- its last day, so only what is certainly too early is found.
SELECT t.observation_id AS key, t.period AS found, '(' || s.source_id || ' published ' || s.published_on || ')' AS detail,
       '（' || s.source_id || ' 发布于 ' || s.published_on || '）' AS detail_zh
FROM observations t JOIN sources s ON s.source_id = t.source_id
WHERE t.status NOT IN ('forecast', 'estimate')
  AND t.period NOT LIKE '%?'
  AND CAST(t.period_start AS VARCHAR)
      > CASE WHEN length(s.published_on) = 4 THEN s.published_on || '-12-31'
             WHEN length(s.published_on) = 7 THEN s.published_on || '-31'
             ELSE s.published_on END
