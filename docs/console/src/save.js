// A result as a file: CSV, JSON or Parquet, made in this page.
import { make } from "./dom.js";

export const FORMATS = { csv, json, parquet };

export async function save(result, format) {
  const { body, type } = await FORMATS[format](result);
  const address = URL.createObjectURL(new Blob([body], { type }));
  make("a", { href: address, download: `result.${format}` }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

function rows(result, give) {
  return Array.from({ length: result.rows }, (_, row) => give(row));
}

export function csv(result) {
  const quote = (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const lines = rows(result, (row) => result.columns.map((column) => quote(column.text(row))).join(","));
  const head = result.columns.map((column) => quote(column.name)).join(",");
  return { body: [head, ...lines, ""].join("\n"), type: "text/csv" };
}

export function json(result) {
  const items = rows(result, (row) => Object.fromEntries(result.columns.map((column) => [column.name, column.json(row)])));
  return { body: `${JSON.stringify(items, null, 1)}\n`, type: "application/json" };
}

// DuckDB in the browser would fetch its Parquet extension from elsewhere; a library of ours writes it instead.
export async function parquet(result) {
  const { parquetWriteBuffer } = await import("hyparquet-writer");
  const names = unique(result.columns.map((column) => column.name));
  const columns = result.columns.map((column, index) => ({ ...stored(column), name: names[index] }));
  const schema = [
    { name: "root", num_children: columns.length },
    ...columns.map(({ name, element }) => ({ name, repetition_type: "OPTIONAL", ...element })),
  ];
  const columnData = columns.map(({ name, data }) => ({ name, data }));
  return { body: parquetWriteBuffer({ columnData, schema }), type: "application/vnd.apache.parquet" };
}

function stored(column) {
  const { kind, values, type } = column;
  const each = (give) => values.map((value) => (value === null ? null : give(value)));
  switch (kind) {
    case "decimal":
      return { data: values, element: { type: "FIXED_LEN_BYTE_ARRAY", type_length: 16, converted_type: "DECIMAL", precision: type.precision, scale: type.scale } };
    case "integer":
      return { data: each(BigInt), element: { type: "INT64" } };
    case "float":
      return { data: values, element: { type: "DOUBLE" } };
    case "boolean":
      return { data: values, element: { type: "BOOLEAN" } };
    case "date":
      return { data: each((text) => new Date(`${text}T00:00:00Z`)), element: { type: "INT32", converted_type: "DATE" } };
    case "timestamp":
      return { data: each((text) => new Date(`${text.replace(" ", "T")}Z`)), element: { type: "INT64", converted_type: "TIMESTAMP_MILLIS" } };
    default:
      return { data: each(String), element: { type: "BYTE_ARRAY", converted_type: "UTF8" } };
  }
}

// Parquet wants names of columns to differ; SQL does not.
function unique(names) {
  const seen = new Map();
  return names.map((name) => {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count > 1 ? `${name}_${count}` : name;
  });
}
