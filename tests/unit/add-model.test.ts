import 'fake-indexeddb/auto';
import { readdirSync, readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { lookUpAddress, placeOfAddress } from '../../src/models/add-model';
import { downloadModel } from '../../src/models/model-download';
import { filesOf, ModelStore } from '../../src/models/store';
import { serveStatic } from '../e2e/static-server';
import { startFakeHub, type FakeHub } from '../fakes/hub';
import { failure, root, sha256 } from './convert-harness';

const models = join(root, 'public/models/jan-pocket');
const gguf = readFileSync(join(models, 'jan-pocket.gguf'));
const { signal } = new AbortController();

let hub: FakeHub;
let app: { server: Server; url: string };
beforeAll(async () => {
  app = await serveStatic([join(root, 'public')], false);
});
afterAll(() => void app.server.close());
beforeEach(async () => {
  hub = await startFakeHub();
  hub.put('me/pocket-gguf/jan-pocket-Q8_0.gguf', gguf);
  for (const name of readdirSync(join(models, 'mlc')))
    hub.put(`me/pocket-q4f32_1-MLC/${name}`, readFileSync(join(models, 'mlc', name)));
});
afterEach(async () => {
  await hub.close();
  const store = await ModelStore.open();
  for (const { card } of await store.models()) await store.deleteModel(card.id);
});

const hosts = () => ({ app: app.url, relay: '', mirror: '', hub: hub.url });
const lookUp = (address: string) => lookUpAddress(address, hosts(), signal);

describe('an address', () => {
  it.each([
    ['Menlo/Jan-nano-gguf', 'hub', undefined],
    ['Menlo/Jan-nano-gguf/a-Q8_0.gguf', 'hub', 'a-Q8_0.gguf'],
    [' https://huggingface.co/Menlo/Jan-nano-gguf/ ', 'hub', undefined],
    ['https://huggingface.co/Menlo/x/tree/main', 'hub', undefined],
    ['https://huggingface.co/Menlo/x/blob/main/sub/b.gguf?download=true', 'hub', 'sub/b.gguf'],
    ['https://hub.example/Menlo/x/resolve/main/b.gguf', 'hub', 'b.gguf'],
    ['https://relay.example/models/jan', 'url', undefined],
    ['https://relay.example/models/jan/a.gguf', 'url', 'a.gguf'],
    ['jan-nano-q4f16_1', 'folder', undefined],
  ])('%s is of the kind %s', (address, kind, file) => {
    const place = placeOfAddress(address, { hub: 'https://hub.example' });
    expect(place.source.kind).toBe(kind);
    expect(place.file).toBe(file);
  });

  it.each(['', 'a b', 'file:///etc/passwd', 'javascript:alert(1)', 'https://host', '../x'])(
    'refuses "%s"',
    (address) => {
      expect(() => placeOfAddress(address, { hub: '' })).toThrow(/Write the name/);
    },
  );
});

describe('a model by its address', () => {
  it('a GGUF file: sizes and digest from the host, the tokenizer from its header', async () => {
    const record = await lookUp('me/pocket-gguf');
    expect(record.offer).toMatchObject({
      engine: 'wllama',
      quantisation: 'Q8_0',
      contextTokens: 4096,
    });
    expect(record.card.engines.wllama?.files).toMatchObject([
      { bytes: gguf.length, sha256: sha256(gguf) },
    ]);
    // The header alone was read: one answer of the CDN holds at most a mebibyte of it.
    expect(hub.sent).toBeLessThan(1.1 * 2 ** 20);
    const store = await ModelStore.open();
    await store.setModel(record);
    const { id } = record.card;
    await downloadModel({ id, hosts: hosts(), card: record.card }, signal, () => undefined);
    for (const file of filesOf(record.card)) expect(await store.has(file), file.url).toBe(true);
    await store.deleteModel(id);
    expect(await store.strays('')).toEqual([]);
  });

  it('MLC weights: with the library of their shape', async () => {
    const { offer, card } = await lookUp(`${hub.url}/me/pocket-q4f32_1-MLC/tree/main`);
    expect(offer).toMatchObject({ engine: 'webllm', name: 'pocket-q4f32_1' });
    expect(card.engines.webllm?.files.at(-1)?.url).toMatch(/jan-pocket-q4f32_1\.wasm\.gz$/);
    expect(filesOf(card).every((file) => file.sha256)).toBe(true);
  });

  const chat = (change: (config: { model_config: Record<string, unknown> }) => object) => {
    const text = String(readFileSync(join(models, 'mlc/mlc-chat-config.json')));
    const config = JSON.parse(text) as { model_config: Record<string, unknown> };
    return Buffer.from(JSON.stringify(change(config)));
  };
  const faults: [string, () => void, string, string, RegExp][] = [
    ['an unknown repository', () => undefined, 'me/none', 'model-missing', /me\/none.*404/],
    [
      'a repository without weights that fit',
      () => hub.put('me/x/model.safetensors', Buffer.from('x')),
      'me/x',
      'model-unsupported',
      /neither MLC.*imported/,
    ],
    [
      'several GGUF files',
      () => hub.put('me/pocket-gguf/b.gguf', gguf),
      'me/pocket-gguf',
      'bad-input',
      /several GGUF.*b\.gguf/,
    ],
    [
      'a file that is not there',
      () => undefined,
      'me/pocket-gguf/c.gguf',
      'model-unsupported',
      /no c\.gguf.*jan-pocket-Q8_0\.gguf/,
    ],
    [
      'another architecture',
      () =>
        hub.put(
          'me/pocket-q4f32_1-MLC/mlc-chat-config.json',
          chat((config) => ({ ...config, model_type: 'llama' })),
        ),
      'me/pocket-q4f32_1-MLC',
      'model-unsupported',
      /llama/,
    ],
    [
      'a shape that no library has',
      () =>
        hub.put(
          'me/pocket-q4f32_1-MLC/mlc-chat-config.json',
          chat((config) => ({
            ...config,
            model_config: { ...config.model_config, num_hidden_layers: 28 },
          })),
        ),
      'me/pocket-q4f32_1-MLC',
      'model-unsupported',
      /No WebGPU library.*28 layers.*GGUF/,
    ],
    [
      'a GGUF file that is none',
      () => hub.put('me/bad/a.gguf', Buffer.from('no model')),
      'me/bad',
      'model-corrupt',
      /a\.gguf/,
    ],
  ];
  it.each(faults)('refuses %s', async (_, prepare, address, code, message) => {
    prepare();
    const error = await failure(() => lookUp(address));
    expect(error.message).toMatch(message);
    expect(error.code).toBe(code);
  });
});
