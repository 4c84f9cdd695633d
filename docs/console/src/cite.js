// The result of a query as something to cite, with the hash that the command `cite --sql` gives: names and rows as lines of
// JSON, numbers as texts without needless digits, every column deciding where the query's own order leaves it open.
import { sha256 } from "@noble/hashes/sha2";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils";

const DIGITS = 12;

// Gives the query with its order completed, and whether it has an order of its own.
export function complete(sql, columns) {
  const numbers = Array.from({ length: columns }, (_, index) => index + 1).join(", ");
  const { order, limit } = clauses(sql);
  const [body, tail] = limit < 0 ? [sql, ""] : [sql.slice(0, limit), ` ${sql.slice(limit)}`];
  if (order < 0) return { sql: `${body.trimEnd()}\nORDER BY ${numbers}${tail}`, ordered: false };
  const asked = body.slice(order).replace(/^\s*order\s+by\s+/i, "").trim();
  if (/^(all|\*)/i.test(asked) || asked.replaceAll(/\s/g, "") === numbers.replaceAll(" ", "")) return { sql, ordered: asked[0] < "0" || asked[0] > "9" };
  return { sql: `${body.trimEnd()}, ${numbers}${tail}`, ordered: true };
}

// Finds the last ORDER BY and LIMIT that stand in no brackets, texts or comments.
function clauses(sql) {
  const found = { order: -1, limit: -1 };
  const parts = /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|[()[\]{}]|\border\s+by\b|\b(?:limit|offset)\b|\b(?:union|intersect|except)\b/gi;
  let depth = 0;
  for (const { 0: part, index } of sql.matchAll(parts)) {
    if ("([{".includes(part)) depth += 1;
    else if (")]}".includes(part)) depth -= 1;
    else if (depth === 0 && /^order/i.test(part)) Object.assign(found, { order: index, limit: -1 });
    else if (depth === 0 && /^(limit|offset)/i.test(part) && found.limit < 0) found.limit = index;
    else if (depth === 0 && /^(union|intersect|except)/i.test(part)) Object.assign(found, { order: -1, limit: -1 });
  }
  return found;
}

export function digest(result, ordered) {
  const lines = Array.from({ length: result.rows }, (_, row) => JSON.stringify(result.columns.map((column) => cell(column, row))));
  if (!ordered) lines.sort(byCodePoint);
  const names = JSON.stringify(result.columns.map(({ name }) => name));
  return bytesToHex(sha256(utf8ToBytes([names, ...lines, ""].join("\n"))));
}

function cell(column, row) {
  const value = column.values[row];
  if (value === null || column.kind === "boolean" || column.kind === "text") return value;
  if (column.kind === "float") return significant(value);
  if (column.kind === "timestamp") return value.replace(" ", "T").replace(/\.(\d+)$/, (_, digits) => `.${digits.padEnd(6, "0")}`);
  return column.text(row);
}

// As Python's format(number, ".12g").
export function significant(number) {
  if (!Number.isFinite(number)) return Number.isNaN(number) ? "nan" : number > 0 ? "inf" : "-inf";
  if (number === 0) return "0";
  const [mantissa, power] = number.toExponential(DIGITS - 1).split("e");
  const exponent = Number(power);
  const bare = (text) => (text.includes(".") ? text.replace(/\.?0+$/, "") : text);
  if (exponent >= -4 && exponent < DIGITS) return bare(number.toFixed(DIGITS - 1 - exponent));
  return `${bare(mantissa)}e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
}

function byCodePoint(one, other) {
  const [a, b] = [utf8ToBytes(one), utf8ToBytes(other)];
  const place = a.findIndex((byte, index) => byte !== b[index]);
  return place < 0 ? a.length - b.length : a[place] - (b[place] ?? -1);
}
