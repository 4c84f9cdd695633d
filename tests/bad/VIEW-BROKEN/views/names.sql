-- title: Names
-- key: name
-- column name: the name
SELECT nmae AS name FROM cats
