/** Results are kept for a while, and equal requests at the same time are made once. */
import { createHash } from 'node:crypto';
import type { Logger } from 'pino';
import { LRUCache } from 'lru-cache';
import { unlessAborted } from './abort';
import type { Metrics } from './metrics';
import type { RedisConnection } from './redis';
import type {
  ScrapeArguments,
  ScrapeResponse,
  SearchArguments,
  SearchBackend,
  SearchResponse,
} from './search/types';

/** Texts by key, for a limited time. It may forget at any moment, and it never fails. */
export interface CacheStore {
  get(key: string): Promise<string | undefined>;
  set(key: string, text: string): Promise<void>;
}

export function memoryStore(options: { ttlMs: number; maxBytes: number }): CacheStore {
  const entries = new LRUCache<string, string>({
    ttl: options.ttlMs,
    maxSize: options.maxBytes,
    // Strings take up to two bytes a character.
    sizeCalculation: (text, key) => 2 * (text.length + key.length),
  });
  return {
    get: async (key) => entries.get(key),
    set: async (key, text) => void entries.set(key, text),
  };
}

/** In Redis or Valkey; while that is away nothing is found and nothing is kept. */
export function redisStore(
  redis: RedisConnection,
  options: { ttlMs: number; metrics: Metrics; log: Logger },
): CacheStore {
  const { ttlMs, metrics, log } = options;
  const attempt = async <T>(work: () => Promise<T>): Promise<T | undefined> => {
    if (!redis.isReady()) {
      metrics.cacheErrors.inc();
      return undefined;
    }
    try {
      return await work();
    } catch (error) {
      metrics.cacheErrors.inc();
      log.warn({ err: error }, 'the cache server failed');
      return undefined;
    }
  };
  return {
    get: async (key) => (await attempt(() => redis.client.get(key))) ?? undefined,
    async set(key, text) {
      await attempt(() =>
        redis.client.set(key, text, { expiration: { type: 'PX', value: ttlMs } }),
      );
    },
  };
}

interface Flight {
  result: Promise<unknown>;
  stop: AbortController;
  waiting: number;
}

/** Runs work once for all who ask for the same at the same time. */
export class SingleFlight {
  readonly #flights = new Map<string, Flight>();

  /** Whether somebody is waiting for this already. */
  has(key: string): boolean {
    return this.#flights.has(key);
  }

  /**
   * Resolves with the work's result. An abort ends only this caller's wait; it reaches the work
   * when nobody else is waiting for it.
   */
  async run<T>(
    key: string,
    signal: AbortSignal,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    signal.throwIfAborted();
    const flight = this.#flights.get(key) ?? this.#start(key, work);
    flight.waiting += 1;
    try {
      // The key holds everything that the work depends on, so its results have one type.
      return await unlessAborted(flight.result as Promise<T>, signal);
    } finally {
      flight.waiting -= 1;
      if (flight.waiting === 0) {
        this.#forget(key, flight);
        flight.stop.abort(signal.reason);
      }
    }
  }

  #start(key: string, work: (signal: AbortSignal) => Promise<unknown>): Flight {
    const stop = new AbortController();
    const flight: Flight = { result: work(stop.signal), stop, waiting: 0 };
    this.#flights.set(key, flight);
    // Whoever asks after the end asks anew. A failure is told to those who wait, not here.
    flight.result.catch(() => undefined).finally(() => this.#forget(key, flight));
    return flight;
  }

  #forget(key: string, flight: Flight): void {
    if (this.#flights.get(key) === flight) this.#flights.delete(key);
  }
}

/** A search backend whose results are reused. Only successes are kept: a failure may pass. */
export function cached(
  backend: SearchBackend,
  options: { store: CacheStore; metrics: Metrics; version: string },
): SearchBackend {
  const { store, metrics, version } = options;
  const flights = new SingleFlight();

  async function reuse<T extends object>(
    kind: string,
    args: object,
    signal: AbortSignal,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const key = cacheKey([version, backend.name, kind], args);
    const fetched = () =>
      flights.run(key, signal, async (shared) => {
        const fresh = JSON.stringify(await work(shared));
        await store.set(key, fresh);
        return fresh;
      });
    const kept = flights.has(key) ? undefined : await store.get(key);
    const result = kept !== undefined ? 'hit' : flights.has(key) ? 'shared' : 'miss';
    metrics.cache.inc({ result });
    const text = kept ?? (await fetched());
    // Each caller gets its own copy.
    return JSON.parse(text) as T;
  }

  return {
    name: backend.name,
    search: (args: SearchArguments, signal): Promise<SearchResponse> =>
      reuse('search', args, signal, (shared) => backend.search(args, shared)),
    scrape: (args: ScrapeArguments, signal): Promise<ScrapeResponse> =>
      reuse('scrape', args, signal, (shared) => backend.scrape(args, shared)),
  };
}

/** The same for equal arguments in any order; a digest, so that no question stands in the cache's keys. */
function cacheKey(scope: string[], args: object): string {
  const given = Object.entries(args)
    .filter(([, value]) => value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const digest = createHash('sha256')
    .update(JSON.stringify([scope, given]))
    .digest('base64url');
  return `jan-nano-relay:${digest}`;
}
