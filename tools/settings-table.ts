/** Writes the table of the relay's settings into the README: `npx tsx tools/settings-table.ts`. */
import { readFile, writeFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';
import { settingsTable } from '../server/settings';

const path = new URL('../README.md', import.meta.url).pathname;
const readme = await readFile(path, 'utf8');
const written = readme.replace(/\| Variable +\|[^\n]*\n(?:\|[^\n]*\n)+/, `${settingsTable()}\n`);
await writeFile(
  path,
  await format(written, { ...(await resolveConfig(path)), parser: 'markdown' }),
);
