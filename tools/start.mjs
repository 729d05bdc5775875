/** `npm start`: builds the app if needed, then serves it together with the relay. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { register } from 'tsx/esm/api';
import { buildIfStale } from './build-if-stale.mjs';
import { root } from './steps.mjs';

try {
  await buildIfStale();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}

// In this process rather than a child: Ctrl-C and SIGTERM reach the relay's own shutdown directly.
register();
await import(pathToFileURL(join(root, 'server', 'main.ts')).href);
