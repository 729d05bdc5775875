/** What stands at /mcp: the search tools with their cache, or the server that is wrapped. */
import type { McpServerFactory } from '@modelcontextprotocol/server';
import type { Logger } from 'pino';
import { cached, memoryStore, redisStore } from './cache';
import type { Config } from './config';
import { createScrubber } from './log';
import { searchServer } from './mcp';
import type { Metrics } from './metrics';
import type { RedisConnection } from './redis';
import type { SearchBackend } from './search/types';

export interface Service {
  factory: McpServerFactory;
  /** Why no calls should be sent here, or undefined. */
  notReady(): string | undefined;
  /** Which search stands behind the tools; none when a server is wrapped. */
  search: SearchBackend['name'] | undefined;
  redis: RedisConnection | undefined;
  close(): Promise<void>;
}

/** @throws ConfigError when the command to wrap does not start an MCP server. */
export async function createService(options: {
  config: Config;
  /** Not needed where a server is wrapped. */
  backend: SearchBackend | undefined;
  version: string;
  log: Logger;
  metrics: Metrics;
}): Promise<Service> {
  const { config, version, log, metrics } = options;
  const { cache, callTimeoutMs, wrapCommand } = config;
  // These are loaded where they are used: most relays have no cache server and wrap nothing.
  const redis = cache.url
    ? await (await import('./redis')).connectRedis(cache.url, log)
    : undefined;
  const scrub = createScrubber(config);

  if (wrapCommand !== undefined) {
    const { WrappedServer } = await import('./wrap');
    const wrapped = await WrappedServer.start({
      command: wrapCommand,
      callTimeoutMs,
      log,
      metrics,
      scrub,
    });
    return {
      factory: wrapped.factory,
      notReady: () => (wrapped.isReady() ? undefined : 'the wrapped server is not running'),
      search: undefined,
      redis,
      async close() {
        await wrapped.close();
        redis?.close();
      },
    };
  }

  if (!options.backend) throw new Error('A relay needs a search backend, or a server to wrap.');
  const backend = withCache(options.backend, { config, redis, version, log, metrics });
  return {
    factory: searchServer({ backend, version, callTimeoutMs, log, metrics, scrub }),
    notReady: () => undefined,
    search: backend.name,
    redis,
    async close() {
      redis?.close();
    },
  };
}

/** A search of the corpus alone costs tens of milliseconds too; other relays may have another corpus. */
function withCache(
  backend: SearchBackend,
  options: {
    config: Config;
    redis: RedisConnection | undefined;
    version: string;
    log: Logger;
    metrics: Metrics;
  },
): SearchBackend {
  const { config, redis, version, log, metrics } = options;
  const { ttlMs } = config.cache;
  if (ttlMs === 0) return backend;
  const store =
    redis && backend.name !== 'offline'
      ? redisStore(redis, { ttlMs, metrics, log })
      : memoryStore(config.cache);
  return cached(backend, { store, metrics, version });
}
