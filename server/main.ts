/** Entry point of the relay: `tsx server/main.ts`. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { ConfigError, readConfig } from './config';
import { createLogger } from './log';
import { startRelay } from './relay';
import { describeSearch, loadSearch } from './search/load';

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const log = createLogger(config, pino.destination(2));
  const { backend, corpus } = await loadSearch(config, log);
  const relay = await startRelay({ config, backend, corpus, log });

  const built = existsSync(join(config.staticDir, 'index.html'));
  console.log(
    `${built ? 'Jan-Nano Web' : 'Relay only (no app; run: npm run build)'}: ${relay.url}`,
  );
  const known = corpus ? `, ${corpus.pages.length} pages` : '';
  console.log(
    backend.name === 'offline'
      ? `Search: offline corpus${known} (set SERPER_API_KEY to search the web)`
      : `Search: ${describeSearch(backend.name)}`,
  );

  let stopping = false;
  const stop = (): void => {
    // A second signal means now.
    if (stopping) process.exit(1);
    stopping = true;
    const closed = relay.close().then(() => backend.close());
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
