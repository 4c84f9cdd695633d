-- code: CAT
-- table: cats
SELECT id AS key, nmae AS found, NULL AS detail FROM cats
