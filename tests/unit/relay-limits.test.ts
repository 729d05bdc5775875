import { describe, expect, it } from 'vitest';
import { callerAddress, createTokenCheck } from '../../server/access';
import { RateLimit, Slots } from '../../server/limits';
import { postMcp, resultOf, search } from './mcp-post';
import { rawRequest } from './raw-http';
import { relayOfTest, WaitingBackend } from './relay-harness';

const TOKENS = ['first-token-0123456789', 'second-token-987654321'] as const;
const list = { method: 'tools/list' };
const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });

describe('tokens', () => {
  it.each([
    [`Bearer ${TOKENS[0]}`, true],
    [`bearer  ${TOKENS[1]}`, true],
    [TOKENS[0], false],
    [`Bearer ${TOKENS[0]}x`, false],
    [`Bearer ${TOKENS[0].slice(1)}`, false],
    [`Bearer ${TOKENS[0]} ${TOKENS[1]}`, false],
    [`Basic ${TOKENS[0]}`, false],
    ['Bearer ', false],
    ['', false],
    [undefined, false],
  ])('%j: %s', (header, matches) => {
    const name = createTokenCheck([...TOKENS])(header);
    expect(name !== undefined).toBe(matches);
    if (name !== undefined) expect(TOKENS.join()).not.toContain(name);
  });

  it('are wanted for calls and figures, not for health and the app', async () => {
    const { url } = await relayOfTest({ env: { AUTH_TOKENS: TOKENS.join(', ') } });
    const refused = await postMcp(url, list);
    expect([refused.status, refused.headers.get('WWW-Authenticate')]).toEqual([401, 'Bearer']);
    expect(await refused.text()).toContain('Authorization: Bearer');
    expect((await postMcp(url, list, bearer('wrong-token-0123456789'))).status).toBe(401);
    for (const token of TOKENS) expect((await postMcp(url, list, bearer(token))).status).toBe(200);
    expect((await rawRequest(url, '/metrics')).status).toBe(401);
    expect((await rawRequest(url, '/metrics', { headers: bearer(TOKENS[1]) })).status).toBe(200);
    expect((await rawRequest(url, '/healthz')).status).toBe(200);
  });

  it('are refused in a way that a page of an allowed origin can read', async () => {
    const { url } = await relayOfTest({
      env: { AUTH_TOKENS: TOKENS[0], ALLOWED_ORIGINS: 'https://app.example' },
    });
    const refused = await postMcp(url, list, { Origin: 'https://app.example' });
    expect(refused.status).toBe(401);
    expect(refused.headers.get('Access-Control-Allow-Origin')).toBe('https://app.example');
  });
});

describe('whose request it is', () => {
  it.each([
    ['203.0.113.7', undefined, 0, '203.0.113.7'],
    ['::ffff:203.0.113.7', undefined, 0, '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', undefined, 0, '2001:db8:1:2::/64'],
    ['10.0.0.1', '198.51.100.1', 0, '10.0.0.1'],
    ['10.0.0.1', '198.51.100.1', 1, '198.51.100.1'],
    ['10.0.0.1', '6.6.6.6, 198.51.100.1', 1, '198.51.100.1'],
    ['10.0.0.1', '6.6.6.6, 198.51.100.1, 10.0.0.2', 2, '198.51.100.1'],
    ['10.0.0.1', '198.51.100.1', 2, '10.0.0.1'],
    ['10.0.0.1', 'nonsense', 1, '10.0.0.1'],
    [undefined, undefined, 1, 'unknown'],
  ])('%s, forwarded for %s, %i proxies: %s', (socket, forwarded, proxies, expected) => {
    expect(callerAddress(socket, forwarded, proxies)).toBe(expected);
  });
});

describe('rates', () => {
  it('refuse what is too much, and say how long to wait', async () => {
    const { url } = await relayOfTest({ env: { RATE_LIMIT_PER_ADDRESS: '2' } });
    expect((await postMcp(url, list)).status).toBe(200);
    expect((await postMcp(url, list)).status).toBe(200);
    const refused = await postMcp(url, list);
    expect(refused.status).toBe(429);
    const seconds = Number(refused.headers.get('Retry-After'));
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(60);
    expect(await refused.text()).toContain(`Try again in ${seconds} s`);
    expect((await rawRequest(url, '/healthz')).status).toBe(200);
  });

  it('count each address by itself, as the proxy in front names it', async () => {
    const { url } = await relayOfTest({
      env: { RATE_LIMIT_PER_ADDRESS: '1', TRUSTED_PROXIES: '1' },
    });
    const from = async (address: string) =>
      (await postMcp(url, list, { 'X-Forwarded-For': address })).status;
    expect(await from('198.51.100.1')).toBe(200);
    expect(await from('198.51.100.1')).toBe(429);
    expect(await from('198.51.100.2')).toBe(200);
    expect(await from('198.51.100.3, 198.51.100.2')).toBe(429);
  });

  it('count each token by itself', async () => {
    const { url } = await relayOfTest({
      env: { AUTH_TOKENS: TOKENS.join(), RATE_LIMIT_PER_TOKEN: '1' },
    });
    expect((await postMcp(url, list, bearer(TOKENS[0]))).status).toBe(200);
    expect((await postMcp(url, list, bearer(TOKENS[0]))).status).toBe(429);
    expect((await postMcp(url, list, bearer(TOKENS[1]))).status).toBe(200);
  });

  it('limit the guessing of tokens', async () => {
    const { url } = await relayOfTest({
      env: { AUTH_TOKENS: TOKENS[0], RATE_LIMIT_PER_ADDRESS: '2' },
    });
    const statuses = [];
    for (let i = 0; i < 4; i += 1) {
      statuses.push((await postMcp(url, list, bearer(`guess-number-${i}-0123456`))).status);
    }
    expect(statuses).toEqual([401, 401, 429, 429]);
  });

  it('are without end when set to 0', async () => {
    const limit = new RateLimit('none', 0);
    for (let i = 0; i < 5000; i += 1) expect(await limit.exceeded('someone')).toBeUndefined();
  });
});

describe('places', () => {
  it('are given back once, and tell when all are free', async () => {
    const slots = new Slots(2);
    const [first, second] = [slots.take()!, slots.take()!];
    expect(slots.take()).toBeUndefined();
    first();
    first();
    expect(slots.take()).toBeDefined();
    expect(slots.take()).toBeUndefined();
    let idle = false;
    const waiting = slots.idle().then(() => (idle = true));
    second();
    await Promise.resolve();
    expect(idle).toBe(false);
    expect(await new Slots(1).idle()).toBeUndefined();
    void waiting;
  });

  it('are limited, and a call more is told to come again', async () => {
    const backend = new WaitingBackend();
    const { url } = await relayOfTest({ backend, env: { MAX_CONCURRENT_CALLS: '1' } });
    const first = postMcp(url, search('Peru'));
    await backend.arrived;
    const second = await postMcp(url, list);
    expect([second.status, second.headers.get('Retry-After')]).toEqual([503, '1']);
    backend.release();
    expect((await first).status).toBe(200);
    await (await first).text();
    await expect.poll(async () => (await postMcp(url, list)).status).toBe(200);
  });

  it('are free again when the caller goes away', async () => {
    const backend = new WaitingBackend();
    const { url } = await relayOfTest({ backend, env: { MAX_CONCURRENT_CALLS: '1' } });
    const gone = new AbortController();
    const call = postMcp(url, search('Peru'), {}, gone.signal);
    await backend.arrived;
    gone.abort();
    await expect(call).rejects.toThrow();
    await expect.poll(async () => (await postMcp(url, list)).status).toBe(200);
    backend.release();
  });
});

describe('time and size', () => {
  it('end a call that takes too long with a result that says so', async () => {
    const backend = new WaitingBackend();
    const { url } = await relayOfTest({ backend, env: { CALL_TIMEOUT_SECONDS: '1' } });
    const result = await resultOf(await postMcp(url, search('Peru')));
    expect(result).toMatchObject({
      isError: true,
      content: [{ type: 'text', text: 'google_search took longer than 1 s.' }],
    });
    await backend.aborted;
    backend.release();
  });

  it('bound the body', async () => {
    const { url } = await relayOfTest({ env: { MAX_BODY_BYTES: '1000' } });
    expect((await postMcp(url, search('x'.repeat(900)))).status).toBe(413);
    expect((await postMcp(url, search('x'.repeat(500)))).status).toBe(200);
  });
});
