import 'fake-indexeddb/auto';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { MLCEngine } from '@mlc-ai/web-llm';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ModelFile } from '../../src/contracts';
import { deviceLost, translateGpuFault } from '../../src/engine/webllm-faults';
import { KvCache } from '../../src/engine/webllm-kv';
import { openPipeline, type Logits, type Pipeline } from '../../src/engine/webllm-private';
import { StopStrings, TextStream, TokenBytes } from '../../src/engine/webllm-text';
import { LIBRARY_URL, MODEL_URL, Weights } from '../../src/engine/webllm-weights';
import { modelCard } from '../../src/models/catalogue';

const tokenizer = JSON.parse(readFileSync('public/models/jan-pocket/tokenizer.json', 'utf8')) as {
  model: { vocab: Record<string, number> };
};

/** A "model" whose logits are the tokens in its cache, so that a test sees what was computed. */
function recordingPipeline(canRewind = true) {
  const held: number[] = [];
  const forwards: number[][] = [];
  const fault: { next?: Error } = {};
  async function forward(tokens: number[], wanted = false): Promise<Logits | undefined> {
    const error = fault.next;
    fault.next = undefined;
    held.push(...tokens);
    if (error) throw error;
    forwards.push(tokens);
    const seen = Float32Array.from(held);
    return wanted ? { all: async () => seen, candidates: async () => [] } : undefined;
  }
  const pipeline: Pipeline = {
    maxForward: 512,
    gpu: undefined,
    encode: (text) => Array.from(text, (character) => character.charCodeAt(0)),
    forward: forward as Pipeline['forward'],
    rewind: (count) => {
      if (canRewind) held.length -= count;
      return canRewind;
    },
    reset: () => (held.length = 0),
  };
  return { pipeline, held, forwards, fault };
}

async function fill(cache: KvCache, prompt: number[], slices = Infinity) {
  const state = cache.keep(prompt);
  let logits: Logits | undefined;
  const dones: number[] = [];
  for await (const slice of cache.prefill(prompt)) {
    logits = slice.logits;
    dones.push(slice.done);
    if (dones.length === slices) break;
  }
  return { ...state, dones, logits: logits && Array.from(await logits.all()) };
}

const count = (length: number, from = 0) => Array.from({ length }, (_, i) => from + i);

describe('the KV cache', () => {
  it('prefills in slices and gives the logits of the last token alone', async () => {
    const cache = new KvCache(recordingPipeline().pipeline, () => 0);
    const result = await fill(cache, count(1000));
    // No time passes, so the slices grow up to what one forward may take.
    expect(result).toMatchObject({ kept: 0, rewound: true, dones: [128, 384, 896, 1000] });
    expect(result.logits).toEqual(count(1000));
  });

  it('keeps its slices small where they take long', async () => {
    let now = 0;
    const cache = new KvCache(recordingPipeline().pipeline, () => (now += 400));
    expect((await fill(cache, count(300))).dones).toEqual([128, 256, 300]);
  });

  it('prefills only what differs, from the first token that does', async () => {
    const model = recordingPipeline();
    const cache = new KvCache(model.pipeline);
    await fill(cache, [1, 2, 3, 4]);
    await cache.decode(5);
    const fork = await fill(cache, [1, 2, 3, 9, 8]);
    expect(fork).toMatchObject({ kept: 3, rewound: true, logits: [1, 2, 3, 9, 8] });
    expect(model.forwards).toEqual([[1, 2, 3, 4], [5], [9, 8]]);
  });

  it('computes the last token again for a prompt that it holds already', async () => {
    const cache = new KvCache(recordingPipeline().pipeline);
    await fill(cache, [1, 2, 3]);
    expect(await fill(cache, [1, 2, 3])).toMatchObject({ kept: 2, logits: [1, 2, 3] });
    expect(await fill(cache, [1, 2])).toMatchObject({ kept: 1, logits: [1, 2] });
  });

  it('goes on from where a prefill was left', async () => {
    const cache = new KvCache(recordingPipeline().pipeline);
    await fill(cache, count(400), 1);
    expect(await fill(cache, count(400))).toMatchObject({ kept: 128, logits: count(400) });
  });

  it('reads everything anew after a failed forward', async () => {
    const { pipeline, fault } = recordingPipeline();
    const cache = new KvCache(pipeline);
    await fill(cache, [1, 2, 3]);
    fault.next = new Error('lost');
    await expect(cache.decode(4)).rejects.toThrow('lost');
    expect(await fill(cache, [1, 2, 3, 4])).toMatchObject({ kept: 0, logits: [1, 2, 3, 4] });
  });

  it('says when the library cannot rewind', async () => {
    const cache = new KvCache(recordingPipeline(false).pipeline);
    expect(await fill(cache, [1, 2, 3])).toMatchObject({ kept: 0, rewound: true });
    const second = await fill(cache, [1, 2, 9]);
    expect(second).toMatchObject({ kept: 0, rewound: false, logits: [1, 2, 9] });
  });
});

describe('what is used of WebLLM beyond its types', () => {
  const types = readFileSync('node_modules/@mlc-ai/web-llm/lib/llm_chat.d.ts', 'utf8');
  const bundle = readFileSync('node_modules/@mlc-ai/web-llm/lib/index.js', 'utf8');

  it.each([
    'private tvm;',
    'private device;',
    'private tokenizer;',
    'private kvCache?;',
    'private filledKVCacheLength;',
    'private prefillChunkSize;',
    'private forwardKnownTokens;',
    'resetChat(',
  ])('is in the installed version: %s', (name) => {
    expect(types).toContain(name);
  });

  it('has the cache that is asked for by its global name', () => {
    expect(bundle).toContain('this.cache = yield caches.open(this.scope);');
    expect(bundle).toContain('this.cache.match(new Request(url))');
  });

  function engineWith(change: object, hasPop = true) {
    const scopes: string[] = [];
    const tvm = {
      beginScope: () => scopes.push('begin'),
      endScope: () => scopes.push('end'),
      detachFromCurrentScope: <T>(value: T) => value,
      scalar: (value: number) => value,
      getGlobalFunc: (name: string) => {
        if (!hasPop) throw new Error(`no ${name}`);
        return (_cache: unknown, _sequence: number, popped: number) => pops.push(popped);
      },
    };
    const pops: number[] = [];
    const pipeline = {
      tvm,
      device: { sync: () => Promise.resolve() },
      tokenizer: { encode: () => Int32Array.of(1) },
      kvCache: {},
      filledKVCacheLength: 5,
      prefillChunkSize: 512,
      forwardKnownTokens: () => Promise.resolve(undefined),
      resetChat: () => undefined,
      ...change,
    };
    const engine = { loadedModelIdToPipeline: new Map([['m', pipeline]]) };
    return { engine: engine as unknown as MLCEngine, pipeline, pops, scopes };
  }

  afterEach(() => vi.restoreAllMocks());

  it('rewinds the cache together with its length', () => {
    const { engine, pipeline, pops, scopes } = engineWith({});
    expect(openPipeline(engine, 'm')?.rewind(2)).toBe(true);
    expect(pops).toEqual([2]);
    expect(pipeline.filledKVCacheLength).toBe(3);
    expect(scopes.filter((step) => step === 'begin').length * 2).toBe(scopes.length);
  });

  it.each([
    ['another version', {}, true, '0.2.87'],
    ['no length', { filledKVCacheLength: undefined }, true, undefined],
    ['no such function', {}, false, undefined],
  ])('does without rewinding with %s', (_, change, hasPop, version) => {
    vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const { engine, pops } = engineWith(change, hasPop);
    expect(openPipeline(engine, 'm', version)?.rewind(2)).toBe(false);
    expect(pops).toEqual([]);
  });

  it.each(['tvm', 'tokenizer', 'device', 'forwardKnownTokens', 'resetChat'])(
    'does without the inside of a build without %s, and says so',
    (name) => {
      const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
      const { engine } = engineWith({ [name]: undefined });
      expect(openPipeline(engine, 'm')).toBeUndefined();
      expect(warn.mock.calls[0]?.[0]).toMatch(/not the one that the app knows/);
    },
  );
});

describe('tokens as text', () => {
  const tokens = new TokenBytes(tokenizer);
  const byte = (value: number) => {
    const id = count(2022).find((one) => {
      const bytes = tokens.of(one);
      return bytes.length === 1 && bytes[0] === value;
    });
    if (id === undefined) throw new Error(`no token for the byte ${value}`);
    return id;
  };
  const bytesOf = (text: string) => Array.from(new TextEncoder().encode(text), byte);

  it('covers every byte, and gives back any text', () => {
    const text = 'a\n 東京 – café 🇵🇪 ½\ufeff';
    const stream = new TextStream(tokens);
    expect(
      bytesOf(text)
        .map((id) => stream.push(id))
        .join(''),
    ).toBe(text);
    expect(new Set(count(256).map(byte)).size).toBe(256);
  });

  it('never emits a part of a character', () => {
    const stream = new TextStream(tokens);
    expect(bytesOf('é🇵').map((id) => stream.push(id))).toEqual(['', 'é', '', '', '', '🇵']);
  });

  it('shows added tokens but no control tokens', () => {
    const stream = new TextStream(tokens);
    expect(stream.push(tokens.idOf('<tool_call>') ?? -1)).toBe('<tool_call>');
    expect(stream.push(tokens.idOf('<|im_start|>') ?? -1)).toBe('');
    expect(tokens.idOf('Lima')).toBeUndefined();
  });

  it('knows which tokens would make no text', () => {
    const stream = new TextStream(tokens);
    expect(stream.accepts(byte(0x80))).toBe(false);
    stream.push(byte(0xe6));
    expect(stream.accepts(byte(0x80))).toBe(true);
    expect(stream.accepts(byte(0x41))).toBe(false);
  });

  it('refuses a tokenizer of another kind', () => {
    expect(() => new TokenBytes({ ...tokenizer, decoder: { type: 'WordPiece' } })).toThrow(
      expect.objectContaining({ code: 'model-unsupported' }),
    );
  });
});

describe('stop strings', () => {
  const run = (stops: string[], pieces: string[]) => {
    const filter = new StopStrings(stops);
    let text = '';
    for (const piece of pieces) {
      const result = filter.push(piece);
      text += result.text;
      if (result.stopped) return { text, stopped: true };
    }
    return { text: text + filter.end(), stopped: false };
  };

  it.each([
    ['across pieces', ['END'], ['abcE', 'N', 'Def'], 'abc', true],
    ['the first of two', ['yy', 'x'], ['axbyy'], 'a', true],
    ['none at all', ['END'], ['abE', 'Nd'], 'abENd', false],
    ['a beginning at the end', ['END'], ['abEN'], 'abEN', false],
    ['an empty one', [''], ['abc'], 'abc', false],
  ])('%s', (_, stops, pieces, text, stopped) => {
    expect(run(stops, pieces)).toEqual({ text, stopped });
  });

  it('lets through at once what cannot be a stop string', () => {
    expect(new StopStrings(['END']).push('abcE').text).toBe('abc');
  });
});

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

describe('faults of the graphics processor', () => {
  const named = (name: string, message = 'x') => Object.assign(new Error(message), { name });
  it.each([
    [named('WebGPUNotAvailableError'), 'load', 'model-unsupported'],
    [named('Error', 'Unable to find a compatible GPU.'), 'load', 'model-unsupported'],
    [named('ShaderF16SupportError'), 'load', 'model-unsupported'],
    [named('DeviceLostError'), 'load', 'out-of-memory'],
    [named('GPUOutOfMemoryError'), 'generate', 'out-of-memory'],
    [named('Error', 'Cannot find parameter model.norm'), 'load', 'model-corrupt'],
    [named('GPUValidationError', 'shader'), 'load', 'model-unsupported'],
    [named('GPUValidationError', 'shader'), 'generate', 'engine-crashed'],
    [deviceLost({ message: 'unplugged' }), 'generate', 'engine-crashed'],
  ] as const)('%s while in %s → %s', (fault, stage, code) => {
    expect(translateGpuFault(fault, stage).code).toBe(code);
  });

  it('says what to do when the device is lost', () => {
    expect(deviceLost({ message: 'unplugged' }).message).toMatch(/unplugged.*Ask again/);
  });
});
