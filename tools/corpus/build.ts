/** Builds the offline corpus: `npx tsx tools/corpus/build.ts` from the project's root. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { OfflineBackend } from '../../server/search/offline';
import { renderPage } from './subject';
import { collect } from './subjects/all';

const here = import.meta.dirname;
const output = join(here, '../../public/corpus');
const work = join(here, 'out');

const rendered = (await collect())
  .flatMap(([subject, records]) => records.map((record) => renderPage(subject, record)))
  .sort((a, b) => (a.page.url < b.page.url ? -1 : 1));
const pages = rendered.map((one) => one.page);
const twice = pages.filter((page, i) => page.url === pages[i - 1]?.url).map((page) => page.url);
if (twice.length > 0) throw new Error(`More than one page at ${twice.join(', ')}`);
const facts = rendered.flatMap((one) => one.facts);

mkdirSync(output, { recursive: true });
mkdirSync(work, { recursive: true });
// Node's gzip writes no time stamp, so that the same data gives the same bytes.
const ship = (name: string, text: string) => {
  const bytes = gzipSync(text, { level: 9 });
  writeFileSync(join(output, name), bytes);
  console.log(
    `${name}: ${(text.length / 1e6).toFixed(1)} MB, ${(bytes.length / 1e6).toFixed(2)} MB packed`,
  );
};
ship('pages.json.gz', JSON.stringify(pages));
ship('index.json.gz', OfflineBackend.fromPages(pages).indexJson());
const lines = facts.map((fact) => JSON.stringify(fact) + '\n').join('');
writeFileSync(join(work, 'facts.jsonl'), lines);
// Kept in the repository, so that tests need none of the data packages.
writeFileSync(join(here, 'facts.jsonl.gz'), gzipSync(lines, { level: 9 }));

const words = (text: string) => text.split(/\s+/).length;
for (const subject of new Set(pages.map((page) => page.subject))) {
  const own = pages.filter((page) => page.subject === subject);
  const long = own.filter((p) => p.sections.reduce((n, s) => n + words(s.text), 0) > 400).length;
  console.log(`${subject}: ${own.length} pages, ${long} of more than 400 words`);
}
console.log(`${pages.length} pages, ${facts.length} facts`);
