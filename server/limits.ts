/** How much one caller, and all of them together, may ask of the relay. */
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import type { RateLimiterAbstract } from 'rate-limiter-flexible';
import type { Config } from './config';
import type { RedisConnection } from './redis';

const SECONDS = 60;

/** Counts requests per minute; relays that share a cache server also share the count. */
export class RateLimit {
  readonly #limiter: RateLimiterAbstract | undefined;

  /** @param perMinute 0 is no limit. */
  constructor(name: string, perMinute: number, redis?: RedisConnection) {
    if (perMinute === 0) return;
    const memory = new RateLimiterMemory({
      keyPrefix: name,
      points: perMinute,
      duration: SECONDS,
    });
    this.#limiter = redis
      ? new RateLimiterRedis({
          storeClient: redis.client,
          useRedisPackage: true,
          keyPrefix: `jan-nano-relay:${name}`,
          points: perMinute,
          duration: SECONDS,
          // Without the cache server each relay counts for itself.
          rejectIfRedisNotReady: true,
          insuranceLimiter: memory,
        })
      : memory;
  }

  /** Counts one request; resolves with the seconds to wait when it is one too many. */
  async exceeded(key: string): Promise<number | undefined> {
    try {
      await this.#limiter?.consume(key);
      return undefined;
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error;
      return Math.max(1, Math.ceil(error.msBeforeNext / 1000));
    }
  }
}

/** Slots for requests at the same time. */
export class Slots {
  #taken = 0;
  readonly #size: number;
  #idle: (() => void)[] = [];

  constructor(size: number) {
    this.#size = size;
  }

  /** Takes a slot and returns what gives it back, or undefined when all are taken. */
  take(): (() => void) | undefined {
    if (this.#taken >= this.#size) return undefined;
    this.#taken += 1;
    let given = false;
    return () => {
      if (given) return;
      given = true;
      this.#taken -= 1;
      if (this.#taken === 0) for (const resolve of this.#idle.splice(0)) resolve();
    };
  }

  /** Resolves when no slot is taken. */
  idle(): Promise<void> {
    if (this.#taken === 0) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }
}

export interface Limits {
  perAddress: RateLimit;
  perToken: RateLimit;
  calls: Slots;
  /** Streams that wait for news rather than for an answer: they do not hold up a shutdown. */
  subscriptions: Slots;
}

export function createLimits(config: Config, redis?: RedisConnection): Limits {
  const { rateLimit, maxConcurrentCalls } = config;
  return {
    perAddress: new RateLimit('address', rateLimit.perAddress, redis),
    perToken: new RateLimit('token', rateLimit.perToken, redis),
    calls: new Slots(maxConcurrentCalls),
    subscriptions: new Slots(maxConcurrentCalls),
  };
}
