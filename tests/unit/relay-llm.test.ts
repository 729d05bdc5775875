/** The relay in front of a model server. */
import { Agent, request as httpRequest } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { ConfigError, readConfig } from '../../server/config';
import { freePort } from '../fakes/loopback';
import { startModelServer } from '../fakes/model-server';
import { LogLines, relayOfTest } from './relay-harness';

const KEY = 'the-key-of-the-gpu-server';

async function setUp(env: Record<string, string> = {}) {
  const upstream = await startModelServer();
  onTestFinished(() => upstream.close());
  const logLines = new LogLines();
  const relay = await relayOfTest({
    env: { LLM_BASE_URL: `${upstream.url}/`, LLM_API_KEY: KEY, ...env },
    logLines,
  });
  return { upstream, url: relay.url, logLines, close: () => relay.close(0) };
}

const complete = (url: string, init: RequestInit = {}) =>
  fetch(`${url}/v1/completions`, {
    method: 'POST',
    body: '{"model":"jan","prompt":"Peru","stream":true,"unknown":1}',
    ...init,
    headers: { 'Content-Type': 'application/json', ...init.headers },
  });

describe('a model server behind the relay', () => {
  it('gets the body as it came, with the key of the relay and nothing of the caller', async () => {
    const { upstream, url } = await setUp();
    const headers = { Authorization: 'Bearer mine', Cookie: 'a=b', 'X-Forwarded-For': '10.0.0.1' };
    const answer = await complete(url, { headers });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('Content-Type')).toBe('text/event-stream');
    const text = await answer.text();
    expect(text).toContain('"text":"Lima"');
    expect(text).toMatch(/data: \[DONE\]\n\n$/);
    const [seen] = upstream.requests;
    expect(seen?.body).toEqual({ model: 'jan', prompt: 'Peru', stream: true, unknown: 1 });
    expect(seen?.headers.authorization).toBe(`Bearer ${KEY}`);
    expect(seen?.headers).not.toHaveProperty('cookie');
    expect(seen?.headers).not.toHaveProperty('x-forwarded-for');
  });

  it('lists its models', async () => {
    const { url } = await setUp();
    const models = (await (await fetch(`${url}/v1/models`)).json()) as { data: unknown[] };
    expect(models.data).toHaveLength(1);
  });

  it('is reached under no other path', async () => {
    const { upstream, url } = await setUp();
    for (const path of ['chat/completions', 'models/jan', '../metrics', 'completions/..%2fadmin']) {
      const init = { method: 'POST', body: '{}' };
      expect((await fetch(`${url}/v1/${path}`, init)).status, path).toBe(404);
    }
    expect(upstream.requests).toEqual([]);
  });

  it('is told when the caller goes away', async () => {
    const { upstream, url } = await setUp();
    upstream.mode = 'endless';
    const abort = new AbortController();
    const answer = await complete(url, { signal: abort.signal });
    await answer.body?.getReader().read();
    abort.abort();
    await expect.poll(() => upstream.brokenOff).toBe(1);
  });

  it('is told when the caller goes away before it says anything', async () => {
    const { upstream, url } = await setUp();
    upstream.mode = 'stalls';
    const abort = new AbortController();
    const answer = complete(url, { signal: abort.signal }).catch((error: unknown) => error);
    await expect.poll(() => upstream.requests.length).toBe(1);
    abort.abort();
    expect(await answer).toMatchObject({ name: 'AbortError' });
    await expect.poll(() => upstream.brokenOff).toBe(1);
  });

  it('that breaks off is broken off, not ended', async () => {
    const { upstream, url, logLines } = await setUp();
    upstream.mode = 'breaks-off';
    const console = vi.spyOn(globalThis.console, 'error');
    onTestFinished(() => console.mockRestore());
    await expect(complete(url).then((answer) => answer.text())).rejects.toThrow();
    await expect.poll(() => logLines.text).toContain('the model server broke off');
    expect(console).not.toHaveBeenCalled();
  });

  it('counts tokens, beside its /v1', async () => {
    const { upstream, url } = await setUp();
    const ask = () =>
      fetch(`${url}/tokenize`, { method: 'POST', body: '{"model":"jan","prompt":"Peru"}' });
    expect((await ask()).status).toBe(404);
    upstream.tokenize = () => ({ count: 2 });
    expect(await (await ask()).json()).toEqual({ count: 2 });
    expect(upstream.requests.at(-1)).toMatchObject({
      path: '/tokenize',
      headers: { authorization: `Bearer ${KEY}` },
      body: { model: 'jan', prompt: 'Peru' },
    });
  });

  it('is let go when the relay ends', async () => {
    const { upstream, url, close } = await setUp();
    upstream.mode = 'endless';
    const answer = await complete(url);
    await answer.body?.getReader().read();
    await close();
    await expect.poll(() => upstream.brokenOff).toBe(1);
    expect(upstream.connections).toBe(0);
  });

  it('is read no faster than the caller reads', async () => {
    const { upstream, url } = await setUp();
    upstream.mode = 'endless';
    const agent = new Agent();
    onTestFinished(() => agent.destroy());
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      const headers = { 'Content-Type': 'application/json' };
      httpRequest(`${url}/v1/completions`, { method: 'POST', agent, headers }, resolve)
        .on('error', reject)
        .end('{}');
    });
    // Nobody reads: the buffers fill, and then the upstream has to wait.
    let before = -1;
    await expect
      .poll(
        () => {
          const same = upstream.sent > 0 && upstream.sent === before;
          before = upstream.sent;
          return same;
        },
        { interval: 300, timeout: 15_000 },
      )
      .toBe(true);
    const held = upstream.sent;
    answer.resume();
    await expect.poll(() => upstream.sent).toBeGreaterThan(held);
    answer.destroy();
    await expect.poll(() => upstream.brokenOff).toBe(1);
  });

  it.each([
    ['too-long', 400, /context size/],
    ['no-model', 404, /does not exist/],
    ['busy', 503, /Loading model/],
    // The caller's own token is not at fault.
    ['bad-key', 502, /refuses the key of this relay/],
  ] as const)('says what it says: %s', async (mode, status, message) => {
    const { upstream, url, logLines } = await setUp();
    upstream.mode = mode;
    const answer = await complete(url);
    expect(answer.status).toBe(status);
    expect(await answer.text()).toMatch(message);
    expect(logLines.text).not.toContain(KEY);
  });

  it('is not there', async () => {
    const { url, logLines } = await setUp({
      LLM_BASE_URL: `http://127.0.0.1:${await freePort()}/v1`,
    });
    const answer = await complete(url);
    expect(answer.status).toBe(502);
    expect(await answer.json()).toMatchObject({ error: { message: /cannot be reached/ } });
    await expect.poll(() => logLines.text).toContain('the model server cannot be reached');
  });
});

describe('the same guards as for searches', () => {
  it('want a token', async () => {
    const { upstream, url } = await setUp({ AUTH_TOKENS: 'a-token-of-the-team' });
    expect((await complete(url)).status).toBe(401);
    expect((await fetch(`${url}/v1/models`)).status).toBe(401);
    expect((await fetch(`${url}/tokenize`, { method: 'POST' })).status).toBe(401);
    expect(upstream.requests).toEqual([]);
    const headers = { Authorization: 'Bearer a-token-of-the-team' };
    expect((await complete(url, { headers })).status).toBe(200);
  });

  it('refuse pages of other origins, large bodies and too many requests', async () => {
    const { upstream, url } = await setUp({ RATE_LIMIT_PER_ADDRESS: '2', MAX_BODY_BYTES: '1000' });
    const headers = { Origin: 'https://evil.example' };
    expect((await complete(url, { headers })).status).toBe(403);
    expect((await complete(url, { body: 'x'.repeat(1001) })).status).toBe(413);
    expect((await complete(url)).status).toBe(200);
    const refused = await complete(url);
    expect(refused.status).toBe(429);
    expect(refused.headers.get('Retry-After')).toMatch(/^\d+$/);
    expect(upstream.requests).toHaveLength(1);
  });
});

describe('its settings', () => {
  it('are off until an address is given', async () => {
    const relay = await relayOfTest();
    expect((await complete(relay.url)).status).toBe(404);
    expect(readConfig({ LLM_API_KEY: KEY }).llm).toBeUndefined();
  });

  it.each(['ftp://gpu/v1', 'gpu', 'http://me:secret@gpu/v1', 'http://gpu/v1?key=secret'])(
    'refuse %s',
    (address) => {
      expect(() => readConfig({ LLM_BASE_URL: address })).toThrow(ConfigError);
      expect(() => readConfig({ LLM_BASE_URL: address })).toThrow(/LLM_BASE_URL must be/);
    },
  );
});
