/**
 * `npm run bench`: every benchmark, or the ones named: `npm run bench webllm app`. Each is a module
 * `tools/bench-NAME.ts` that prints its figures and ends with 1 when a limit is passed. Numbers go to
 * the module: `npm run bench convert 1` converts 1 GB.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('.', import.meta.url));
const known = readdirSync(folder).flatMap((file) => /^bench-(.+)\.ts$/.exec(file)?.[1] ?? []);
const given = process.argv.slice(2);
const numbers = given.filter((word) => Number(word) > 0);
const names = given.filter((word) => !numbers.includes(word));
const unknown = names.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`There is no benchmark ${unknown.join(', ')}. Known: ${known.join(', ')}.`);
  process.exit(2);
}
for (const name of names.length > 0 ? names : known) {
  console.log(`\n═══ ${name}`);
  const { status } = spawnSync('npx', ['tsx', `${folder}bench-${name}.ts`, ...numbers], {
    stdio: 'inherit',
  });
  if (status !== 0) process.exitCode = 1;
}
