-- code: CAT-LATE
-- table: cats
SELECT id AS key, name AS found, NULL AS detail FROM cats WHERE CAST(current_date AS VARCHAR) < '1900-01-01'
