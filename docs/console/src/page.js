// The page of the console: what was written, what came back, and the address that says both.
import { charts } from "./chart.js";
import { complete, digest } from "./cite.js";
import { make } from "./dom.js";
import { editor } from "./editor.js";
import { Engine, LIMIT } from "./engine.js";
import { FORMATS, save } from "./save.js";
import { table } from "./table.js";

const box = document.querySelector("#console");
const find = (name) => box.querySelector(`[data-part=${name}]`);
const words = JSON.parse(document.querySelector("#console-words").textContent);
const database = new URL(box.dataset.database, location.href).href;
const schema = readSchema();
const text = editor(find("editor"), words.editor, schema, run);
let begin;
let engine;
let running = null;
let result = null;
let answered = "";
let turn = 0;

function start(begun) {
  const started = Engine.start(begun, database, (share) => {
    if (!running) status(words.loading.replace("{share}", String(Math.round(100 * share))));
  });
  started.catch((error) => {
    turn += 1;
    settle();
    fail(error);
  });
  return started;
}

async function run() {
  const sql = text.text.trim().replace(/;\s*$/, "");
  if (!sql) return;
  turn += 1;
  const mine = turn;
  history.replaceState(null, "", `#sql=${encodeURIComponent(sql)}`);
  box.setAttribute("aria-busy", "true");
  try {
    const ready = await engine;
    if (mine !== turn) return;
    running = ready;
    find("stop").hidden = false;
    const since = performance.now();
    status(words.running);
    const found = await ready.run(sql);
    if (mine === turn) show(sql, found, performance.now() - since);
  } catch (error) {
    if (mine === turn) fail(error);
  } finally {
    if (mine === turn) settle();
  }
}

function settle() {
  running = null;
  box.removeAttribute("aria-busy");
  find("stop").hidden = true;
}

function show(sql, found, milliseconds) {
  result = found;
  answered = sql;
  find("citation").parentElement.hidden = true;
  const count = found.rows.toLocaleString(document.documentElement.lang);
  const limit = found.more ? ` ${words.limit.replace("{count}", LIMIT.toLocaleString(document.documentElement.lang))}` : "";
  status(`${words.rows.replace("{count}", count)} · ${Math.max(1, Math.round(milliseconds))} ms${limit}`);
  find("after").hidden = false;
  table(find("table"), found, words);
  if (find("chart-box").open) charts(find("chart"), found, words);
}

// Runs the query once more, in an order that leaves nothing open, and says what came of it.
async function cite() {
  const ready = await engine;
  const { sql, ordered } = complete(answered, result.columns.length);
  const found = await ready.run(sql);
  const nested = found.columns.some(({ kind }) => kind === "other");
  const note = found.more || nested ? words.uncited : cited(sql, found, ordered);
  find("citation").textContent = note;
  find("citation").parentElement.hidden = false;
}

function cited(sql, found, ordered) {
  const rows = `${found.rows} row${found.rows === 1 ? "" : "s"}`;
  const query = sql.replaceAll(/\s+/g, " ");
  return `${box.dataset.citation} Query: ${query}; DuckDB, ${rows}, sha256:${digest(found, ordered)}.`;
}

function fail(error) {
  status("");
  find("after").hidden = true;
  find("table").replaceChildren(make("pre", { class: "error", role: "alert" }, String(error?.message ?? error)));
}

function status(message) {
  find("status").textContent = message;
}

// The tables and columns stand on the page already, as the schema browser.
function readSchema() {
  const tables = {};
  for (const item of box.querySelectorAll("[data-table]")) {
    tables[item.dataset.table] = [...item.querySelectorAll("[data-column]")].map((column) => column.dataset.column);
  }
  return tables;
}

function ask(hash) {
  const sql = new URLSearchParams(hash.slice(1)).get("sql");
  if (!sql) return;
  text.text = sql;
  run();
}

find("run").addEventListener("click", run);
find("stop").addEventListener("click", () => {
  turn += 1;
  running?.stop();
  engine = start(begin());
  settle();
  status(words.stopped);
});
find("share").addEventListener("click", async () => {
  await navigator.clipboard.writeText(location.href);
  status(words.copied);
});
find("cite").addEventListener("click", () => cite().catch(fail));
for (const format of Object.keys(FORMATS)) {
  find(format).addEventListener("click", () => save(result, format).catch(fail));
}
find("chart-box").addEventListener("toggle", () => {
  if (result && find("chart-box").open) charts(find("chart"), result, words);
});
find("schema").addEventListener("click", (event) => {
  const name = event.target.closest("button")?.dataset.insert;
  if (name) text.insert(name);
});
find("filter").addEventListener("input", () => {
  const wanted = find("filter").value.trim().toLowerCase();
  for (const item of box.querySelectorAll("[data-table]")) item.hidden = !item.textContent.toLowerCase().includes(wanted);
});
const questions = find("questions").querySelectorAll("a");
for (const question of questions) {
  question.addEventListener("click", (event) => {
    event.preventDefault();
    ask(question.hash);
  });
}
window.addEventListener("hashchange", () => ask(location.hash));

// Takes the engine and the data that are on their way, and what begins anew.
export function open(begun, anew) {
  begin = anew;
  engine = start(begun);
  box.hidden = false;
  ask(location.hash.startsWith("#sql=") ? location.hash : (questions[0]?.hash ?? ""));
}
