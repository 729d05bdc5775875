import { afterEach, describe, expect, it } from 'vitest';
import {
  addedToolbox,
  finishSignIn,
  signIn,
  testServer,
  type AddedServer,
} from '../../src/mcp/added';
import type { Said } from '../../src/contracts';
import type { Vault } from '../../src/mcp/oauth';
import { freePort } from '../fakes/loopback';
import { startMcpServer, type FakeServer, type FakeServerOptions } from '../fakes/mcp-server';

const { signal } = new AbortController();
const page = 'http://localhost:8787/app/';
const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function start(options?: FakeServerOptions): Promise<FakeServer> {
  const server = await startMcpServer(options);
  closers.push(() => server.close());
  return server;
}

function vault(): Vault & { value: unknown } {
  return {
    value: undefined,
    read() {
      return Promise.resolve(structuredClone(this.value));
    },
    write(value) {
      this.value = structuredClone(value);
      return Promise.resolve();
    },
  };
}

const at = (url: string, more: Partial<AddedServer> = {}): AddedServer => ({
  id: 'one',
  url,
  ...more,
});
const test = (server: AddedServer, keep = vault()) =>
  testServer(server, { page, vault: keep }, signal);

describe('a server that was added', () => {
  it('says what it is and offers', async () => {
    const { url } = await start({ more: ['other'] });
    const report = await test(at(url));
    expect(report).toMatchObject({ phase: 'ready', title: 'Docs of the team', version: '3.1.0' });
    expect(report.phase === 'ready' && report.tools.map((tool) => tool.function)).toMatchObject([
      {
        name: 'find_docs',
        description: 'Find in the docs.',
        parameters: {
          type: 'object',
          properties: { query: { type: 'string' } },
          required: ['query'],
        },
      },
      { name: 'other' },
    ]);
  });

  it('is called', async () => {
    const { url, calls } = await start();
    const box = addedToolbox(at(url), { page, vault: vault() });
    expect(await box.call('find_docs', { query: 'tea' }, { signal })).toEqual({
      ok: true,
      text: 'The docs say tea is in chapter 7.',
    });
    expect(calls).toEqual([['find_docs', { query: 'tea' }]]);
  });

  it('gets its token and its headers', async () => {
    const { url, requests } = await start({ auth: { token: 'secret-1' } });
    const report = await test(at(url, { token: 'secret-1', headers: { 'X-Team': 'blue' } }));
    expect(report.phase).toBe('ready');
    for (const headers of requests) {
      expect(headers.authorization).toBe('Bearer secret-1');
      expect(headers['x-team']).toBe('blue');
    }
  });

  it.each<[string, FakeServerOptions, Partial<AddedServer>, RegExp]>([
    ['no token', { auth: { token: 'a' } }, {}, /wants a token or a sign-in \(401\)/],
    ['a wrong token', { auth: { token: 'a' } }, { token: 'b' }, /does not take this token \(401\)/],
    ['a web page', { broken: 'html' }, {}, /does not speak MCP/],
    ['other JSON', { broken: 'json' }, {}, /does not speak MCP/],
    ['a fault', { broken: 'status-500' }, {}, /status 500\. It is broken or down/],
    ['nothing there', { broken: 'status-404' }, {}, /no MCP server at this address .*\(404\)/],
  ])('says what is wrong: %s', async (_what, options, more, reason) => {
    const { url } = await start(options);
    expect(await test(at(url, more))).toEqual({
      phase: 'failed',
      signIn: false,
      reason: expect.objectContaining({ text: expect.stringMatching(reason) as string }) as Said,
    });
  });

  it('says that nothing answers', async () => {
    const report = await test(at(`http://127.0.0.1:${await freePort()}/mcp`));
    expect(report).toMatchObject({
      phase: 'failed',
      reason: expect.objectContaining({
        text: expect.stringMatching(/cannot be reached/) as string,
      }) as Said,
    });
  });

  it('knows that a page over https may not call http', async () => {
    const unreachable = at('http://mcp.invalid/mcp');
    const here = { page: 'https://app.example/', vault: vault() };
    expect(await testServer(unreachable, here, signal)).toMatchObject({
      phase: 'failed',
      reason: expect.objectContaining({
        text: expect.stringMatching(/came over https.*Use its https address/) as string,
      }) as Said,
    });
  });

  it('is left alone once a test is aborted', async () => {
    const { url } = await start({ broken: 'hangs' });
    const abort = new AbortController();
    const testing = testServer(at(url), { page, vault: vault() }, abort.signal);
    abort.abort();
    await expect(testing).rejects.toMatchObject({ name: 'AbortError' });
  });
});

/** Signs in as a person would: opens the page and follows the link. */
async function consent(target: URL | undefined, answer: 'Allow' | 'Refuse' = 'Allow') {
  const html = await (await fetch(target!)).text();
  const href = new RegExp(`href="([^"]+)">${answer}<`).exec(html)?.[1] ?? '';
  const back = new URL(href.replaceAll('&amp;', '&'));
  expect(back.href.startsWith(`${page}?`)).toBe(true);
  return back.searchParams;
}

describe('a server with a sign-in', () => {
  it('is found out, signed in to, called, and renewed', async () => {
    const { url, counts, requests, ...issuer } = await start({ auth: 'oauth' });
    const here = { page, vault: vault() };
    const server = at(url, { headers: { 'X-Team': 'blue' } });
    expect(await testServer(server, here, signal)).toMatchObject({ phase: 'failed', signIn: true });
    expect(counts.registered).toBe(0);

    const target = await signIn(server, here);
    expect(target?.searchParams.get('scope')).toBe('search');
    await finishSignIn(server, here, await consent(target));
    expect(await testServer(server, here, signal)).toMatchObject({ phase: 'ready' });
    expect(requests.at(-1)?.['x-team']).toBe('blue');

    issuer.expire();
    const box = addedToolbox(server, here);
    expect(await box.call('find_docs', { query: 'a' }, { signal })).toMatchObject({ ok: true });
    expect(counts).toEqual({ registered: 1, exchanged: 1, renewed: 1 });
  });

  it('is renewed once, whoever asks at the same time', async () => {
    const { url, counts, ...issuer } = await start({ auth: 'oauth' });
    const here = { page, vault: vault() };
    const server = at(url);
    await finishSignIn(server, here, await consent(await signIn(server, here)));
    for (const renewed of [1, 2]) {
      issuer.expire();
      const reports = [1, 2, 3].map(() => testServer(server, here, signal));
      const box = addedToolbox(server, here);
      const called = box.call('find_docs', { query: 'a' }, { signal });
      expect((await Promise.all(reports)).map(({ phase }) => phase)).toEqual(
        reports.map(() => 'ready'),
      );
      expect(await called).toMatchObject({ ok: true });
      expect(counts).toEqual({ registered: 1, exchanged: 1, renewed });
    }
  });

  it('takes a refusal, and the same answer never twice', async () => {
    const { url, counts } = await start({ auth: 'oauth' });
    const here = { page, vault: vault() };
    const refusal = await consent(await signIn(at(url), here), 'Refuse');
    await expect(finishSignIn(at(url), here, refusal)).rejects.toThrow(
      /did not let you in: You said no/,
    );
    const params = await consent(await signIn(at(url), here));
    await finishSignIn(at(url), here, params);
    await expect(finishSignIn(at(url), here, params)).rejects.toThrow(/not begun here/);
    expect(counts.exchanged).toBe(1);
  });

  it.each([
    ['state', 'one.else', /not begun here/],
    ['iss', 'https://evil.example', /failed/],
    ['code', 'guessed', /failed: .*does not fit/],
  ])('refuses an answer with another %s', async (key, value, problem) => {
    const { url } = await start({ auth: 'oauth' });
    const here = { page, vault: vault() };
    const params = await consent(await signIn(at(url), here));
    params.set(key, value);
    await expect(finishSignIn(at(url), here, params)).rejects.toThrow(problem);
    expect(await testServer(at(url), here, signal)).toMatchObject({
      phase: 'failed',
      signIn: true,
    });
  });

  it('shows what it was given to no other address', async () => {
    const [first, second] = [await start({ auth: 'oauth' }), await start()];
    const here = { page, vault: vault() };
    await finishSignIn(at(first.url), here, await consent(await signIn(at(first.url), here)));
    expect(await testServer(at(second.url), here, signal)).toMatchObject({ phase: 'ready' });
    expect(second.requests.map(({ authorization }) => authorization)).toEqual(
      second.requests.map(() => undefined),
    );
  });

  it('says so where a server has no sign-in', async () => {
    const { url } = await start();
    await expect(signIn(at(url), { page, vault: vault() })).rejects.toThrow(
      /Signing in to .* failed/,
    );
  });
});
