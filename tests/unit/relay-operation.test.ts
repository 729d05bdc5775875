import { Agent } from 'node:http';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../../server/config';
import { createLogger } from '../../server/log';
import type { SearchBackend } from '../../server/search/types';
import { postMcp, resultOf, search } from './mcp-post';
import { rawRequest } from './raw-http';
import { corpus, LogLines, relayOfTest, WaitingBackend } from './relay-harness';

const secrets = {
  SERPER_API_KEY: 'serper-key-0123456789',
  AUTH_TOKENS: 'team-token-0123456789,quote"token\\0123456789',
  CACHE_URL: 'redis://:cache-password@127.0.0.1:1',
};
const secretWords = ['serper-key', 'team-token', 'quote', 'cache-password'];

/** Fails with the given words. */
const failing = (message: string): SearchBackend => ({
  name: 'offline',
  search: () => Promise.reject(new Error(message, { cause: { headers: { authorization: 'x' } } })),
  scrape: (args, signal) => corpus.scrape(args, signal),
});

describe('the log', () => {
  it('has one line per request, with its id and without its query', async () => {
    const logLines = new LogLines();
    const { url } = await relayOfTest({ logLines, env: { LOG_LEVEL: 'info' } });
    const answer = await rawRequest(url, '/healthz?q=private+question', {
      headers: { 'X-Request-Id': 'from-proxy.1' },
    });
    expect(answer.headers['x-request-id']).toBe('from-proxy.1');
    await expect.poll(() => logLines.lines).toHaveLength(1);
    expect(logLines.entries()[0]).toMatchObject({
      requestId: 'from-proxy.1',
      method: 'GET',
      path: '/healthz',
      status: 200,
      ms: expect.any(Number) as number,
    });
    expect(logLines.text).not.toContain('private');
  });

  it('gives every request an id of its own, also where the given one is not usable', async () => {
    const { url } = await relayOfTest();
    const ids = new Set<unknown>();
    for (const id of [undefined, 'with space', 'x'.repeat(65), '"}{']) {
      const headers = id === undefined ? {} : { 'X-Request-Id': id };
      ids.add((await rawRequest(url, '/healthz', { headers })).headers['x-request-id']);
    }
    expect(ids.size).toBe(4);
    for (const id of ids) expect(id).toMatch(/^[\da-f-]{36}$/);
  });

  it('ties what happens in a tool to the request', async () => {
    const logLines = new LogLines();
    const { url } = await relayOfTest({ logLines, backend: failing('No luck.') });
    await (await postMcp(url, search('x'), { 'X-Request-Id': 'id-7' })).text();
    expect(logLines.entries()).toMatchObject([
      { requestId: 'id-7', tool: 'google_search', err: { message: 'No luck.' } },
    ]);
  });

  it('never holds a secret, nor does a reply', async () => {
    const logLines = new LogLines();
    const leak = `upstream said: ${Object.values(secrets).join(' ')}`;
    const { url } = await relayOfTest({
      logLines,
      backend: failing(leak),
      env: { ...secrets, LOG_LEVEL: 'debug' },
    });
    const headers = { Authorization: 'Bearer team-token-0123456789' };
    const result = JSON.stringify(await resultOf(await postMcp(url, search('x'), headers)));
    expect(result).toContain('upstream said: [secret]');
    expect(logLines.text).toContain('[secret]');
    for (const word of secretWords) {
      expect(result).not.toContain(word);
      expect(logLines.text).not.toContain(word);
    }
    for (const line of logLines.lines) expect(() => JSON.parse(line) as unknown).not.toThrow();
  });

  it('takes credentials out of whatever is logged', () => {
    const logLines = new LogLines();
    const log = createLogger(readConfig({}), logLines);
    const headers = {
      authorization: 'Bearer unknown',
      cookie: 'c=unknown',
      'x-api-key': 'unknown',
    };
    log.warn({ headers, request: { headers }, ...headers }, 'hm');
    expect(logLines.text).toContain('[secret]');
    expect(logLines.text).not.toContain('unknown');
  });
});

describe('figures', () => {
  it('count requests, calls, refusals', async () => {
    const { url } = await relayOfTest({ env: { RATE_LIMIT_PER_ADDRESS: '2' } });
    for (let i = 0; i < 3; i += 1) await (await postMcp(url, search('Peru'))).text();
    let body = '';
    await expect
      .poll(async () => ({ body } = await rawRequest(url, '/metrics')).body)
      .toContain('jan_relay_http_requests_total{route="mcp",status="429"} 1');
    expect(body).toContain('jan_relay_http_requests_total{route="mcp",status="200"} 2');
    expect(body).toContain(
      'jan_relay_tool_call_seconds_count{tool="google_search",outcome="ok"} 2',
    );
    expect(body).toContain('jan_relay_refused_total{reason="rate"} 1');
    expect(body).toMatch(/^process_resident_memory_bytes \d+/m);
  });
});

describe('readiness', () => {
  it('is told, and taken back as soon as the relay is to stop', async () => {
    const backend = new WaitingBackend();
    const started = await relayOfTest({ backend });
    expect((await rawRequest(started.url, '/readyz')).body).toBe('{"ready":true}');
    const call = postMcp(started.url, search('Peru'));
    await backend.arrived;
    // A connection that is open before the end, and used after.
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const kept = await rawRequest(started.url, '/healthz', { agent });
    expect(kept.headers.connection).toBe('keep-alive');
    const closed = started.close();
    const late = await rawRequest(started.url, '/readyz', { agent });
    expect([late.status, late.body, late.headers.connection]).toEqual([
      503,
      '{"ready":false,"reason":"shutting down"}',
      'close',
    ]);
    backend.release();
    expect((await call).status).toBe(200);
    await closed;
  });
});

describe('failures', () => {
  it('of the relay itself are logged with their cause and told without it', async () => {
    const logLines = new LogLines();
    const { url } = await relayOfTest({
      logLines,
      adapt: () => () => {
        throw new Error('the cause');
      },
    });
    const answer = await postMcp(url, { method: 'tools/list' }, { 'X-Request-Id': 'id-9' });
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain('the cause');
    await expect
      .poll(() => logLines.entries())
      .toMatchObject([
        { level: 50, requestId: 'id-9', status: 500, err: { message: 'the cause' } },
      ]);
  });

  it('to listen on a foreign address are explained', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as AddressInfo;
    await expect(relayOfTest({ env: { PORT: String(port) } })).rejects.toThrow('already in use');
    other.close();
  });
});
