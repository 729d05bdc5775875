import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Relay } from '../../server/relay';
import { compressFolder } from '../../tools/compress-plugin';
import { sectionIds } from '../../server/corpus-page';
import { rawRequest } from './raw-http';
import { startTestRelay } from './relay-harness';

const LARGE = 'export {};'.repeat(500);

let dir: string;
let relay: Relay;
let packed: string[];

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'relay-'));
  const app = join(dir, 'dist');
  await mkdir(join(app, 'assets'), { recursive: true });
  await writeFile(join(dir, 'secret.txt'), 'secret');
  await writeFile(join(app, '.env'), 'secret');
  await writeFile(join(app, 'index.html'), '<!doctype html><title>App</title>');
  await writeFile(join(app, 'assets', 'index-a1B2c3D4.js'), 'export {};');
  await writeFile(join(app, 'assets', 'large-a1B2c3D4.js'), LARGE);
  await mkdir(join(app, 'models'));
  await writeFile(join(app, 'models', 'config.json'), LARGE);
  packed = compressFolder(app);
  await writeFile(join(app, 'model.bin'), '0123456789');
  relay = await startTestRelay({
    env: { STATIC_DIR: app, ALLOWED_ORIGINS: 'https://app.example' },
  });
});
afterAll(async () => {
  await relay.close(0);
  await rm(dir, { recursive: true });
});

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${relay.url}${path}`, { headers });

const rawGet = (path: string, headers: Record<string, string> = {}) =>
  rawRequest(relay.url, path, { headers });

const ping = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' });
const post = (body: string, headers: Record<string, string> = {}) =>
  fetch(`${relay.url}/mcp`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Accept: 'application/json, text/event-stream',
      ...headers,
    },
    body,
  });

describe('who may call', () => {
  it('answers callers without an origin, and pages of allowed origins', async () => {
    expect((await post(ping)).status).toBe(200);
    const allowed = await post(ping, { Origin: 'https://app.example' });
    expect(allowed.status).toBe(200);
    expect(allowed.headers.get('Access-Control-Allow-Origin')).toBe('https://app.example');
    expect(allowed.headers.get('Cross-Origin-Resource-Policy')).toBe('cross-origin');
  });

  it('refuses pages of other origins', async () => {
    for (const Origin of ['https://evil.example', 'http://app.example', 'null']) {
      const refused = await post(ping, { Origin });
      expect(refused.status).toBe(403);
      expect(refused.headers.get('Access-Control-Allow-Origin')).toBeNull();
      expect(await refused.text()).toContain('ALLOWED_ORIGINS');
    }
  });

  it('lets a browser ask first, and names the headers that MCP needs', async () => {
    const preflight = await fetch(`${relay.url}/mcp`, {
      method: 'OPTIONS',
      headers: { Origin: 'https://app.example', 'Access-Control-Request-Method': 'POST' },
    });
    expect(preflight.status).toBe(204);
    const allowed = preflight.headers.get('Access-Control-Allow-Headers')!.toLowerCase().split(',');
    for (const name of [
      'mcp-method',
      'mcp-name',
      'mcp-protocol-version',
      'content-type',
      'authorization',
    ])
      expect(allowed).toContain(name);
  });

  it('refuses names that are not its own, for every path', async () => {
    for (const path of ['/', '/mcp', '/healthz', '/corpus/countries/peru']) {
      expect((await rawGet(path, { Host: 'rebound.example' })).status).toBe(403);
      expect((await rawGet(path, { Host: 'localhost:1' })).status).not.toBe(403);
    }
  });

  it('refuses a large body, announced or not', async () => {
    const large = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'x'.repeat(1_100_000) });
    expect((await post(large)).status).toBe(413);
    const chunked = await fetch(`${relay.url}/mcp`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: new Blob([large]).stream(),
      duplex: 'half',
    } as RequestInit);
    expect(chunked.status).toBe(413);
  });
});

describe('the app', () => {
  it('is served isolated and under a strict policy', async () => {
    const page = await get('/');
    expect(await page.text()).toContain('<title>App</title>');
    expect(page.headers.get('Content-Type')).toMatch(/^text\/html/);
    expect(page.headers.get('Cross-Origin-Opener-Policy')).toBe('same-origin');
    expect(page.headers.get('Cross-Origin-Embedder-Policy')).toBe('require-corp');
    expect(page.headers.get('X-Content-Type-Options')).toBe('nosniff');
    const policy = page.headers.get('Content-Security-Policy')!.split('; ');
    expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy.join()).not.toMatch(/'unsafe-(inline|eval)'/);
  });

  it('lets hashed files be kept for ever and has the rest asked for again', async () => {
    const hashed = await get('/assets/index-a1B2c3D4.js');
    expect(hashed.headers.get('Cache-Control')).toBe('public, max-age=31536000, immutable');
    expect(hashed.headers.get('Content-Type')).toMatch(/^text\/javascript/);
    // A worker takes its policy from its own file.
    expect(hashed.headers.get('Content-Security-Policy')).toContain("worker-src 'self' blob:");
    expect((await get('/')).headers.get('Cache-Control')).toBe('no-cache');
    expect((await get('/model.bin')).headers.get('Cache-Control')).toBe('no-cache');
  });

  it('sends a packed copy to who takes it, and the file itself to everyone else', async () => {
    const path = '/assets/large-a1B2c3D4.js';
    const sent = async (encoding?: string) => {
      const answer = await rawGet(path, encoding ? { 'Accept-Encoding': encoding } : {});
      expect(answer.headers['content-type']).toMatch(/^text\/javascript/);
      expect(answer.headers['cache-control']).toContain('immutable');
      expect(answer.headers.vary).toBe('Accept-Encoding');
      return answer;
    };
    for (const encoding of ['gzip', 'br, GZIP;q=0.5', 'gzip;q=0.01']) {
      const { headers } = await sent(encoding);
      expect(headers['content-encoding'], encoding).toBe('gzip');
      expect(Number(headers['content-length'])).toBeLessThan(LARGE.length / 2);
    }
    for (const encoding of [undefined, 'br', 'gzip;q=0', 'gzip; q=0.0, br']) {
      const { headers, body } = await sent(encoding);
      expect(headers['content-encoding'], encoding).toBeUndefined();
      expect(body).toBe(LARGE);
    }
    // fetch takes it and unpacks it.
    expect(await (await get(path)).text()).toBe(LARGE);
    const etags = [await sent('gzip'), await sent()].map(({ headers }) => headers.etag);
    expect(new Set(etags).size).toBe(2);
    // Small ones, and what is packed already, have no copy.
    expect(packed).toEqual(['assets/large-a1B2c3D4.js']);
    expect((await rawGet('/', { 'Accept-Encoding': 'gzip' })).body).toContain('<title>App');
  });

  it('knows ETags and ranges', async () => {
    const whole = await get('/model.bin');
    const etag = whole.headers.get('ETag')!;
    expect(whole.headers.get('Accept-Ranges')).toBe('bytes');
    // fetch would add `Cache-Control: no-cache`, which asks for the whole file.
    const again = await rawGet('/model.bin', { Host: 'localhost', 'If-None-Match': etag });
    expect(again.status).toBe(304);
    const part = await get('/model.bin', { Range: 'bytes=2-4' });
    expect([part.status, await part.text()]).toEqual([206, '234']);
    expect(part.headers.get('Content-Range')).toBe('bytes 2-4/10');
    const beyond = await get('/model.bin', { Range: 'bytes=90-' });
    expect([beyond.status, beyond.headers.get('Content-Range')]).toEqual([416, 'bytes */10']);
  });

  it('answers HEAD without a body', async () => {
    const head = await fetch(`${relay.url}/model.bin`, { method: 'HEAD' });
    expect([head.status, head.headers.get('Content-Length'), await head.text()]).toEqual([
      200,
      '10',
      '',
    ]);
  });

  it.each([
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/..%5csecret.txt',
    '/.env',
    '/assets',
    '/index.html%00.txt',
    '/%',
    '/none',
  ])('does not serve %s', async (path) => {
    const { status } = await rawGet(path, { Host: 'localhost' });
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
  });

  it('says so when it is not built', async () => {
    const bare = await startTestRelay({ env: { STATIC_DIR: join(dir, 'nowhere') } });
    const answer = await fetch(bare.url);
    expect([answer.status, await answer.text()]).toEqual([
      404,
      expect.stringContaining('npm run build') as string,
    ]);
    await bare.close(0);
  });

  it('survives a client that goes away in the middle', async () => {
    const socket = connect(Number(new URL(relay.url).port), '127.0.0.1');
    socket.write('GET /model.bin HTTP/1.1\r\nHost: localhost\r\n\r\n');
    socket.destroy();
    expect((await get('/healthz')).status).toBe(200);
  });
});

describe('health', () => {
  it('tells what is searched', async () => {
    expect(await (await get('/healthz')).json()).toEqual({
      ok: true,
      version: expect.stringMatching(/^\d+\.\d+\.\d+/) as string,
      search: 'offline',
      pages: 2,
    });
  });
});

describe('corpus pages', () => {
  it('show what a citation points at', async () => {
    const page = await get('/corpus/countries/peru');
    expect(page.status).toBe(200);
    expect(page.headers.get('Content-Security-Policy')).toMatch(
      /^default-src 'none'; style-src 'self'/,
    );
    const text = await page.text();
    expect(text).toContain('<p>The capital of Peru is Lima.</p><p>It is a republic.</p>');
    expect(text).toContain('<section id="government">');
    expect(text).toContain('<section id="government-2">');
    expect(text).toMatch(/Source: factbook\.json\. Date of the data: 2015/);
  });

  it('escape everything that comes from the corpus', async () => {
    const text = await (await get('/corpus/tests/markup')).text();
    expect(text).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(text).toContain('&lt;script&gt;');
    expect(text).not.toMatch(/<(script|img|b)\b/);
  });

  it('bring their stylesheet, and are not found when there are none', async () => {
    const style = await get('/corpus/page.css');
    expect(style.headers.get('Content-Type')).toMatch(/^text\/css/);
    expect((await get('/corpus/countries/atlantis')).status).toBe(404);
  });

  it('give headings ids that links can use', () => {
    expect(sectionIds(['Área & people', 'Area people', '???', '地理'])).toEqual([
      'area-people',
      'area-people-2',
      'section',
      '地理',
    ]);
  });
});
