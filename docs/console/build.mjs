// Puts the console together: `node build.mjs FOLDER` writes its script, its style, DuckDB and the licences of all of them.
import { build } from "esbuild";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const here = dirname(fileURLToPath(import.meta.url));
const out = process.argv[2];
const duckdb = join(here, "node_modules/@duckdb/duckdb-wasm");

const made = await build({
  absWorkingDir: here,
  entryPoints: ["src/main.js", "src/console.css"],
  outdir: out,
  bundle: true,
  splitting: true,
  minify: true,
  format: "esm",
  target: "es2022",
  chunkNames: "part-[hash]",
  legalComments: "none",
  logLevel: "warning",
  metafile: true,
});
await mkdir(out, { recursive: true });
// One engine is enough: every browser since 2021 knows the exceptions that this one is compiled with.
// It lies packed, a quarter of its size, and the worker unpacks it: plain servers do not compress. Its name ends in no
// form that a server might take for an encoding of its own.
const wasm = await readFile(join(duckdb, "dist/duckdb-eh.wasm"));
await writeFile(join(out, "duckdb-eh.wasm.packed"), gzipSync(wasm, { level: 9 }));
const worker = await readFile(join(duckdb, "dist/duckdb-browser-eh.worker.js"), "utf8");
const unpack = (await readFile(join(here, "src/unpack.js"), "utf8")).replace("WASM_BYTES", String(wasm.length));
const bare = worker.replace(/\n\/\/# sourceMappingURL=\S+\s*$/, "\n");
await writeFile(join(out, "duckdb-browser-eh.worker.js"), `${unpack}${bare}`);
await writeFile(join(out, "LICENCES.txt"), (await licences(Object.keys(made.metafile.inputs))).join("\n\n"));

async function licences(files) {
  const names = new Set(["@duckdb/duckdb-wasm"]);
  for (const file of files) {
    const name = file.match(/.*node_modules\/((?:@[^/]+\/)?[^/]+)\//)?.[1];
    if (name) names.add(name);
  }
  return Promise.all([...names].sort().map(licence));
}

async function licence(name) {
  const folder = join(here, "node_modules", name);
  const { version, license } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file ? await readFile(join(folder, file), "utf8") : "";
  return `${name} ${version} (${license})\n\n${text.trim()}`.trim();
}
