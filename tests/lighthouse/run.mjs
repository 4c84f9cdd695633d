// Judges pages of a built site: `node run.mjs FOLDER`. Prints a table and fails when a figure lies below LEAST.
import { launch } from "chrome-launcher";
import lighthouse, { desktopConfig } from "lighthouse";
import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { createGzip } from "node:zlib";

const LEAST = 95;
const PAGES = {
  home: "",
  tracker: "tracker/",
  plan: "plans/sz-ai-pioneer-city-2025-2026/",
  indicator: "indicators/ai-firms-not-stated/",
  firm: "firms/3onedata/",
};
const FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".json": "application/json", ".txt": "text/plain" };

const folder = process.argv[2];
const server = createServer((request, answer) => {
  const path = normalize(decodeURIComponent(new URL(request.url, "http://site").pathname));
  const file = join(folder, path.endsWith("/") ? `${path}index.html` : path);
  if (!existsSync(file) || !statSync(file).isFile()) return answer.writeHead(404).end();
  const type = TYPES[extname(file)] ?? "application/octet-stream";
  answer.writeHead(200, { "content-type": type, "content-encoding": "gzip" });
  return createReadStream(file).pipe(createGzip()).pipe(answer);
});
await new Promise((done) => server.listen(0, "127.0.0.1", done));
const chrome = await launch({ chromePath: process.env.CHROME_PATH ?? "/usr/bin/chromium", chromeFlags: FLAGS, logLevel: "silent" });
let good = true;
console.log("page\tdevice\tperformance\taccessibility\tbest practices\tSEO\tkB");
for (const [name, path] of Object.entries(PAGES)) {
  for (const device of ["desktop", "mobile"]) {
    const address = `http://127.0.0.1:${server.address().port}/${path}`;
    const { lhr } = await lighthouse(address, { port: chrome.port, logLevel: "silent" }, device === "desktop" ? desktopConfig : undefined);
    const figures = ["performance", "accessibility", "best-practices", "seo"].map((part) => Math.round(100 * (lhr.categories[part].score ?? 0)));
    good &&= figures.every((figure) => figure >= LEAST);
    const bytes = lhr.audits["total-byte-weight"].numericValue;
    console.log([name, device, ...figures, Math.round(bytes / 1000)].join("\t"));
    for (const [id, { score, title }] of Object.entries(lhr.audits)) {
      if (score !== null && score < 0.5 && figures.some((figure) => figure < LEAST)) console.log(`\t${id}: ${title}`);
    }
  }
}
chrome.kill();
server.close();
process.exit(good ? 0 : 1);
