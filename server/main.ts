/** Entry point of the relay: `tsx server/main.ts`, or `jan-nano-relay`. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { pino } from 'pino';
import { ConfigError, readConfig } from './config';
import type { Config } from './config';
import { createLogger } from './log';
import { serveOverStdio, startRelay, version } from './relay';
import { describeSearch, loadSearch } from './search/load';
import { usage } from './settings';

function readArguments() {
  try {
    const { values } = parseArgs({
      options: {
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean' },
        stdio: { type: 'boolean' },
        wrap: { type: 'string' },
      },
    });
    return values;
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message.replace(/\.?$/, '') : String(cause);
    throw new ConfigError(`${problem}. See --help`, { cause });
  }
}

function announce(config: Config, url: string, search: string): void {
  const built = existsSync(join(config.staticDir, 'index.html'));
  console.log(`${built ? 'Jan-Nano Web' : 'Relay only (no app; run: npm run build)'}: ${url}`);
  console.log(search);
}

async function main(): Promise<void> {
  const given = readArguments();
  if (given.help) return console.log(usage());
  if (given.version) return console.log(version);
  const config = readConfig(
    given.wrap === undefined ? process.env : { ...process.env, WRAP_COMMAND: given.wrap },
  );
  const log = createLogger(config, pino.destination({ dest: 2, sync: true }));
  const wraps = config.wrapCommand !== undefined;
  const { backend, corpus } = wraps
    ? { backend: undefined, corpus: undefined }
    : await loadSearch(config, log);

  const running = given.stdio
    ? await serveOverStdio({ config, backend, log })
    : await startRelay({ config, backend, corpus, log });
  if ('url' in running) {
    const known = corpus ? `, ${corpus.pages.length} pages` : '';
    announce(
      config,
      running.url,
      backend === undefined
        ? 'Wraps: the command of WRAP_COMMAND'
        : backend.name === 'offline'
          ? `Search: offline corpus${known} (set SERPER_API_KEY to search the web)`
          : `Search: ${describeSearch(backend.name)}`,
    );
  }

  let stopping = false;
  const stop = (): void => {
    // A second signal means now.
    if (stopping) process.exit(1);
    stopping = true;
    const closed = running.close().then(() => backend?.close());
    closed.catch((error: unknown) => {
      log.error({ err: error }, 'did not close cleanly');
      process.exitCode = 1;
    });
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

main().catch((error: unknown) => {
  console.error(error instanceof ConfigError ? `Cannot start: ${error.message}.` : error);
  process.exitCode = 1;
});
