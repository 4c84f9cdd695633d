-- code: EVENT-AFTER-SOURCE
-- table: events
-- field: happened_on
-- expected: an event that had happened when its source was published
-- expected_zh: 来源发布时已经发生的事件
-- hint: check the date, or say that it is scheduled, planned or due
-- hint_zh: 核对日期，或写明其为排定、计划或到期
-- Dates are compared over the digits that both have; a source without a date is passed over. A listing is announced some days before,
-- and a text tells when it takes effect: both are passed, as is an event whose text says that it is still to come.
SELECT e.event_id AS key, e.happened_on AS found, '(' || s.source_id || ' published ' || s.published_on || ')' AS detail,
       '（' || s.source_id || ' 发布于 ' || s.published_on || '）' AS detail_zh
FROM events e JOIN sources s ON s.source_id = e.source_id
WHERE s.published_on IS NOT NULL AND e.kind <> 'listing'
  AND substring(e.happened_on, 1, least(length(e.happened_on), length(s.published_on)))
      > substring(s.published_on, 1, least(length(e.happened_on), length(s.published_on)))
  AND lower(e.title_en || ' ' || coalesce(e.what_en, '')) NOT LIKE '%scheduled%'
  AND lower(e.title_en || ' ' || coalesce(e.what_en, '')) NOT LIKE '%planned%'
  AND lower(e.title_en || ' ' || coalesce(e.what_en, '')) NOT LIKE '% due %'
  AND lower(e.title_en || ' ' || coalesce(e.what_en, '')) NOT LIKE '%take effect%'
  AND lower(e.title_en || ' ' || coalesce(e.what_en, '')) NOT LIKE '%takes effect%'
