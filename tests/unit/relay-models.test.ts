import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Relay } from '../../server/relay';
import { convert } from '../../src/models/convert/convert';
import { openCheckpoint } from '../../src/models/convert/open-checkpoint';
import { offers } from '../../src/models/offers';
import { resolveOffer } from '../../src/models/resolve';
import { diskFolder, diskSink } from '../../tools/convert-files';
import { rawRequest } from './raw-http';
import { startTestRelay } from './relay-harness';

/** Jan-Pocket, converted into the folder where the app looks for Jan-Nano. */
const offer = offers.find(({ id }) => id === 'jan-nano-q4f32_1')!;
const ORIGIN = 'https://app.example';

let dir: string;
let relay: Relay;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'models-'));
  const models = join(dir, 'models');
  await convert(
    await openCheckpoint(diskFolder('tools/pocket/checkpoint')),
    diskSink(join(models, offer.id)),
    { quantisation: 'q4f32_1' },
  );
  await writeFile(join(models, offer.id, 'notes.txt'), 'not in the manifest');
  await mkdir(join(models, 'half'));
  await writeFile(join(models, 'half', 'convert-progress.json'), '{}');
  await writeFile(join(models, 'half', 'params_shard_0.bin'), 'half of it');
  await mkdir(join(models, 'gguf'));
  await writeFile(join(models, 'gguf', 'model-iQ4_XS.gguf'), 'GGUF and so on');
  await writeFile(join(models, 'gguf', 'tokenizer.json'), '{}');
  await writeFile(join(models, 'gguf', '.secret.json'), 'secret');
  await mkdir(join(models, 'broken'));
  await writeFile(join(models, 'broken', 'manifest.json'), '{"files": 3}');
  await writeFile(join(dir, 'secret.json'), 'secret');
  const app = join(dir, 'dist');
  await mkdir(join(app, 'models'), { recursive: true });
  await writeFile(join(app, 'models', 'built-in.bin'), 'of the app');
  relay = await startTestRelay({
    env: { STATIC_DIR: app, MODELS_DIR: models, ALLOWED_ORIGINS: ORIGIN },
  });
});
afterAll(async () => {
  await relay.close(0);
  await rm(dir, { recursive: true });
});

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${relay.url}/models/${path}`, { headers });

interface Listed {
  files: { name: string; bytes: number; sha256?: string }[];
}
const manifest = async (folder = offer.id) =>
  (await (await get(`${folder}/manifest.json`)).json()) as Listed;

describe('a converted folder', () => {
  it('is listed, and every file is what its digest says', async () => {
    const { files } = await manifest();
    expect(files.map(({ name }) => name)).toContain('params_shard_0.bin');
    for (const { name, bytes, sha256 } of files) {
      const response = await get(`${offer.id}/${name}`);
      const body = Buffer.from(await response.arrayBuffer());
      const digest = createHash('sha256').update(body).digest();
      expect([body.length, digest.toString('hex')]).toEqual([bytes, sha256]);
      expect(response.headers.get('Repr-Digest')).toBe(`sha-256=:${digest.toString('base64')}:`);
      expect(response.headers.get('ETag')).toBe(`"${sha256}"`);
      expect(response.headers.get('Cache-Control')).toContain('immutable');
    }
  });

  it('is served in parts, and not again to one who has it', async () => {
    const { files } = await manifest();
    const { name, bytes, sha256 } = files.find((file) => file.name === 'params_shard_0.bin')!;
    const whole = Buffer.from(await (await get(`${offer.id}/${name}`)).arrayBuffer());
    const part = await get(`${offer.id}/${name}`, {
      Range: 'bytes=1000-1999',
      'If-Range': `"${sha256}"`,
    });
    expect([part.status, part.headers.get('Content-Range')]).toEqual([
      206,
      `bytes 1000-1999/${bytes}`,
    ]);
    expect(Buffer.from(await part.arrayBuffer())).toEqual(whole.subarray(1000, 2000));
    // Of another copy no part may be mixed in.
    const other = await get(`${offer.id}/${name}`, {
      Range: 'bytes=1000-1999',
      'If-Range': '"other"',
    });
    expect([other.status, (await other.arrayBuffer()).byteLength]).toEqual([200, bytes]);
    expect((await get(`${offer.id}/${name}`, { Range: `bytes=${bytes}-` })).status).toBe(416);
    const headers = { 'If-None-Match': `"${sha256}"` };
    const known = await rawRequest(relay.url, `/models/${offer.id}/${name}`, { headers });
    expect([known.status, known.body]).toEqual([304, '']);
  });

  it('is what the app finds when it asks this relay for the model', async () => {
    const hosts = { app: `${relay.url}/`, relay: relay.url, mirror: '', hub: '' };
    // The published library is elsewhere; any file that is there stands in for it.
    const library = { url: `${relay.url}/models/built-in.bin`, experimental: false };
    const { card, source } = await resolveOffer(
      { ...offer, library },
      hosts,
      AbortSignal.timeout(5000),
    );
    expect(source).toBe(`${relay.url}/models/${offer.id}`);
    const files = card.engines.webllm!.files;
    expect(files.every(({ sha256, bytes }) => sha256?.length === 64 && bytes > 0)).toBe(true);
    expect(files.some(({ url }) => url.endsWith('/params_shard_0.bin'))).toBe(true);
  });
});

describe('what is served and what is not', () => {
  it('lists a GGUF file that lies there without a manifest', async () => {
    const { files } = await manifest('gguf');
    expect(files).toEqual([
      { name: 'model-iQ4_XS.gguf', bytes: 14 },
      { name: 'tokenizer.json', bytes: 2 },
    ]);
    const response = await get('gguf/model-iQ4_XS.gguf');
    expect(await response.text()).toBe('GGUF and so on');
    expect(response.headers.get('Cache-Control')).toBe('no-cache');
  });

  it.each([
    `${offer.id}/notes.txt`,
    `${offer.id}/`,
    offer.id,
    'half/params_shard_0.bin',
    'half/manifest.json',
    'gguf/.secret.json',
    'no-such/manifest.json',
    '',
  ])('does not serve %s', async (path) => {
    expect((await get(path)).status).toBe(404);
  });

  it.each([
    '/models/../secret.json',
    '/models/gguf/../../secret.json',
    '/models/gguf/..%2f..%2fsecret.json',
    '/models/%2e%2e/secret.json',
    '/models/..%5csecret.json',
  ])('does not leave the folder with %s', async (path) => {
    const { status, body } = await rawRequest(relay.url, path);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(body).not.toContain('secret');
  });

  it('says that it failed where a manifest makes no sense', async () => {
    const response = await get('broken/manifest.json');
    expect(response.status).toBe(500);
    expect(await response.text()).toContain('Its log says why');
  });

  it('leaves the files of the app itself in their place', async () => {
    expect(await (await get('built-in.bin')).text()).toBe('of the app');
  });
});

describe('pages of other origins', () => {
  it('may read weights when they are allowed, with the headers that a download needs', async () => {
    const response = await get(`${offer.id}/manifest.json`, { Origin: ORIGIN });
    expect(response.headers.get('Access-Control-Allow-Origin')).toBe(ORIGIN);
    const file = await get(`${offer.id}/params_shard_0.bin`, {
      Origin: ORIGIN,
      Range: 'bytes=0-9',
    });
    expect(file.headers.get('Access-Control-Allow-Origin')).toBe(ORIGIN);
    expect(file.headers.get('Cross-Origin-Resource-Policy')).toBe('cross-origin');
    expect(file.headers.get('Access-Control-Expose-Headers')).toMatch(/ETag.*Content-Range/);
    const asked = await fetch(`${relay.url}/models/x/y`, {
      method: 'OPTIONS',
      headers: { Origin: ORIGIN, 'Access-Control-Request-Method': 'GET' },
    });
    expect(asked.headers.get('Access-Control-Allow-Headers')).toMatch(/Range.*If-Range/);
  });

  it('are refused otherwise', async () => {
    const response = await get(`${offer.id}/manifest.json`, { Origin: 'https://evil.example' });
    expect(response.status).toBe(403);
  });
});
