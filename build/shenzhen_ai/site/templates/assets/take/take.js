// Gives what a reader takes away from a record: its JSON holds the citation as a sentence and the SQL, the patterns of all
// other texts lie beside this file.
const TEX = { "\\": "\\textbackslash{}", "~": "\\textasciitilde{}", "^": "\\textasciicircum{}" };
const QUOTED = {
  plain: (text) => text,
  line: (text) => text.trim().split(/\s+/).join(" "),
  json: (text) => JSON.stringify(text).slice(1, -1),
  tex: (text) => text.replace(/[\\~^&%$#_{}]/g, (sign) => TEX[sign] ?? `\\${sign}`),
};

export function take(twin, { name, texts }) {
  const [before, between] = texts.APA[1].split(/⟦\w+⟧/);
  const end = twin.citation.lastIndexOf(between);
  const parts = {
    key: `${name}-${twin.table}-${twin.id}-${twin.version}`.replace(/[^A-Za-z0-9-]/gu, "-"),
    title: twin.citation.slice(before.length, end),
    address: twin.citation.slice(end + between.length),
    sql: twin.sql,
  };
  const fill = (quoted, pattern) =>
    pattern.replace(/⟦(\w+)⟧/g, (_, part) => (part === "title" || part === "sql" ? QUOTED[quoted](parts[part]) : parts[part]));
  return Object.entries(texts).map(([title, [quoted, pattern]]) => [title, fill(quoted, pattern)]);
}
