/** Entry point of the relay: `tsx server/main.ts`. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { ConfigError, readConfig } from './config';
import { createLogger } from './log';
import { loadSearch, startRelay } from './relay';

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const log = createLogger(config, pino.destination(2));
  const { backend, corpus } = await loadSearch(config);
  const relay = await startRelay({ config, backend, corpus, log });

  const built = existsSync(join(config.staticDir, 'index.html'));
  console.log(
    `${built ? 'Jan-Nano Web' : 'Relay only (no app; run: npm run build)'}: ${relay.url}`,
  );
  console.log(
    backend.name === 'serper'
      ? 'Search: Google, through Serper'
      : `Search: offline corpus, ${corpus?.pages.length ?? 0} pages (set SERPER_API_KEY to search the web)`,
  );

  let stopping = false;
  const stop = (): void => {
    // A second signal means now.
    if (stopping) process.exit(1);
    stopping = true;
    relay.close().catch((error: unknown) => {
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
