import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../server/config';
import { createLogger } from '../../server/log';
import { startRelay } from '../../server/relay';
import type { Relay } from '../../server/relay';
import { postMcp, resultOf } from './mcp-post';
import { rawRequest } from './raw-http';
import { LogLines } from './relay-harness';

const script = new URL('../fakes/wrapped-server.mjs', import.meta.url).pathname;
const command = `"${process.execPath}" "${script}"`;
const closers: (() => Promise<void>)[] = [];
let log: LogLines;
let relay: Relay;
let client: Client;

function wrap(env: Record<string, string>): Promise<Relay> {
  const config = readConfig({ PORT: '0', WRAP_COMMAND: command, LOG_LEVEL: 'info', ...env });
  log = new LogLines();
  return startRelay({ config, backend: undefined, log: createLogger(config, log) });
}

beforeAll(async () => {
  process.env['AUTH_TOKENS'] = 'only-for-the-relay-itself';
  relay = await wrap({ CALL_TIMEOUT_SECONDS: '5' });
  delete process.env['AUTH_TOKENS'];
  client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode: 'auto' } });
  await client.connect(new StreamableHTTPClientTransport(new URL(`${relay.url}/mcp`)));
  closers.push(
    () => client.close(),
    () => relay.close(0),
  );
});
afterAll(async () => {
  for (const close of closers) await close();
});

const call = (name: string, args: Record<string, unknown> = {}) =>
  client.callTool({ name, arguments: args });
const text = async (name: string, args?: Record<string, unknown>) => {
  const { content } = await call(name, args);
  return content[0]?.type === 'text' ? content[0].text : undefined;
};

describe('a wrapped server', () => {
  it('shows what it has, under its own name', async () => {
    expect(client.getServerVersion()).toMatchObject({ name: 'small', version: '7.0.0' });
    expect(client.getInstructions()).toBe('Echo what is said.');
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(['echo', 'pid', 'env', 'crash', 'fail', 'wait']);
    expect((await client.listPrompts()).prompts).toMatchObject([{ name: 'greet' }]);
    expect((await client.listResources()).resources).toMatchObject([{ uri: 'note://1' }]);
    expect(await client.readResource({ uri: 'note://1' })).toMatchObject({
      contents: [{ text: 'A note.' }],
    });
    const prompt = await client.getPrompt({ name: 'greet', arguments: { name: 'Ada' } });
    expect(prompt.messages).toMatchObject([{ content: { text: 'Greet Ada.' } }]);
  });

  it('is called, also by a client of 2025', async () => {
    expect(await text('echo', { text: 'hello' })).toBe('hello');
    const params = { name: 'echo', arguments: { text: 'old' } };
    expect(await resultOf(await postMcp(relay.url, { method: 'tools/call', params }))).toEqual({
      content: [{ type: 'text', text: 'old' }],
    });
  });

  it('answers many at the same time, each with its own', async () => {
    const words = Array.from({ length: 50 }, (_, i) => `word ${i}`);
    expect(await Promise.all(words.map((word) => text('echo', { text: word })))).toEqual(words);
  });

  it('has its failures passed on as they are', async () => {
    expect(await call('fail')).toMatchObject({
      isError: true,
      content: [{ text: 'It failed.' }],
    });
    expect(await call('echo', { text: 7 })).toMatchObject({ isError: true });
    await expect(client.readResource({ uri: 'note://2' })).rejects.toThrow('note://2');
  });

  it('does not get the secrets of the relay, but the rest of the environment', async () => {
    expect(await text('env', { name: 'AUTH_TOKENS' })).toBe('undefined');
    expect(await text('env', { name: 'PATH' })).toBe(process.env['PATH']);
  });

  it('reports progress, and learns when a call is cancelled', async () => {
    const stop = new AbortController();
    const seen: unknown[] = [];
    const waiting = client.callTool(
      { name: 'wait' },
      { signal: stop.signal, onprogress: (progress) => seen.push(progress) },
    );
    const rejected = expect(waiting).rejects.toThrow();
    await expect.poll(() => seen).toEqual([{ progress: 1, total: 2, message: 'waiting' }]);
    stop.abort();
    await rejected;
    await expect.poll(() => log.text).toContain('call was cancelled');
  });

  it('is started again when it crashes, and says so to who was waiting', async () => {
    const before = await text('pid');
    expect(await call('crash')).toMatchObject({
      isError: true,
      content: [{ text: expect.stringContaining('started again: try again') as string }],
    });
    await expect
      .poll(async () => (await rawRequest(relay.url, '/readyz')).status, { timeout: 20_000 })
      .toBe(200);
    const after = await text('pid');
    expect(after).toMatch(/^\d+$/);
    expect(after).not.toBe(before);
    expect(log.text).toContain('the wrapped server ended; starting it again');
    expect((await rawRequest(relay.url, '/metrics')).body).toContain(
      'jan_relay_wrapped_starts_total 2',
    );
  });

  it('loses a call that takes too long, and goes on', async () => {
    const slow = await wrap({ CALL_TIMEOUT_SECONDS: '1' });
    closers.push(() => slow.close(0));
    const params = { name: 'wait', arguments: {} };
    const result = await resultOf(await postMcp(slow.url, { method: 'tools/call', params }));
    expect(result).toMatchObject({
      isError: true,
      content: [{ text: 'tools/call took longer than 1 s.' }],
    });
    const health = await rawRequest(slow.url, '/healthz');
    expect(JSON.parse(health.body)).toMatchObject({ ok: true, wraps: true });
  });

  it('is kept behind the same doors', async () => {
    const guarded = await wrap({ AUTH_TOKENS: 'a-token-of-the-team-1' });
    closers.push(() => guarded.close(0));
    expect((await postMcp(guarded.url, { method: 'tools/list' })).status).toBe(401);
    const evil = await postMcp(
      guarded.url,
      { method: 'tools/list' },
      { Origin: 'https://evil.org' },
    );
    expect(evil.status).toBe(403);
  });

  it.each([
    [
      `${command} --broken`,
      /^WRAP_COMMAND did not start an MCP server; it said: I cannot start\.$/,
    ],
    ['/no/such/program', /^WRAP_COMMAND did not start an MCP server$/],
  ])('that does not start, %s, keeps the relay from starting', async (WRAP_COMMAND, message) => {
    await expect(wrap({ WRAP_COMMAND })).rejects.toThrow(message);
  });
});
