// DuckDB in a worker of this page, with the release attached. Nothing but our own files is ever asked for.
import { AsyncDuckDB, DuckDBDataProtocol, VoidLogger } from "@duckdb/duckdb-wasm";
import { Column } from "./cells.js";

const here = new URL(".", import.meta.url);
export const LIMIT = 100_000;
const BY_RANGES = { filesystem: { allowFullHTTPReads: false, forceFullHTTPReads: false } };

const PREPARE = [
  "ATTACH 'release.duckdb' AS release (READ_ONLY)",
  "USE release",
  "SET autoinstall_known_extensions = false",
  "SET autoload_known_extensions = false",
  "SET enable_external_access = false",
  "SET lock_configuration = true",
];

export class Engine {
  // Takes a worker, and the answer with the database or null for one that is read by ranges, side by side; `progress` hears a share between 0 and 1.
  static async start({ worker, answer }, database, progress) {
    const engine = new AsyncDuckDB(new VoidLogger(), worker);
    const parts = new Progress(progress);
    const [bytes] = await Promise.all([
      download(answer, parts.part()),
      engine.instantiate(new URL("duckdb-eh.wasm", here).href, null, parts.engine()),
    ]);
    if (bytes) {
      await engine.registerFileBuffer("release.duckdb", bytes);
    } else {
      await engine.open(BY_RANGES);
      await engine.registerFileURL("release.duckdb", database, DuckDBDataProtocol.HTTP, false);
    }
    const connection = await engine.connect();
    for (const statement of PREPARE) await connection.query(statement);
    return new Engine(worker, connection);
  }

  constructor(worker, connection) {
    this.worker = worker;
    this.connection = connection;
  }

  // Gives the columns of a result, their number of rows, and whether there would be more than LIMIT.
  async run(sql) {
    const reader = await this.connection.send(sql, true);
    await reader.open();
    const columns = reader.schema.fields.map((field) => new Column(field));
    let rows = 0;
    for await (const batch of reader) {
      const taken = Math.min(batch.numRows, LIMIT + 1 - rows);
      columns.forEach((column, index) => column.take(batch.getChildAt(index), taken));
      rows += taken;
      if (rows > LIMIT) break;
    }
    const more = rows > LIMIT;
    if (more) {
      await this.connection.cancelSent();
      columns.forEach((column) => column.values.pop());
    }
    return { columns, rows: Math.min(rows, LIMIT), more };
  }

  stop() {
    this.worker.terminate();
  }
}

class Progress {
  constructor(tell) {
    this.tell = tell;
    this.parts = [];
  }

  part() {
    const part = { loaded: 0, total: 0 };
    this.parts.push(part);
    return (loaded, total) => {
      Object.assign(part, { loaded, total });
      const all = this.parts.reduce((sum, { total }) => sum + total, 0);
      if (this.parts.every(({ total }) => total)) this.tell(this.parts.reduce((sum, { loaded }) => sum + loaded, 0) / all);
    };
  }

  engine() {
    const tell = this.part();
    return ({ bytesLoaded, bytesTotal }) => tell(bytesLoaded, bytesTotal);
  }
}

async function download(asked, tell) {
  const answer = await asked;
  if (!answer) {
    tell(1, 1);
    return null;
  }
  if (!answer.ok) throw new Error(`${answer.status} ${answer.statusText}: ${answer.url}`);
  const total = Number(answer.headers.get("content-length")) || 0;
  const parts = [];
  let loaded = 0;
  for (const reader = answer.body.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    loaded += value.length;
    tell(loaded, Math.max(total, loaded));
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}
