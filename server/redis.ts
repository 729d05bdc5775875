/** The connection to the Redis or Valkey that relays share. */
import { createClient } from '@redis/client';
import type { Logger } from 'pino';

/** How long a command may take before the relay goes on without the cache server. */
const COMMAND_TIMEOUT_MS = 1000;

export interface RedisConnection {
  readonly client: ReturnType<typeof createClient>;
  isReady(): boolean;
  close(): void;
}

/**
 * Connects, and resolves after the first attempt whatever became of it. Goes on trying in the
 * background: the relay works without it, only slower, so an absent cache server is a warning.
 */
export async function connectRedis(url: string, log: Logger): Promise<RedisConnection> {
  const client = createClient({
    url,
    // Commands fail at once while there is no connection, rather than wait for one.
    disableOfflineQueue: true,
    commandOptions: { timeout: COMMAND_TIMEOUT_MS },
    socket: {
      connectTimeout: 2000,
      reconnectStrategy: (retries: number) => Math.min(2 ** retries * 50, 2000),
    },
  });
  let reported = false;
  client.on('error', (error: Error) => {
    // Once per outage, not once per attempt.
    if (!reported) log.warn({ err: error }, 'the cache server cannot be reached; going on without');
    reported = true;
  });
  client.on('ready', () => {
    if (reported) log.warn('the cache server is back');
    reported = false;
  });
  await new Promise<void>((resolve) => {
    client.once('ready', resolve);
    client.once('error', () => resolve());
    client.connect().catch((error: unknown) => {
      log.debug({ err: error }, 'connecting to the cache server ended');
    });
  });
  return {
    client: client as RedisConnection['client'],
    isReady: () => client.isReady,
    close: () => client.destroy(),
  };
}
