import 'fake-indexeddb/auto';
import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { assess, longestContext, memoryNeed, recommend, type Device } from '../../src/models/fit';
import { downloadModel, verifyModel } from '../../src/models/model-download';
import { offers, qwen3Shape4B, type Offer } from '../../src/models/offers';
import { resolveOffer } from '../../src/models/resolve';
import { ModelStore } from '../../src/models/store';
import { startFakeHub, syntheticBytes, type FakeHub } from '../fakes/hub';

const offer = (id: string): Offer => {
  const found = offers.find((one) => one.id === id);
  if (!found) throw new Error(`There is no offer ${id}.`);
  return found;
};
const gguf = offer('jan-nano-iq4-xs');
const q4 = offer('jan-nano-q4f16_1');
const { signal } = new AbortController();
const sha256 = (data: Buffer) => createHash('sha256').update(data).digest('hex');

describe('the offers', () => {
  it('are Jan-Nano and Jan-Nano-128k in four forms each, with the document’s sampling', () => {
    expect(offers.map(({ id }) => id)).toEqual([
      'jan-nano-q8f16_1',
      'jan-nano-q4f16_1',
      'jan-nano-q4f32_1',
      'jan-nano-iq4-xs',
      'jan-nano-128k-q8f16_1',
      'jan-nano-128k-q4f16_1',
      'jan-nano-128k-q4f32_1',
      'jan-nano-128k-iq4-xs',
    ]);
    for (const { sampling, sources, defaultContextTokens, contextTokens } of offers) {
      expect(sampling).toEqual({ temperature: 0.7, topP: 0.8, topK: 20, minP: 0 });
      expect(sources.length).toBeGreaterThan(1);
      expect(defaultContextTokens).toBeLessThanOrEqual(contextTokens);
    }
  });

  it('agree with what is known of Qwen3-4B: 4.02 billion weights, 144 KiB of KV cache a token', () => {
    // q4f16_1: four bits and a 16-bit scale for each 32 weights.
    expect(q4.estimatedBytes / (4.022e9 * (4.5 / 8))).toBeCloseTo(1, 2);
    expect(q4.kvBytesPerToken).toBe(144 * 1024);
    expect(offer('jan-nano-q4f32_1').kvBytesPerToken).toBe(288 * 1024);
  });

  it('take 16-bit floats wherever their name says so, and 8 bits only with our own library', () => {
    for (const { quantisation, needsF16, library } of offers) {
      expect(needsF16).toBe(quantisation !== 'q4f32_1');
      expect(library?.experimental ?? false).toBe(quantisation === 'q8f16_1');
    }
  });
});

describe('whether a model fits', () => {
  const gpu = { software: false, f16: true, maxBufferBytes: 4e9, maxBindingBytes: 2e9 };
  const device = (gb: number, more: Partial<Device> = {}): Device => ({
    gpu,
    gpuMemoryBytes: gb * 1e9,
    memoryKnown: true,
    freeBytes: 50e9,
    ...more,
  });

  it.each<[string, Device, RegExp]>([
    ['no WebGPU', { ...device(8), gpu: undefined }, /no WebGPU/],
    ['software', device(8, { gpu: { ...gpu, software: true } }), /emulated/],
    ['no f16', device(8, { gpu: { ...gpu, f16: false } }), /16-bit.*q4f32_1/],
    ['a low limit', device(8, { gpu: { ...gpu, lacks: 'maxBufferSize' } }), /maxBufferSize/],
    ['small buffers', device(8, { gpu: { ...gpu, maxBindingBytes: 128e6 } }), /largest buffer/],
    ['little storage', device(8, { freeBytes: 1e9 }), /2\.3 GB of storage.*1 GB/],
    ['little memory', device(4), /more than your 4 GB/],
  ])('not with %s', (_, one, message) => {
    const { fits, reason } = assess(q4, one, 16384);
    expect(fits).toBe('no');
    expect(reason.text).toMatch(message);
  });

  it('counts weights, the context’s keys and values, and working memory', () => {
    const need = memoryNeed(q4, 16384);
    expect(need.cache).toBe(16384 * 144 * 1024);
    expect(need.total).toBe(need.weights + need.cache + need.working);
    const { fits, reason } = assess(q4, device(8), 16384);
    expect([fits, reason.text]).toEqual([
      'yes',
      'Jan-Nano q4f16_1 with 16k of context takes about 5.2 GB and fits your 8 GB of graphics memory.',
    ]);
    expect(assess(q4, device(6), 16384).fits).toBe('tight');
  });

  it('finds the longest context that fits without being tight', () => {
    const most = longestContext(q4, device(8));
    expect(assess(q4, device(8), most).fits).toBe('yes');
    expect(assess(q4, device(8), most + 1024).fits).not.toBe('yes');
    expect(longestContext(q4, device(2))).toBe(0);
  });

  it.each([
    [24, 'jan-nano-q8f16_1'],
    [6, 'jan-nano-iq4-xs'],
    [3, undefined],
  ])('recommends on %s GB: %s', (gb, id) => {
    const { offer: found, reason } = recommend(offers, device(gb));
    expect(found?.id).toBe(id);
    expect(reason.text).toMatch(id ? /fits your/ : /Jan-Pocket does/);
  });
});

describe('a model from its source', () => {
  let hub: FakeHub;
  const weights = syntheticBytes(300_000, 1);
  const hosts = () => ({ app: 'http://127.0.0.1:9/', relay: '', mirror: '', hub: hub.url });
  beforeEach(async () => {
    hub = await startFakeHub();
    hub.put('Menlo/Jan-nano-gguf/jan-nano-4b-iQ4_XS.gguf', weights);
    hub.put('Menlo/Jan-nano-gguf/jan-nano-4b-Q8_0.gguf', weights);
    hub.put('Menlo/Jan-nano/tokenizer.json', Buffer.from('{"model":{}}'));
  });
  afterEach(() => hub.close());

  it('takes sizes and digests from the hub, and pins the commit', async () => {
    const { card, source } = await resolveOffer(gguf, hosts(), signal);
    expect(source).toBe(`${hub.url}/Menlo/Jan-nano-gguf`);
    const [file] = card.engines.wllama?.files ?? [];
    expect(file).toMatchObject({ bytes: weights.length, sha256: sha256(weights) });
    expect(file?.url).toMatch(/\/resolve\/[0-9a-f]{40}\/jan-nano-4b-iQ4_XS\.gguf$/);
    expect(card.tokenizer).toMatchObject({
      bytes: 12,
      sha256: sha256(Buffer.from('{"model":{}}')),
    });
  });

  it('prefers a folder with a manifest, such as `npm run convert` makes', async () => {
    const put = (name: string, data: Buffer) => hub.put(`models/${q4.id}/${name}`, data);
    const config = Buffer.from('{"model_type":"qwen3","quantization":"q4f16_1"}');
    const cache = Buffer.from('{"records":[{"dataPath":"params_shard_0.bin"}]}');
    const all = {
      'mlc-chat-config.json': config,
      'tensor-cache.json': cache,
      'params_shard_0.bin': weights,
      'tokenizer.json': Buffer.from('{}'),
    };
    for (const [name, data] of Object.entries(all)) put(name, data);
    const files = Object.entries(all).map(([name, data]) => ({
      name,
      bytes: data.length,
      sha256: sha256(data),
    }));
    put('manifest.json', Buffer.from(JSON.stringify({ files })));
    hub.put('models/lib.wasm', Buffer.from('code'));
    // The CDN of the double serves plain paths, as a relay does.
    const base = await cdnOf(hub);
    const offered = { ...q4, library: { url: `${base}/models/lib.wasm`, experimental: false } };
    const { card } = await resolveOffer(offered, { ...hosts(), relay: base }, signal);
    const found = card.engines.webllm?.files.map(({ url }) => url.slice(url.lastIndexOf('/') + 1));
    expect(found).toEqual([
      'mlc-chat-config.json',
      'tensor-cache.json',
      'params_shard_0.bin',
      'lib.wasm',
    ]);
    expect(card.engines.webllm?.files.every((file) => file.sha256)).toBe(true);

    // The weights say which RoPE they need: an offer's own library would answer badly with another.
    const scaled = (factor: number) => {
      const rope = { rope_type: 'yarn', factor, original_max_position_embeddings: 32768 };
      const model = { ...qwen3Shape4B, rope_theta: 1e6, rope_scaling: rope };
      const chat = { model_type: 'qwen3', quantization: 'q4f16_1', model_config: model };
      put('mlc-chat-config.json', Buffer.from(JSON.stringify(chat)));
      return resolveOffer(offered, { ...hosts(), relay: base, app: `${base}/` }, signal);
    };
    hub.put('models/lib/jan-nano-yarn-q4f16_1.wasm.gz', Buffer.from('other code'));
    const yarn = (await scaled(4)).card.engines.webllm?.files.at(-1);
    expect(yarn?.url).toBe(`${base}/models/lib/jan-nano-yarn-q4f16_1.wasm.gz`);
    await expect(scaled(3.2)).rejects.toMatchObject({
      code: 'model-unsupported',
      message: expect.stringContaining('"factor":3.2') as string,
    });

    put('mlc-chat-config.json', Buffer.from('{"model_type":"llama","quantization":"q4f16_1"}'));
    await expect(resolveOffer(offered, { ...hosts(), relay: base }, signal)).rejects.toMatchObject({
      code: 'model-unsupported',
    });
  });

  it('says what each source answered where none has it', async () => {
    await expect(resolveOffer(offer('jan-nano-128k-iq4-xs'), hosts(), signal)).rejects.toThrow(
      /No source has Jan-Nano-128k iQ4_XS.*Jan-nano-128k-gguf.*404/,
    );
  });

  it('is downloaded, checked, repaired and deleted; a changed file is looked up again', async () => {
    const request = { id: gguf.id, offer: gguf, hosts: hosts() };
    hub.faults = [{ type: 'status', status: 404, times: 1, file: /gguf$/ }];
    await expect(downloadModel(request, signal, () => undefined)).rejects.toMatchObject({
      code: 'model-missing',
    });
    const changed = syntheticBytes(310_000, 2);
    hub.put('Menlo/Jan-nano-gguf/jan-nano-4b-iQ4_XS.gguf', changed);
    await downloadModel(request, signal, () => undefined);
    const store = await ModelStore.open();
    const file = (await store.model(gguf.id))!.card.engines.wllama!.files[0]!;
    expect(file.sha256).toBe(sha256(changed));
    expect(Buffer.from(await store.readBuffer(file)).equals(changed)).toBe(true);

    expect(await verifyModel(gguf.id, signal, () => undefined)).toEqual([]);
    const [piece] = await store.pieces(file.url);
    await store.addPiece(file.url, piece!.offset, new Blob([new Uint8Array(piece!.length)]));
    expect(await verifyModel(gguf.id, signal, () => undefined)).toEqual([
      'jan-nano-4b-iQ4_XS.gguf',
    ]);
    await downloadModel(request, signal, () => undefined);
    expect(await store.has(file)).toBe(true);

    await store.deleteModel(gguf.id);
    expect(await store.model(gguf.id)).toBeUndefined();
    expect(await store.pieces(file.url)).toEqual([]);
  });
});

/** Where the hub sends downloads. */
async function cdnOf(hub: FakeHub): Promise<string> {
  const answer = await fetch(`${hub.url}/Menlo/Jan-nano/resolve/main/tokenizer.json`, {
    redirect: 'manual',
  });
  return new URL(answer.headers.get('location') ?? '').origin;
}
