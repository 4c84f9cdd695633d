-- code: SOURCE-TEXT
-- table: sources
-- field: text_id
-- expected: one original issuer for one text
-- expected_zh: 一份文本只有一个原发布者
-- hint: give the texts ids of their own, or correct the issuer
-- hint_zh: 给各文本独有的标识，或改正发布者
-- Sources without a named original issuer are passed over: they may be the original themselves.
SELECT b.source_id AS key, b.original_issuer AS found, '(' || a.source_id || ': ' || a.original_issuer || ')' AS detail
FROM sources a JOIN sources b ON b.text_id = a.text_id AND b.source_id > a.source_id
WHERE a.original_issuer <> b.original_issuer
