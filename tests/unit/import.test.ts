import 'fake-indexeddb/auto';
import { readdirSync, readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { convert } from '../../src/models/convert/convert';
import { filesFolder } from '../../src/models/convert/file-sources';
import { openCheckpoint } from '../../src/models/convert/open-checkpoint';
import { importModel, importPrefix } from '../../src/models/import-model';
import { planImport, type ImportPlan } from '../../src/models/import-plan';
import { janPocketShape, libraryFor } from '../../src/models/libraries';
import { qwen3Shape4B } from '../../src/models/offers';
import { filesOf, IMPORTED, ModelStore } from '../../src/models/store';
import { StoreSink } from '../../src/models/store-sink';
import { serveStatic } from '../e2e/static-server';
import { MemorySink } from '../fakes/memory-sink';
import { failure, fixtureFiles, pocket, root, sha256, type Files } from './convert-harness';

const models = join(root, 'public/models/jan-pocket');
const { signal } = new AbortController();

function filesFrom(path: string, only: (name: string) => boolean = () => true): File[] {
  return readdirSync(path)
    .filter(only)
    .map((name) => new File([readFileSync(join(path, name))], name, { lastModified: 0 }));
}
const toFiles = (files: Files) =>
  Object.entries(files).map(([name, data]) => new File([data as BlobPart], name));
const gguf = () => filesFrom(models, (name) => name.endsWith('.gguf'));
const mlc = () => filesFrom(join(models, 'mlc'));
const safetensors = () => filesFrom(pocket);
const replaced = (files: File[], name: string, change: (data: Buffer) => BlobPart) =>
  Promise.all(
    files.map(async (file) =>
      file.name === name ? new File([change(Buffer.from(await file.arrayBuffer()))], name) : file,
    ),
  );

let host: { server: Server; url: string };
beforeAll(async () => {
  host = await serveStatic([join(root, 'public')], false);
});
afterAll(() => void host.server.close());

function run(plan: ImportPlan, label: RegExp, more: { signal?: AbortSignal; files?: File[] } = {}) {
  const choice = plan.choices.find((one) => label.test(one.label.text));
  if (!choice) throw new Error(`No choice ${label}`);
  const { how, offer } = choice;
  const progress: number[] = [];
  const files = more.files ?? plan.files;
  return {
    offer,
    progress,
    done: importModel({ files, how, offer, app: host.url }, more.signal ?? signal, (done) =>
      progress.push(done),
    ),
  };
}

afterEach(async () => {
  const store = await ModelStore.open();
  for (const { card } of await store.models()) await store.deleteModel(card.id);
  expect(await store.strays('')).toEqual([]);
});

describe('what can be made of chosen files', () => {
  const of = async (files: File[]) =>
    (await planImport(files)).choices.map(({ how, offer }) => `${how} ${offer.id}`);

  it('keeps or converts a GGUF file, keeps MLC weights, converts safetensors', async () => {
    expect(await of(gguf())).toEqual([
      'keep imported-jan-pocket-q8-0',
      'convert imported-jan-pocket-q4f16-1',
      'convert imported-jan-pocket-q4f32-1',
    ]);
    expect(await of(mlc())).toEqual(['keep imported-params-shard-0-q4f32-1']);
    expect(await of(safetensors())).toEqual([
      'convert imported-model-q4f16-1',
      'convert imported-model-q4f32-1',
    ]);
  });

  const config = (change: object) =>
    JSON.stringify({
      ...(JSON.parse(String(readFileSync(join(pocket, 'config.json')))) as object),
      ...change,
    });
  const cases: [string, () => File[] | Promise<File[]>, string, RegExp][] = [
    ['nothing that is a model', () => [new File(['x'], 'notes.txt')], 'bad-input', /no model in/],
    [
      'two GGUF files',
      () => [new File(['x'], 'a.gguf'), new File(['x'], 'b.gguf')],
      'bad-input',
      /a\.gguf, b\.gguf/,
    ],
    ['a GGUF file that is none', () => [new File(['x'], 'a.gguf')], 'model-corrupt', /a\.gguf/],
    [
      'another architecture',
      () => replaced(safetensors(), 'config.json', () => config({ model_type: 'llama' })),
      'model-unsupported',
      /llama.*only qwen3/,
    ],
    [
      'a Qwen3 of a shape that no library has',
      () => toFiles(fixtureFiles()),
      'model-unsupported',
      /No WebGPU library.*GGUF/,
    ],
    [
      'MLC weights of another architecture',
      () => replaced(mlc(), 'mlc-chat-config.json', () => '{"model_type":"llama"}'),
      'model-unsupported',
      /llama/,
    ],
  ];
  it.each(cases)('refuses %s', async (_, files, code, message) => {
    const error = await failure(async () => planImport(await files()));
    expect(error.message).toMatch(message);
    expect(error.code).toBe(code);
  });
});

describe('an import', () => {
  it('keeps a GGUF file byte by byte, with the tokenizer from inside it', async () => {
    const { offer, done, progress } = run(await planImport(gguf()), /^Keep/);
    await done;
    const store = await ModelStore.open();
    const record = await store.model(offer.id);
    expect(record).toMatchObject({
      source: 'jan-pocket',
      card: { contextTokens: 4096, maxSteps: 4 },
    });
    const [file] = record!.card.engines.wllama!.files;
    const data = readFileSync(join(models, 'jan-pocket.gguf'));
    expect(file).toMatchObject({ bytes: data.length, sha256: sha256(data) });
    expect(sha256(new Uint8Array(await store.readBuffer(file!)))).toBe(sha256(data));
    expect(await store.has(record!.card.tokenizer)).toBe(true);
    expect(progress.at(-1)).toBe(data.length);
  });

  it('keeps MLC weights as they are, also under the list’s earlier name', async () => {
    const files = mlc().map((file) =>
      file.name === 'tensor-cache.json' ? new File([file], 'ndarray-cache.json') : file,
    );
    const { offer, done } = run(await planImport(files), /as it is/);
    await done;
    const { card } = (await (await ModelStore.open()).model(offer.id))!;
    const kept = Object.fromEntries(
      filesOf(card).map(({ url, sha256: hash }) => [url.slice(url.lastIndexOf('/') + 1), hash]),
    );
    for (const name of ['params_shard_0.bin', 'tensor-cache.json', 'tokenizer.json'])
      expect(kept[name]).toBe(sha256(readFileSync(join(models, 'mlc', name))));
    expect(Object.keys(kept)).toContain('jan-pocket-q4f32_1.wasm.gz');
  });

  it('converts safetensors to what their folder’s library takes', async () => {
    const { offer, done } = run(await planImport(safetensors()), /q4f32_1/);
    await done;
    const store = await ModelStore.open();
    const { card } = (await store.model(offer.id))!;
    for (const file of filesOf(card)) expect(await store.has(file), file.url).toBe(true);
    const shipped = readFileSync(join(models, 'mlc/params_shard_0.bin'));
    const shard = card.engines.webllm!.files.find(({ url }) => url.endsWith('.bin'));
    expect(shard?.bytes).toBe(shipped.length);
    // Nothing is left of the conversion's own records.
    expect(await store.strays(IMPORTED)).toEqual([]);
  });

  const damage = (name: string) =>
    replaced(mlc(), name, (data) => {
      data.writeUInt8(data.readUInt8(1000) ^ 1, 1000);
      return new Uint8Array(data);
    });
  const faults: [string, () => File[] | Promise<File[]>, string, RegExp][] = [
    ['a damaged shard', () => damage('params_shard_0.bin'), 'model-corrupt', /params_shard_0\.bin/],
    [
      'a shard that ends early',
      () => replaced(mlc(), 'params_shard_0.bin', (data) => new Uint8Array(data.subarray(9))),
      'model-corrupt',
      /should have/,
    ],
    [
      'a missing shard',
      () => mlc().filter(({ name }) => !name.endsWith('.bin')),
      'model-missing',
      /params_shard_0\.bin/,
    ],
    [
      'a list without one parameter',
      () => replaced(mlc(), 'tensor-cache.json', (data) => String(data).replace('model.norm', 'x')),
      'model-unsupported',
      /model\.norm\.weight is missing/,
    ],
  ];
  it.each(faults)('refuses %s and leaves nothing behind', async (_, files, code, message) => {
    const error = await failure(async () => run(await planImport(await files()), /as it is/).done);
    expect(error.message).toMatch(message);
    expect(error.code).toBe(code);
    expect(await (await ModelStore.open()).models()).toEqual([]);
  });

  it('leaves nothing behind when it is stopped, and can be begun again', async () => {
    for (const [files, label] of [
      [gguf(), /^Keep/],
      [gguf(), /q4f32_1/],
    ] as const) {
      const abort = new AbortController();
      const plan = await planImport(files);
      const stopped = run(plan, label, { signal: abort.signal });
      const watch = setInterval(() => stopped.progress.length && abort.abort(), 0);
      expect((await failure(() => stopped.done)).code).toBe('aborted');
      clearInterval(watch);
      expect(await (await ModelStore.open()).strays('')).toEqual([]);
      await run(plan, label).done;
    }
  });

  it('refuses a model that is already there, and leaves that one alone', async () => {
    const plan = await planImport(gguf());
    const { offer, done } = run(plan, /^Keep/);
    await done;
    expect((await failure(() => run(plan, /^Keep/).done)).message).toMatch(/already there/);
    const store = await ModelStore.open();
    for (const file of filesOf((await store.model(offer.id))!.card))
      expect(await store.has(file)).toBe(true);
  });

  it('leaves nothing behind where the storage runs full', async () => {
    let ofImport = true;
    // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its store below
    const real = ModelStore.prototype.addPiece;
    const spy = vi.spyOn(ModelStore.prototype, 'addPiece').mockImplementation(function (
      this: ModelStore,
      url,
      ...rest
    ) {
      if (url.startsWith(IMPORTED) !== ofImport) return real.call(this, url, ...rest);
      return Promise.reject(new DOMException('full', 'QuotaExceededError'));
    });
    try {
      // The last one has no room for the library, which is downloaded.
      for (const [label, whose] of [
        [/^Keep/, true],
        [/q4f32_1/, true],
        [/q4f32_1/, false],
      ] as const) {
        ofImport = whose;
        const { done } = run(await planImport(gguf()), label);
        const error = await failure(() => done);
        expect(error).toMatchObject({ code: 'storage' });
        expect(error.message).toMatch(/is full.*nothing of this model is kept.*begin again/);
        expect(error.message).not.toContain('resume');
        expect(await (await ModelStore.open()).strays('')).toEqual([]);
      }
    } finally {
      spy.mockRestore();
    }
  });

  it('goes on with the shard at which the page was closed', async () => {
    const store = await ModelStore.open();
    const checkpoint = await openCheckpoint(filesFolder('pocket', safetensors()));
    const options = { quantisation: 'q4f32_1', shardBytes: 200_000 } as const;
    const closed = new AbortController();
    const first = convert(checkpoint, new StoreSink(store, `${IMPORTED}x/`), {
      ...options,
      signal: closed.signal,
      onProgress: ({ done, total }) => done > total / 2 && closed.abort(),
    });
    await expect(first).rejects.toThrow();
    const progress: number[] = [];
    const sink = new StoreSink(store, `${IMPORTED}x/`);
    const { files } = await convert(checkpoint, sink, {
      ...options,
      onProgress: ({ done }) => progress.push(done),
    });
    // Shards that are there are counted one by one before anything is written.
    expect(
      progress.filter((done, i) => done - (progress[i - 1] ?? 0) > 100_000).length,
    ).toBeGreaterThan(2);
    const whole = new MemorySink();
    await convert(checkpoint, whole, options);
    for (const { name } of files)
      expect(sha256((await sink.read(name))!), name).toBe(sha256(whole.files.get(name)!));
    for (const url of await store.strays(IMPORTED)) await store.forgetFile(url);
  });

  it('clears what an import that was cut off has left', async () => {
    const store = await ModelStore.open();
    await store.addPiece(`${importPrefix('imported-lost')}a.bin`, 0, new Blob(['abc']));
    await run(await planImport(gguf()), /^Keep/).done;
    expect(await store.strays(IMPORTED)).toEqual([]);
  });
});

describe('the library of a model', () => {
  it('is that of its exact shape, RoPE and quantisation, or none', () => {
    const config = JSON.parse(String(readFileSync(join(models, 'config.json')))) as object;
    expect(config).toMatchObject(janPocketShape);
    const url = (more: object, quantisation: Parameters<typeof libraryFor>[1] = 'q4f16_1') =>
      libraryFor({ ...config, ...more }, quantisation)?.url;
    const yarn = { rope_type: 'yarn', factor: 4, original_max_position_embeddings: 32768 };
    const nano = { ...qwen3Shape4B, rope_theta: 1e6 };
    expect(url({})).toBe('models/lib/jan-pocket-q4f16_1.wasm.gz');
    expect(url({}, 'q8f16_1')).toBeUndefined();
    expect(url({ num_hidden_layers: 6 })).toBeUndefined();
    expect(url(nano)).toMatch(/Qwen3-4B-q4f16_1/);
    expect(url(nano, 'q8f16_1')).toBe('models/lib/jan-nano-q8f16_1.wasm.gz');
    expect(url({ ...nano, rope_theta: 5e6 })).toBeUndefined();
    expect(url({ ...nano, rope_scaling: yarn })).toBe('models/lib/jan-nano-yarn-q4f16_1.wasm.gz');
    expect(url({ ...nano, rope_scaling: { ...yarn, factor: 2 } })).toBeUndefined();
  });
});
