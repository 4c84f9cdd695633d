// A result as a table: sorted by a press on a column's name, shown in steps so that a long one does not stop the page.
import { make } from "./dom.js";

const STEP = 200;

export function table(place, result, words) {
  let order = Array.from({ length: result.rows }, (_, row) => row);
  let sorted = { column: null, descending: false };
  let shown = STEP;
  const body = make("tbody");
  const heads = result.columns.map((column) => {
    const name = make("button", { type: "button", onclick: () => sort(column) }, column.name);
    return make("th", { scope: "col", class: column.numeric && "num" }, name);
  });
  const more = make("button", { type: "button", class: "more", onclick: () => ((shown += 5 * STEP), render()) });

  function sort(column) {
    sorted = { column, descending: sorted.column === column && !sorted.descending };
    order = sortedRows(column, sorted.descending, result.rows);
    render();
  }

  function render() {
    heads.forEach((head, index) => {
      const state = sorted.column === result.columns[index] && (sorted.descending ? "descending" : "ascending");
      if (state) head.setAttribute("aria-sort", state);
      else head.removeAttribute("aria-sort");
    });
    body.replaceChildren(...order.slice(0, shown).map((row) => make("tr", {}, ...result.columns.map((column) => cell(column, row)))));
    more.hidden = shown >= result.rows;
    more.textContent = words.more.replace("{count}", String(Math.min(5 * STEP, result.rows - shown)));
  }

  render();
  const caption = make("caption", { class: "hidden" }, words.result);
  const box = make("div", { class: "scroll", role: "region", tabindex: "0", "aria-label": words.result });
  box.append(make("table", { class: "result" }, caption, make("thead", {}, make("tr", {}, ...heads)), body));
  place.replaceChildren(box, more);
}

function cell(column, row) {
  if (column.values[row] === null) return make("td", { class: "null" }, "∅");
  const text = column.text(row);
  if (column.kind !== "text") return make("td", { class: column.numeric && "num" }, text);
  const web = /^https?:\/\/[^\s"'<>]+$/.test(text);
  return make("td", { dir: "auto" }, web ? make("a", { href: text, rel: "noopener" }, text) : text);
}

// Missing values come last in both directions.
export function sortedRows(column, descending, count) {
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });
  const sign = descending ? -1 : 1;
  const compare = column.numeric
    ? (a, b) => column.number(a) - column.number(b)
    : (a, b) => collator.compare(column.text(a), column.text(b));
  const empty = (row) => column.values[row] === null;
  return Array.from({ length: count }, (_, row) => row).sort((a, b) => empty(a) - empty(b) || sign * (empty(a) ? 0 : compare(a, b)) || a - b);
}
