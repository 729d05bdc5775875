/** Builds the app where dist/ is missing or older than what it is made from. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root, runTool } from './steps.mjs';

const inputs = [
  'src',
  'public',
  'index.html',
  'vite.config.ts',
  'svelte.config.js',
  'package-lock.json',
];

/**
 * The newest change below a path in ms. Folders count too: deleting a file touches nothing else.
 * @param {string} path
 * @returns {number}
 */
function newest(path) {
  if (!existsSync(path)) return 0;
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  return readdirSync(path).reduce(
    (time, name) => Math.max(time, newest(join(path, name))),
    stats.mtimeMs,
  );
}

function isStale() {
  const built = join(root, 'dist', 'index.html');
  if (!existsSync(built)) return true;
  const time = statSync(built).mtimeMs;
  return inputs.some((input) => newest(join(root, input)) > time);
}

/** Throws when the build fails; Vite's own messages say why. */
export async function buildIfStale() {
  if (!isStale()) return;
  console.error('Building the app …');
  const built = await runTool(['vite', 'build', '--logLevel', 'warn'], { quiet: true });
  if (!built) throw new Error('The build failed.');
}
