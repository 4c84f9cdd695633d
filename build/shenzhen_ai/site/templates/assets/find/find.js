// The search: reads the names of rows, table by table, and shows those that hold every word asked for.
const box = document.querySelector("#find");
const words = JSON.parse(document.querySelector("#find-words").textContent);
const input = box.querySelector("input");
const [status, list, rest] = ["status", "list", "rest"].map((name) => box.querySelector(`[data-part=${name}]`));
const here = new URL(`${document.documentElement.lang}/`, import.meta.url);
const top = new URL(box.dataset.top, location.href);
const SHOWN = 50;
const OWN = 12_000;
let signs = new Map();
let parts = [];
let begun;

// What differs only in case, width, punctuation or script is the same; Latin words and Chinese ones are parted.
function fold(text) {
  const simple = [...text.normalize("NFKC").toLowerCase()].map((sign) => signs.get(sign) ?? sign).join("");
  return ` ${(simple.match(/\p{Script=Han}+|[^\P{L}\p{Script=Han}]+|\p{N}+|\n/gu) ?? []).join(" ")} `;
}

async function fetched(name) {
  const answer = await fetch(new URL(`${name}.z`, here));
  return new Response(answer.body.pipeThrough(new DecompressionStream("deflate"))).json();
}

async function begin() {
  const index = await fetched("index");
  const [old, plain] = index.fold.map((text) => [...text]);
  signs = new Map(old.map((sign, number) => [sign, plain[number]]));
  parts = index.parts;
  let room = index.first - OWN;
  const now = parts.filter((part) => part.bytes <= room && ((room -= part.bytes), true));
  await Promise.all(now.map(load));
}

async function load(part) {
  let before = [[], [], []];
  const lines = await fetched(part.table || "pages");
  part.entries = lines.map((line) => {
    before = before.map((text, index) => [...text.slice(0, line[2 * index]), ...line[2 * index + 1]]);
    const [path, label, names] = before.map((text) => text.join(""));
    const others = names ? names.split("\n") : [];
    return { path, label, others, title: part.title, table: parts.indexOf(part), folded: fold(label), more: others.map(fold), id: fold(path.split("/")[1]) };
  });
}

// A word of letters or digits must begin a word, a Chinese one may stand anywhere.
function holds(text, word) {
  return text.includes(/^\p{Script=Han}/u.test(word) ? word : ` ${word}`);
}

function score(entry, asked, all) {
  if (entry.folded === all) return 100;
  if (entry.more.includes(all)) return 90;
  if (entry.id === all) return 80;
  if ([entry.folded, ...entry.more].some((text) => text.startsWith(all.trimEnd()))) return 70;
  if (asked.every((word) => holds(entry.folded, word))) return 60;
  if (entry.more.some((text) => asked.every((word) => holds(text, word)))) return 50;
  const every = [entry.folded, ...entry.more, entry.id].join("");
  return asked.every((word) => holds(every, word)) ? 40 : 0;
}

async function find() {
  const text = input.value.trim();
  history.replaceState(null, "", text ? `?q=${encodeURIComponent(text)}` : location.pathname);
  if (!text) return show([], "");
  begun ??= begin();
  await begun;
  if (text !== input.value.trim()) return;
  const all = fold(text);
  const asked = all.trim().split(/\s+/).filter(Boolean);
  const found = [];
  for (const entry of parts.flatMap((part) => part.entries ?? [])) {
    const points = asked.length ? score(entry, asked, all) : 0;
    if (points) found.push({ entry, points });
  }
  // Equal ones stand in the order of their tables, the shorter name first.
  found.sort((a, b) => b.points - a.points || a.entry.table - b.entry.table || a.entry.label.length - b.entry.label.length);
  show(found.map(({ entry }) => entry), words.found.replace("{count}", String(found.length)), asked);
}

function show(entries, message, asked = []) {
  status.textContent = entries.length > SHOWN ? `${message} ${words.first.replace("{count}", String(SHOWN))}` : message;
  list.replaceChildren(...entries.slice(0, SHOWN).map((entry) => item(entry, asked)));
  const missing = asked.length ? parts.filter((part) => !part.entries) : [];
  rest.replaceChildren(...missing.map(offer));
}

function item({ path, label, others, title, folded, more }, asked) {
  const link = document.createElement("a");
  link.href = new URL(path, top).href;
  link.textContent = label;
  const small = document.createElement("small");
  const other = asked.every((word) => holds(folded, word)) ? -1 : more.findIndex((text) => asked.some((word) => holds(text, word)));
  small.textContent = [title, others[other]].filter(Boolean).join(" · ");
  const line = document.createElement("li");
  line.append(link, " ", small);
  return line;
}

function offer(part) {
  const button = document.createElement("button");
  button.type = "button";
  const size = `${Math.ceil(part.bytes / 1000)} kB`;
  button.textContent = words.also.replace("{title}", part.title).replace("{count}", String(part.rows)).replace("{size}", size);
  button.addEventListener("click", async () => {
    button.disabled = true;
    await load(part);
    await find();
    (list.querySelector("a") ?? input).focus();
  });
  return button;
}

let wait;
input.addEventListener("input", () => {
  clearTimeout(wait);
  wait = setTimeout(find, 120);
});
box.querySelector("form").addEventListener("submit", (event) => {
  event.preventDefault();
  find();
});
input.value = new URLSearchParams(location.search).get("q") ?? "";
if (input.value) find();
else input.focus();
