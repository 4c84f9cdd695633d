// Prints what take.js makes of each record of a site: `node take.mjs SITE`, as JSON by the record's file.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const site = process.argv[2];
const read = (...path) => JSON.parse(readFileSync(join(site, ...path), "utf8"));
const { take } = await import(pathToFileURL(join(site, "assets/take/take.js")));
const patterns = read("assets/take/patterns.json");
const made = {};
for (const { name: table } of readdirSync(site, { withFileTypes: true }).filter((entry) => entry.isDirectory()))
  for (const file of readdirSync(join(site, table)).filter((name) => name.endsWith(".json"))) {
    const record = read(table, file);
    if (record.citation) made[`${table}/${file}`] = Object.fromEntries(take(record, patterns));
  }
process.stdout.write(JSON.stringify(made));
