-- title: Tree of plans
-- title_zh: 规划谱系
-- description: Which plan stands above which: every link of a plan, and the plans that are reached through one or two further steps of implementing.
-- description_zh: 规划之间的上下位关系：每份规划的直接关联，以及再经一至两级“实施”关系所达的规划。
-- key: relation, path
-- column plan_id: the plan below
-- column_zh plan_id: 下位规划
-- column title_en: its title
-- column_zh title_en: 英文标题
-- column title_zh: its title in Chinese
-- column_zh title_zh: 中文标题
-- column level: level of its issuer
-- column_zh level: 发布层级
-- column relation: implements, replaces, amends, extends or cites
-- column_zh relation: 关系：implements 实施、replaces 替代、amends 修订、extends 延续、cites 引用
-- column depth: steps from one to the other, 1 to 3
-- column_zh depth: 相隔级数，1 至 3
-- column to_plan_id: the plan above
-- column_zh to_plan_id: 上位规划
-- column to_title_en: its title
-- column_zh to_title_en: 上位规划英文标题
-- column to_title_zh: its title in Chinese
-- column_zh to_title_zh: 上位规划中文标题
-- column to_level: level of its issuer
-- column_zh to_level: 上位规划发布层级
-- column path: the plans from one to the other, joined by >
-- column_zh path: 从下位到上位依次经过的规划，以 > 相连
-- column basis: printed when every step is printed in a document, else inferred
-- column_zh basis: 每一步均见于文件为 printed，否则为 inferred
-- refers plan_id: plans
-- refers to_plan_id: plans
WITH steps AS (
  SELECT plan_id, relation, to_plan_id, CASE WHEN basis = 'printed' THEN 1 ELSE 0 END AS printed FROM plan_links
),
chains AS (
  SELECT a.plan_id, a.relation, a.to_plan_id, 1 AS depth, a.plan_id || ' > ' || a.to_plan_id AS path, a.printed FROM steps a
  UNION ALL
  SELECT a.plan_id, a.relation, b.to_plan_id, 2 AS depth, a.plan_id || ' > ' || a.to_plan_id || ' > ' || b.to_plan_id AS path,
    least(a.printed, b.printed) AS printed
  FROM steps a
  JOIN steps b ON b.plan_id = a.to_plan_id AND b.relation = 'implements'
  WHERE a.relation = 'implements' AND b.to_plan_id <> a.plan_id
  UNION ALL
  SELECT
    a.plan_id, a.relation, c.to_plan_id, 3 AS depth,
    a.plan_id || ' > ' || a.to_plan_id || ' > ' || b.to_plan_id || ' > ' || c.to_plan_id AS path,
    least(a.printed, b.printed, c.printed) AS printed
  FROM steps a
  JOIN steps b ON b.plan_id = a.to_plan_id AND b.relation = 'implements'
  JOIN steps c ON c.plan_id = b.to_plan_id AND c.relation = 'implements'
  WHERE a.relation = 'implements' AND b.to_plan_id <> a.plan_id AND c.to_plan_id <> a.plan_id AND c.to_plan_id <> b.plan_id
)
SELECT
  c.plan_id, p.title_en, p.title_zh, p.level, c.relation, c.depth, c.to_plan_id, q.title_en AS to_title_en,
  q.title_zh AS to_title_zh, q.level AS to_level, c.path, CASE WHEN c.printed = 1 THEN 'printed' ELSE 'inferred' END AS basis
FROM chains c
JOIN plans p ON p.plan_id = c.plan_id
JOIN plans q ON q.plan_id = c.to_plan_id
