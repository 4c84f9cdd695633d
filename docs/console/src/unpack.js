// Stands before DuckDB's worker: the engine is fetched while the rest of this file is read, and unpacked on its way.
{
  const plain = self.fetch.bind(self);
  const name = new URL("duckdb-eh.wasm.packed", self.location.href).href;
  let early = plain(name);
  early.catch(() => {});
  self.fetch = async (address, options) => {
    if (!String(address.url ?? address).endsWith(".wasm")) return plain(address, options);
    const packed = await (early ?? plain(name));
    early = null;
    if (!packed.ok) return packed;
    const headers = { "content-type": "application/wasm", "content-length": "WASM_BYTES" };
    return new Response(packed.body.pipeThrough(new DecompressionStream("gzip")), { headers });
  };
}
