/** Tries a search on the built corpus: `npx tsx tools/corpus/ask.ts "capital Peru" …`. */
import { join } from 'node:path';
import { OfflineBackend } from '../../server/search/offline';

const started = performance.now();
const backend = await OfflineBackend.load(join(import.meta.dirname, '../../public/corpus'));
console.log(`loaded in ${Math.round(performance.now() - started)} ms`);
for (const q of process.argv.slice(2)) {
  const from = performance.now();
  const { organic } = await backend.search({ q, num: 5 }, new AbortController().signal);
  console.log(`\n# ${q} (${Math.round(performance.now() - from)} ms)`);
  for (const hit of organic)
    console.log(`${hit.position}. ${hit.title} ${hit.link}\n   ${hit.snippet}`);
}
