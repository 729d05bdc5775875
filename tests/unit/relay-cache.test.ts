import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { cached, memoryStore, SingleFlight } from '../../server/cache';
import { createMetrics } from '../../server/metrics';
import type { Relay } from '../../server/relay';
import { SerperBackend } from '../../server/search/serper';
import type { SearchBackend } from '../../server/search/types';
import { startRedis } from '../fakes/redis';
import type { RedisServer } from '../fakes/redis';
import { startFakeSerper } from '../fakes/serper';
import type { FakeSerper } from '../fakes/serper';
import { postMcp, resultOf, search } from './mcp-post';
import { rawRequest } from './raw-http';
import { corpus, LogLines, startTestRelay } from './relay-harness';

const { signal } = new AbortController();
let serper: FakeSerper;
let redis: RedisServer;
const closers: (() => Promise<unknown>)[] = [];

// Installing a server takes its time, once.
beforeAll(async () => {
  redis = await startRedis();
}, 300_000);
afterAll(() => redis.stop());
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function web(): Promise<SearchBackend> {
  serper = await startFakeSerper();
  closers.push(() => serper.close());
  return new SerperBackend({ apiKey: 'key', searchUrl: serper.url, scrapeUrl: serper.url });
}

async function relay(...args: Parameters<typeof startTestRelay>): Promise<Relay> {
  const started = await startTestRelay(...args);
  closers.push(() => started.close(0));
  return started;
}

const result = async (url: string, q: string) => resultOf(await postMcp(url, search(q)));

/** A value of the relay's figures. */
async function figure(url: string, name: string): Promise<number> {
  const { body } = await rawRequest(url, '/metrics');
  const line = body.split('\n').find((text) => text.startsWith(`${name} `));
  return Number(line?.split(' ')[1] ?? 0);
}

describe('work that several wait for', () => {
  /** Work that ends when told to. */
  function manual() {
    let end = (_value: string): void => undefined;
    let fail = (_error: Error): void => undefined;
    const signals: AbortSignal[] = [];
    const work = (given: AbortSignal) => {
      signals.push(given);
      return new Promise<string>((resolve, reject) => {
        end = resolve;
        fail = reject;
      });
    };
    return { work, signals, end: (v: string) => end(v), fail: (e: Error) => fail(e) };
  }

  it('is done once, and again when asked after its end', async () => {
    const flights = new SingleFlight();
    const { work, signals, end } = manual();
    const both = [flights.run('k', signal, work), flights.run('k', signal, work)];
    expect(flights.has('k')).toBe(true);
    end('v');
    expect(await Promise.all(both)).toEqual(['v', 'v']);
    expect([signals.length, flights.has('k')]).toEqual([1, false]);
    const again = flights.run('k', signal, work);
    end('w');
    expect([await again, signals.length]).toEqual(['w', 2]);
  });

  it('goes on while one still waits, and is stopped when none does', async () => {
    const flights = new SingleFlight();
    const { work, signals } = manual();
    const callers = [new AbortController(), new AbortController()] as const;
    const waits = callers.map((caller) => flights.run('k', caller.signal, work));
    callers[0].abort();
    await expect(waits[0]).rejects.toMatchObject({ name: 'AbortError' });
    expect(signals[0]?.aborted).toBe(false);
    callers[1].abort();
    await expect(waits[1]).rejects.toMatchObject({ name: 'AbortError' });
    expect(signals[0]?.aborted).toBe(true);
    // Who comes now must not get the work that was stopped.
    void flights.run('k', AbortSignal.timeout(1000), work).catch(() => undefined);
    expect(signals).toHaveLength(2);
  });

  it('fails for all who wait, and not for those who come later', async () => {
    const flights = new SingleFlight();
    const { work, end, fail } = manual();
    const both = [flights.run('k', signal, work), flights.run('k', signal, work)];
    fail(new Error('no'));
    for (const outcome of await Promise.allSettled(both)) expect(outcome.status).toBe('rejected');
    const later = flights.run('k', signal, work);
    end('v');
    expect(await later).toBe('v');
  });

  it('does not start for a caller that is gone', async () => {
    const { work, signals } = manual();
    const run = new SingleFlight().run('k', AbortSignal.abort(), work);
    await expect(run).rejects.toMatchObject({ name: 'AbortError' });
    expect(signals).toEqual([]);
  });
});

describe('results kept in memory', () => {
  it('answer the same question again, whatever the order of its arguments', async () => {
    const backend = cached(await web(), {
      store: memoryStore({ ttlMs: 60_000, maxBytes: 1_000_000 }),
      metrics: createMetrics(),
      version: '1',
    });
    const first = await backend.search({ q: 'a', num: 3 }, signal);
    const second = await backend.search({ num: 3, q: 'a', gl: undefined }, signal);
    expect(JSON.stringify(second)).toBe(JSON.stringify(first));
    expect(second).not.toBe(first);
    expect(serper.requests).toHaveLength(1);
    await backend.search({ q: 'a', num: 4 }, signal);
    await backend.scrape({ url: 'https://example.org' }, signal);
    await backend.scrape({ url: 'https://example.org' }, signal);
    expect(serper.requests.map(({ path }) => path)).toEqual(['/search', '/search', '/']);
  });

  it('are asked for anew when they are too old, or too large to keep', async () => {
    const backend = await web();
    const options = { metrics: createMetrics(), version: '1' };
    const short = cached(backend, { ...options, store: memoryStore({ ttlMs: 1, maxBytes: 1e6 }) });
    await short.search({ q: 'a' }, signal);
    await expect
      .poll(async () => {
        await short.search({ q: 'a' }, signal);
        return serper.requests.length;
      })
      .toBeGreaterThan(1);
    const before = serper.requests.length;
    const tiny = cached(backend, { ...options, store: memoryStore({ ttlMs: 6e4, maxBytes: 10 }) });
    await tiny.search({ q: 'a' }, signal);
    await tiny.search({ q: 'a' }, signal);
    expect(serper.requests).toHaveLength(before + 2);
  });

  it('are never failures', async () => {
    const { url } = await relay({ backend: await web() });
    serper.mode = 'crashed';
    expect(await result(url, 'a')).toMatchObject({ isError: true });
    serper.mode = 'normal';
    const found = await result(url, 'a');
    expect(found['isError']).toBeUndefined();
    expect(await result(url, 'a')).toEqual(found);
    expect(serper.requests).toHaveLength(2);
  });

  it('are not kept when that is switched off', async () => {
    const { url } = await relay({ backend: await web(), env: { CACHE_TTL_SECONDS: '0' } });
    await result(url, 'a');
    await result(url, 'a');
    expect(serper.requests).toHaveLength(2);
  });

  it('are made of the offline corpus too, where a search is work as well', async () => {
    const { url } = await relay({ backend: corpus });
    await result(url, 'Peru');
    await result(url, 'Peru');
    expect(await figure(url, 'jan_relay_cache_total{result="hit"}')).toBe(1);
  });
});

describe('equal calls at the same time', () => {
  it('are one upstream, and it ends when the last caller has gone', async () => {
    const { url } = await relay({ backend: await web() });
    serper.mode = 'hangs';
    const callers = [new AbortController(), new AbortController()] as const;
    const calls = callers.map((caller) => postMcp(url, search('a'), {}, caller.signal));
    const ended = Promise.allSettled(calls);
    await expect.poll(() => figure(url, 'jan_relay_cache_total{result="shared"}')).toBe(1);
    await expect.poll(() => serper.requests.length).toBe(1);
    callers[0].abort();
    await expect.poll(() => figure(url, 'jan_relay_requests_in_flight')).toBe(2);
    expect(serper.brokenOff).toBe(0);
    callers[1].abort();
    await expect.poll(() => serper.brokenOff).toBe(1);
    expect(serper.requests).toHaveLength(1);
    await ended;
  });
});

describe('relays that share a cache server', () => {
  const env = (more: Record<string, string> = {}) => ({ CACHE_URL: redis.url, ...more });

  it('serve each other', async () => {
    const backend = await web();
    const [first, second] = [
      await relay({ backend, env: env() }),
      await relay({ backend, env: env() }),
    ];
    const found = await result(first.url, 'shared question');
    const before = serper.requests.length;
    expect(await result(second.url, 'shared question')).toEqual(found);
    expect(serper.requests).toHaveLength(before);
    expect(await figure(second.url, 'jan_relay_cache_total{result="hit"}')).toBe(1);
  });

  it('count a caller together', async () => {
    const backend = await web();
    const limited = env({ RATE_LIMIT_PER_ADDRESS: '4', TRUSTED_PROXIES: '1' });
    const [first, second] = [
      await relay({ backend, env: limited }),
      await relay({ backend, env: limited }),
    ];
    const headers = { 'X-Forwarded-For': '198.51.100.77' };
    const statuses = [];
    for (const { url } of [first, second, first, second, first, second]) {
      statuses.push((await postMcp(url, { method: 'tools/list' }, headers)).status);
    }
    expect(statuses).toEqual([200, 200, 200, 200, 429, 429]);
  });

  it('go on without it, say so once, and use it again when it is back', async () => {
    const logLines = new LogLines();
    const { url } = await relay({ backend: await web(), env: env(), logLines });
    await result(url, 'before');
    await redis.stop();
    await expect.poll(() => logLines.text).toContain('cannot be reached; going on without');
    expect((await result(url, 'during'))['isError']).toBeUndefined();
    expect((await result(url, 'during'))['isError']).toBeUndefined();
    expect(await figure(url, 'jan_relay_cache_errors_total')).toBeGreaterThan(0);
    await redis.restart();
    await expect.poll(() => logLines.text, { timeout: 10_000 }).toContain('is back');
    expect(logLines.text.match(/cannot be reached/g)).toHaveLength(1);
    await result(url, 'after');
    const before = serper.requests.length;
    await result(url, 'after');
    expect(serper.requests).toHaveLength(before);
  });
});
