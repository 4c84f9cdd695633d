-- title: Readings with the name of their lamp
-- title_zh: 带灯塔名称的读数
-- description: One row per reading, for people who open one file.
-- description_zh: 每行一个读数，供只打开一个文件的人使用。
-- key: reading_id
-- refers reading_id: readings
-- reports: value
-- column reading_id: the reading
-- column_zh reading_id: 读数
-- column name_en: name of the lamp
-- column_zh name_en: 灯塔名称
-- column value: range in nautical miles
-- column_zh value: 射程（海里）
SELECT r.reading_id, l.name_en, r.value
FROM readings r JOIN lamps l ON l.lamp_id = r.lamp_id
