// Compresses what was built once, at the highest levels, so that serving a file costs nothing.
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const SMALLEST = 512;
const KINDS = /\.(html|js|css|svg|json|webmanifest|txt)$/;

for (const entry of await readdir("dist", { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !KINDS.test(entry.name)) continue;
  const path = join(entry.parentPath, entry.name);
  const bytes = await readFile(path);
  if (bytes.length < SMALLEST) continue;
  const brotli = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } });
  await writeFile(`${path}.br`, brotli);
  await writeFile(`${path}.gz`, gzipSync(bytes, { level: 9 }));
}
