// Values of a result: what Arrow holds, as numbers, texts and dates that can be shown, sorted and saved without loss.
import { DataType } from "apache-arrow";

export class Column {
  constructor(field) {
    this.name = field.name;
    this.type = field.type;
    this.kind = kind(field.type);
    this.read = reader(field.type);
    this.values = [];
  }

  take(vector, count) {
    for (let row = 0; row < count; row += 1) {
      const value = vector.get(row);
      this.values.push(value === null || value === undefined ? null : this.read(value));
    }
  }

  get numeric() {
    return this.kind === "integer" || this.kind === "float" || this.kind === "decimal";
  }

  // What is shown and goes into a CSV.
  text(row) {
    const value = this.values[row];
    if (value === null) return "";
    return this.kind === "decimal" ? unscaled(value, this.type.scale) : String(value);
  }

  // A number for sorting and drawing; NaN for what is none.
  number(row) {
    const value = this.values[row];
    return value === null || !this.numeric ? Number.NaN : Number(this.kind === "decimal" ? this.text(row) : value);
  }

  // A value for JSON: a number where a double holds it exactly, else a text.
  json(row) {
    const value = this.values[row];
    if (value === null || typeof value === "boolean") return value;
    if (!this.numeric) return this.kind === "other" ? JSON.parse(value) : value;
    const number = this.number(row);
    const exact = this.kind === "float" ? Number.isFinite(number) : String(number) === this.text(row);
    return exact ? number : this.text(row);
  }
}

function kind(type) {
  if (DataType.isDecimal(type)) return "decimal";
  if (DataType.isInt(type)) return "integer";
  if (DataType.isFloat(type)) return "float";
  if (DataType.isBool(type)) return "boolean";
  if (DataType.isDate(type)) return "date";
  if (DataType.isTimestamp(type)) return "timestamp";
  if (DataType.isUtf8(type) || DataType.isDictionary(type) || DataType.isLargeUtf8(type)) return "text";
  return "other";
}

function reader(type) {
  switch (kind(type)) {
    case "decimal":
      return whole;
    case "date":
      return (value) => iso(value).slice(0, 10);
    case "timestamp":
      return (value) => iso(value).replace("T", " ").replace(/\.?0*Z$/, "");
    case "other":
      return (value) => JSON.stringify(value, (_, inner) => (typeof inner === "bigint" ? String(inner) : inner)) ?? "null";
    default:
      return (value) => value;
  }
}

function iso(value) {
  return new Date(Number(value)).toISOString();
}

// Arrow gives a decimal as four 32-bit words, lowest first, in two's complement.
function whole(words) {
  let value = 0n;
  for (let index = words.length - 1; index >= 0; index -= 1) value = (value << 32n) | BigInt(words[index] >>> 0);
  return BigInt.asIntN(32 * words.length, value);
}

export function unscaled(value, scale) {
  const sign = value < 0n ? "-" : "";
  const digits = String(value < 0n ? -value : value).padStart(scale + 1, "0");
  const cut = digits.length - scale;
  const fraction = digits.slice(cut).replace(/0+$/, "");
  return sign + digits.slice(0, cut) + (fraction && `.${fraction}`);
}
