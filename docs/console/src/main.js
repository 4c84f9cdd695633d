// Starts what takes longest, the engine and the data, before the script of the page is there.
const here = new URL(".", import.meta.url);
const { database } = document.querySelector("#console").dataset;
// Bytes of a database beyond which it stays where it is, and queries read of it what they need.
const LARGE = 64_000_000;

// Gives a worker that has begun to fetch the engine, and the answer with the database; null for a large one that the server
// gives ranges of.
function begin() {
  return { worker: new Worker(new URL("duckdb-browser-eh.worker.js", here)), answer: ask() };
}

async function ask() {
  const { headers } = await fetch(database, { method: "HEAD" });
  const whole = Number(headers.get("content-length")) <= LARGE || headers.get("accept-ranges") !== "bytes";
  return whole ? fetch(database) : null;
}

const begun = begin();
begun.answer.catch(() => {});
const { open } = await import("./page.js");
open(begun, begin);
