// A chart of a result: bars for names, a line for dates and years. One small SVG, drawn from two columns.
import { draw, make } from "./dom.js";

const MOST = 40;
const WIDTH = 640;

export function charts(place, result, words) {
  const numbers = result.columns.filter((column) => column.numeric);
  if (!numbers.length || result.rows < 2) {
    place.replaceChildren(make("p", {}, words.nochart));
    return;
  }
  const names = result.columns.filter((column) => column !== numbers[0] || result.columns.length === 1);
  const label = choice(words.labels, names, names.find((column) => !column.numeric) ?? names[0]);
  const value = choice(words.values, numbers, numbers.at(-1));
  const figure = make("figure", { class: "chart" });
  const render = () => {
    const drawn = chart(label.chosen, value.chosen, result.rows, words);
    figure.replaceChildren(drawn.svg, make("figcaption", {}, drawn.text));
  };
  for (const { select } of [label, value]) select.addEventListener("change", render);
  render();
  place.replaceChildren(make("p", { class: "choices" }, label.box, " ", value.box), figure);
}

function choice(title, columns, preferred) {
  const select = make("select", {}, ...columns.map((column, index) => make("option", { value: String(index) }, column.name)));
  select.value = String(columns.indexOf(preferred));
  return {
    select,
    box: make("label", {}, `${title} `, select),
    get chosen() {
      return columns[Number(select.value)];
    },
  };
}

function chart(label, value, count, words) {
  const points = [];
  for (let row = 0; row < count; row += 1) {
    const number = value.number(row);
    if (Number.isFinite(number)) points.push({ name: label.text(row), number, text: value.text(row) });
  }
  const dated = points.length > 2 && points.every(({ name }) => /^\d{4}(-\d\d){0,2}/.test(name));
  const shown = dated ? points.sort((a, b) => (a.name < b.name ? -1 : 1)) : points.slice(0, MOST);
  const text = shown.length < count ? words.drawn.replace("{shown}", String(shown.length)).replace("{count}", String(count)) : "";
  const title = `${value.name} / ${label.name}`;
  return { svg: dated ? line(shown, title) : bars(shown, title), text: text ? `${title} — ${text}` : title };
}

function bars(points, title) {
  const [left, high] = [220, 22];
  const most = Math.max(0, ...points.map(({ number }) => number));
  const least = Math.min(0, ...points.map(({ number }) => number));
  const at = (number) => left + ((number - least) / (most - least || 1)) * (WIDTH - left - 90);
  const parts = points.flatMap(({ name, number, text }, index) => {
    const middle = index * high + high / 2;
    const [from, to] = [at(Math.min(0, number)), at(Math.max(0, number))];
    return [
      draw("text", { x: left - 6, y: middle, "text-anchor": "end", "dominant-baseline": "central" }, short(name)),
      draw("rect", { x: from, y: index * high + 3, width: Math.max(1, to - from), height: high - 6 }),
      draw("text", { x: to + 5, y: middle, "dominant-baseline": "central" }, text),
    ];
  });
  return svg(title, points.length * high, parts);
}

function line(points, title) {
  const [left, right, high] = [70, 20, 280];
  const numbers = points.map(({ number }) => number);
  const [least, most] = [Math.min(0, ...numbers), Math.max(...numbers, Math.min(...numbers) + 1e-9)];
  const x = (index) => left + (index / (points.length - 1)) * (WIDTH - left - right);
  const y = (number) => 10 + (1 - (number - least) / (most - least)) * (high - 50);
  const every = Math.ceil(points.length / 8);
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((share) => least + share * (most - least));
  const rules = ticks.flatMap((number) => [
    draw("line", { x1: left, x2: WIDTH - right, y1: y(number), y2: y(number), class: "rule" }),
    draw("text", { x: left - 6, y: y(number), "text-anchor": "end", "dominant-baseline": "central" }, brief(number)),
  ]);
  const dots = points.map(({ name, number, text }, index) =>
    draw("circle", { cx: x(index), cy: y(number), r: 3 }, draw("title", {}, `${name}: ${text}`)),
  );
  const names = points
    .map(({ name }, index) => draw("text", { x: x(index), y: high - 15, "text-anchor": "middle" }, index % every ? "" : name))
    .filter((_, index) => index % every === 0);
  const path = draw("polyline", { points: points.map(({ number }, index) => `${x(index)},${y(number)}`).join(" ") });
  return svg(title, high, [...rules, path, ...dots, ...names]);
}

function svg(title, height, parts) {
  return draw("svg", { viewBox: `0 0 ${WIDTH} ${height}`, role: "img", "aria-label": title }, ...parts);
}

function short(name) {
  const wide = [...name].reduce((sum, sign) => sum + (sign.codePointAt(0) > 0x2e7f ? 2 : 1), 0);
  return wide <= 34 ? name : `${[...name].slice(0, wide > name.length ? 16 : 33).join("")}…`;
}

function brief(number) {
  return new Intl.NumberFormat("en", { maximumSignificantDigits: 3, useGrouping: false, notation: "compact" }).format(number);
}
