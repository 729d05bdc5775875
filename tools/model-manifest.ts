/**
 * Writes down which files WebLLM's Jan-Pocket consists of: `npx tsx tools/model-manifest.ts`, after the
 * weights or the library have been made anew.
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = new URL('../', import.meta.url);
const target = new URL('src/models/jan-pocket-mlc.json', root);
const folder = 'models/jan-pocket/mlc/';
const library = 'models/lib/jan-pocket-q4f32_1.wasm.gz';

const read = (url: string) => readFileSync(new URL(`public/${url}`, root));

/** What belongs into src/models/jan-pocket-mlc.json. */
export function janPocketManifest() {
  const { quantization } = JSON.parse(String(read(`${folder}mlc-chat-config.json`))) as {
    quantization: string;
  };
  const { records } = JSON.parse(String(read(`${folder}tensor-cache.json`))) as {
    records: { dataPath: string }[];
  };
  const names = ['mlc-chat-config.json', 'tensor-cache.json', ...records.map((r) => r.dataPath)];
  const files = [...names.map((name) => folder + name), library].map((url) => {
    const data = read(url);
    return { url, bytes: data.length, sha256: createHash('sha256').update(data).digest('hex') };
  });
  return { quantisation: quantization, files };
}

if (pathToFileURL(process.argv[1] ?? '').href === import.meta.url) {
  writeFileSync(target, `${JSON.stringify(janPocketManifest(), null, 2)}\n`);
  console.log(`Written: ${fileURLToPath(target)}`);
}
