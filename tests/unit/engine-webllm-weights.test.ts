import 'fake-indexeddb/auto';
import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ModelFile } from '../../src/contracts';
import { LIBRARY_URL, MODEL_URL, Weights } from '../../src/engine/webllm-weights';
import { modelCard } from '../../src/models/catalogue';

describe('weights', () => {
  const data: Record<string, string> = { 'a.json': '{"a":1}', 'b.bin': 'shard', 'c.wasm': 'code' };
  const file = (name: string, sha256?: string): ModelFile => ({
    url: `http://host.test/m/${name}`,
    bytes: data[name]?.length ?? 0,
    ...(sha256 ? { sha256 } : {}),
  });
  const silent = () => undefined;
  /** A model of the given files and the tokenizer `a.json`. */
  const fetchWeights = (...files: ModelFile[]) => {
    const engines = { webllm: { files, quantisation: 'q4f32_1' } };
    const card = { ...modelCard('jan-pocket'), tokenizer: file('a.json'), engines };
    return Weights.fetch(card, files, new AbortController().signal, silent);
  };
  const all = () => fetchWeights(file('b.bin'), file('c.wasm'));

  function server() {
    const asked: string[] = [];
    vi.stubGlobal('fetch', (url: string) => {
      const name = url.slice(url.lastIndexOf('/') + 1);
      asked.push(name);
      return Promise.resolve(new Response(data[name] ?? null, { status: data[name] ? 200 : 404 }));
    });
    return asked;
  }
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
  });

  it('are downloaded once, and each is read once, when its contents are asked for', async () => {
    const asked = server();
    await all();
    expect(asked.toSorted()).toEqual(['a.json', 'b.bin', 'c.wasm']);
    const weights = await all();
    expect(asked).toHaveLength(3);

    const read = vi.spyOn(Blob.prototype, 'arrayBuffer');
    const phases: string[] = [];
    await weights.serve(
      async () => {
        const cache = await caches.open('webllm/model');
        const names = (await cache.keys()).map(({ url }) => url);
        expect(names).toEqual([`${MODEL_URL}a.json`, `${MODEL_URL}b.bin`, LIBRARY_URL]);
        await cache.match(new Request(`${MODEL_URL}a.json`));
        expect(read).not.toHaveBeenCalled();
        const config = await cache.match(new Request(`${MODEL_URL}a.json`));
        expect(await config?.json()).toEqual({ a: 1 });
        const shard = await cache.match(new Request(`${MODEL_URL}b.bin`));
        expect(new TextDecoder().decode(await shard?.arrayBuffer())).toBe('shard');
        await (await cache.match(new Request(LIBRARY_URL)))?.arrayBuffer();
        expect(read).toHaveBeenCalledTimes(3);
        await expect(
          (await cache.match(new Request(`${MODEL_URL}d.bin`)))?.arrayBuffer(),
        ).rejects.toMatchObject({ code: 'model-missing' });
      },
      ({ phase }) => phases.push(phase),
    );
    expect(phases).toEqual(['read', 'read', 'compile']);
    expect(asked).toHaveLength(3);
    expect('caches' in globalThis).toBe(false);
  });

  it('are downloaded again in another version, and files of the older one are deleted', async () => {
    const asked = server();
    await all();
    asked.length = 0;
    const wrong = createHash('sha256').update('other').digest('hex');
    await expect(fetchWeights(file('b.bin', wrong))).rejects.toMatchObject({
      code: 'model-corrupt',
    });
    const right = createHash('sha256').update('shard').digest('hex');
    await fetchWeights(file('b.bin', right));
    asked.length = 0;
    await all();
    expect(asked).toEqual(['c.wasm']);
  });

  it('are not taken from a storage that gives something else', async () => {
    server();
    const weights = await all();
    const database = await new Promise<IDBDatabase>((resolve) => {
      const open = indexedDB.open('jan-nano-weights');
      open.onsuccess = () => resolve(open.result);
    });
    const change = database.transaction('files', 'readwrite');
    const key = ['piece', file('b.bin').url, 0, 5];
    change.objectStore('files').put(new Blob(['??']), key);
    await new Promise((resolve) => (change.oncomplete = resolve));
    await expect(weights.read('b.bin')).rejects.toMatchObject({ code: 'model-corrupt' });
    const asked = server();
    await all();
    expect(asked).toEqual(['b.bin']);
  });

  it('stay in memory where nothing can be stored', async () => {
    server();
    vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(() => {
      throw new DOMException('no room', 'QuotaExceededError');
    });
    const weights = await all();
    expect(new TextDecoder().decode(await weights.read('b.bin'))).toBe('shard');
    const huge = { url: 'http://host.test/m/absent', bytes: 300e6 };
    await expect(fetchWeights(file('b.bin'), huge)).rejects.toMatchObject({ code: 'storage' });
  });
});
