// Stands before DuckDB's worker: the engine that it asks for is unpacked on its way.
{
  const plain = self.fetch.bind(self);
  self.fetch = async (address, options) => {
    const name = String(address.url ?? address);
    if (!name.endsWith(".wasm")) return plain(address, options);
    const packed = await plain(`${name}.packed`);
    if (!packed.ok) return packed;
    const headers = { "content-type": "application/wasm", "content-length": "WASM_BYTES" };
    return new Response(packed.body.pipeThrough(new DecompressionStream("gzip")), { headers });
  };
}
