/** 2,000 malformed requests, the same in every run: no crash, no hang, no 500 without a logged cause. */
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Relay } from '../../server/relay';
import { rawRequest } from './raw-http';
import { LogLines, startTestRelay } from './relay-harness';

const REQUESTS = 2000;
const AT_ONCE = 20;
const PATIENCE_MS = 10_000;

const log = new LogLines();
let relay: Relay;
beforeAll(async () => {
  relay = await startTestRelay({
    logLines: log,
    env: { RATE_LIMIT_PER_ADDRESS: '0', MAX_BODY_BYTES: '20000', LOG_LEVEL: 'error' },
  });
});
afterAll(() => relay.close(0));

/** Mulberry32: a number from 0 up to 1, the same sequence for a seed. */
function generator(seed: number) {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  return { below, pick: <T>(items: readonly T[]): T => items[below(items.length)]! };
}

type Random = ReturnType<typeof generator>;

const bytes = ({ below }: Random, length: number) =>
  Buffer.from(Array.from({ length }, () => below(256)));

const odd = [null, true, -1, 1e308, '', 'x', [], {}, [[]], { a: { b: [] } }, '\ud800', '\u0000'];

/** A JSON-RPC message with something wrong in it, or a value that is none. */
function message(random: Random): unknown {
  const { below, pick } = random;
  const args = () =>
    pick<unknown>([{ q: pick<unknown>(odd) }, { url: pick<unknown>(odd) }, pick(odd)]);
  const call = {
    jsonrpc: below(12) === 0 ? pick(['1.0', 2, null]) : '2.0',
    id: below(6) === 0 ? pick<unknown>([null, {}, -0.5, undefined]) : pick([1, 'a']),
    method:
      below(6) === 0
        ? pick(['initialize', 'server/discover', 'x', '', 7, 'subscriptions/listen'])
        : pick(['tools/call', 'tools/list']),
    params: pick<unknown>([
      { name: pick<unknown>(['google_search', 'scrape', '__proto__', ...odd]), arguments: args() },
      { _meta: pick<unknown>(odd) },
      { _meta: { progressToken: pick<unknown>(odd) }, name: 'google_search', arguments: args() },
      { protocolVersion: pick<unknown>(['2025-06-18', '1999-01-01', ...odd]) },
      pick(odd),
    ]),
  };
  const kind = below(10);
  if (kind === 0) return pick<unknown>(odd);
  if (kind === 1) return Array.from({ length: below(5) }, () => call);
  return call;
}

function body(random: Random): Buffer {
  const { below, pick } = random;
  const text = Buffer.from(JSON.stringify(message(random)));
  const kind = below(12);
  if (kind === 0) return text.subarray(0, below(text.length + 1));
  if (kind === 1) return Buffer.concat([text, bytes(random, below(50))]);
  if (kind === 2 && text.length > 0) {
    text[below(text.length)] = below(256);
    return text;
  }
  if (kind === 3)
    return Buffer.from(pick(['['.repeat(9000), '{"a":'.repeat(3000), '1'.repeat(30_000)]));
  if (kind === 4) return bytes(random, below(200));
  return text;
}

/** What goes over the wire: bytes that look more or less like a request. */
function request(random: Random): Buffer {
  const { below, pick } = random;
  if (below(20) === 0) return bytes(random, 1 + below(400));
  // Most parts are right, so that what is wrong gets far.
  const or = (right: string, ...wrong: string[]) => (below(12) === 0 ? pick(wrong) : right);
  const mcp = below(3) > 0;
  const method = mcp
    ? or('POST', 'GET', 'DELETE', 'PUT', 'HEAD', 'OPTIONS', 'TRACE', 'FOO', '')
    : pick(['GET', 'GET', 'HEAD', 'POST', 'OPTIONS']);
  const path = mcp
    ? or('/mcp', '/mcp/', '/mcp?x=%', '//mcp', 'http://evil.example/mcp')
    : pick([
        '/%',
        '/%00',
        '/..%2f..',
        '/corpus/%ff/%',
        '*',
        'http://[',
        '/corpus/countries/peru',
        '/x',
      ]);
  const content = method === 'GET' || method === 'HEAD' ? Buffer.alloc(0) : body(random);
  const headers = [
    `Host: ${or('localhost', 'evil.example', '', '[::1', 'a b', '127.0.0.1:99999')}`,
    `Content-Type: ${or('application/json', 'text/plain', 'application/json; charset=utf-16', ';')}`,
    `Accept: ${or('application/json, text/event-stream', '*/*', 'text/html', ',')}`,
    or(
      '',
      'Origin: null',
      'Origin: https://evil.example',
      'Origin: http://localhost',
      'Origin: ://',
    ),
    or('', 'Authorization: Bearer', 'Authorization: \t', 'Mcp-Method: subscriptions/listen'),
    or('', 'MCP-Protocol-Version: 2026-07-28', 'MCP-Protocol-Version: 0', 'Mcp-Session-Id: x'),
    or('', 'X-Forwarded-For: ,,', 'X-Request-Id: \u00ff', 'Range: bytes=9-1', 'If-None-Match: *'),
    or('', 'Upgrade: websocket', 'Content-Encoding: gzip', 'Bad Header: 1', ': empty'),
    or('', 'Expect: 100-continue', `X-Long: ${'x'.repeat(20_000)}`),
    or(
      `Content-Length: ${content.length}`,
      `Content-Length: ${content.length + 7}`,
      'Content-Length: -1',
      'Content-Length: 99999999',
      'Transfer-Encoding: chunked',
      'Transfer-Encoding: chunked\r\nContent-Length: 3',
    ),
    'Connection: close',
  ].filter(Boolean);
  const end = or('\r\n', '\n');
  const version = or('HTTP/1.1', 'HTTP/1.0', 'HTTP/9', '');
  const head = [`${method} ${path} ${version}`, ...headers, '', ''].join(end);
  return Buffer.concat([Buffer.from(head, 'latin1'), content]);
}

/** Sends the bytes, ends its side, and resolves with all that came back once the other side ends too. */
function exchange(port: number, sent: Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    let received = '';
    // Without allowHalfOpen the answer would be cut off.
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    const late = setTimeout(() => {
      socket.destroy();
      reject(
        new Error(`no end within ${PATIENCE_MS} ms of:\n${sent.toString('latin1').slice(0, 2000)}`),
      );
    }, PATIENCE_MS);
    socket.setEncoding('latin1').on('data', (text: string) => (received += text));
    // A reset is an answer, too: to bytes that are no request.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearTimeout(late);
      resolve(received);
    });
    socket.on('end', () => socket.end());
    socket.end(sent);
  });
}

it('survives 2,000 malformed requests', { timeout: 120_000 }, async () => {
  const random = generator(20_260_728);
  const port = Number(new URL(relay.url).port);
  const statuses = new Map<number, number>();
  const failures: string[] = [];
  for (let done = 0; done < REQUESTS; done += AT_ONCE) {
    const batch = Array.from({ length: AT_ONCE }, () => request(random));
    for (const received of await Promise.all(batch.map((sent) => exchange(port, sent)))) {
      // The last one: before it there may be a 100.
      const status = Number([...received.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].at(-1)?.[1] ?? 0);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      if (status >= 500) failures.push(/^x-request-id: (\S+)/im.exec(received)?.[1] ?? received);
    }
  }
  // The generator reaches deep enough to mean something.
  const reached = [200, 202, 400, 403, 404, 405, 406, 413, 415, 431];
  expect(reached.filter((status) => !statuses.has(status))).toEqual([]);
  expect(statuses.get(200)).toBeGreaterThan(REQUESTS / 20);
  const logged = log.entries().filter((entry) => entry['err'] !== undefined);
  const explained = new Set(logged.map((entry) => entry['requestId']));
  expect(failures.filter((id) => !explained.has(id))).toEqual([]);
  // Nothing is left behind, and the relay still works.
  await expect
    .poll(async () => (await rawRequest(relay.url, '/metrics')).body)
    .toContain('jan_relay_requests_in_flight 1\n');
  expect((await rawRequest(relay.url, '/healthz')).status).toBe(200);
});
