import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { convert, type ConvertOptions } from '../../src/models/convert/convert';
import { halfValues } from '../../src/models/convert/half';
import { openCheckpoint } from '../../src/models/convert/open-checkpoint';
import { mlcQuantisations, type MlcQuantisation } from '../../src/models/mlc-layout';
import { MemorySink } from '../fakes/memory-sink';
import {
  failure,
  fixture,
  fixtureFiles,
  folderOf,
  filesIn,
  parametersIn,
  pocket,
  root,
  safetensors,
  sha256,
  tensorCache,
  tokenizerJson,
  type Files,
} from './convert-harness';

const names = Object.keys(mlcQuantisations) as MlcQuantisation[];
const plain = { quantisation: 'q4f16_1', rounding: 'plain' } satisfies ConvertOptions;
/** Several shards and several slabs a matrix, from a tiny model. */
const split = { ...plain, shardBytes: 4096, slabWeights: 1000 };

async function run(files: Files, options: ConvertOptions, sink = new MemorySink(), file?: string) {
  const manifest = await convert(await openCheckpoint(folderOf(files), file), sink, options);
  return { sink, manifest };
}

const contents = ({ files }: MemorySink) =>
  Object.fromEntries([...files].map(([name, data]) => [name, sha256(data)]));

describe('plain rounding', () => {
  const expected = JSON.parse(readFileSync(join(fixture, 'expected.json'), 'utf8')) as Record<
    string,
    Record<string, string>
  >;

  it.each(names)('equals the NumPy reference in every tensor: %s', async (quantisation) => {
    for (const slabWeights of [undefined, 64, 1000]) {
      const { sink } = await run(fixtureFiles(), { ...plain, quantisation, slabWeights });
      const made = [...parametersIn(sink)].map(([name, data]) => [name, sha256(data)]);
      expect(made).toEqual(Object.entries(expected[quantisation] ?? {}));
    }
  });

  it('makes of the Jan-Pocket checkpoint the files that ship', async () => {
    const { sink } = await run(filesIn(pocket), { ...plain, quantisation: 'q4f32_1' });
    const shipped = filesIn(join(root, 'public/models/jan-pocket/mlc'));
    for (const name of ['params_shard_0.bin', 'tensor-cache.json', 'tokenizer.json']) {
      expect(sha256(sink.files.get(name) ?? new Uint8Array()), name).toBe(
        sha256(shipped[name] as Uint8Array),
      );
    }
    const parsed = (data: Uint8Array | string | undefined) =>
      JSON.parse(new TextDecoder().decode(data as Uint8Array)) as unknown;
    expect(parsed(sink.files.get('mlc-chat-config.json'))).toEqual(
      parsed(shipped['mlc-chat-config.json']),
    );
  });
});

describe('from Q8_0', () => {
  const gguf = readFileSync(join(root, 'public/models/jan-pocket/jan-pocket.gguf'));

  /** The same weights as 32-bit floats under Hugging Face's names, read here in another way. */
  async function dequantised(): Promise<Files> {
    const { tensors, config } = await openCheckpoint(folderOf({ 'm.gguf': gguf }), 'm.gguf');
    const header: Record<string, unknown> = {};
    const parts: Float32Array[] = [];
    let at = 0;
    for (const { name, shape, type, offset } of tensors.values()) {
      const count = shape.reduce((a, b) => a * b, 1);
      const values = Float32Array.from({ length: count }, (_, i) => {
        if (type === 'F32') return gguf.readFloatLE(offset + 4 * i);
        const block = offset + 34 * Math.floor(i / 32);
        return (halfValues[gguf.readUInt16LE(block)] ?? 0) * gguf.readInt8(block + 2 + (i % 32));
      });
      header[name] = { dtype: 'F32', shape, data_offsets: [at, at + 4 * count] };
      at += 4 * count;
      parts.push(values);
    }
    const data = new Uint8Array(Buffer.concat(parts.map((part) => Buffer.from(part.buffer))));
    return {
      'model.safetensors': safetensors(header, data),
      'config.json': JSON.stringify(config),
      'tokenizer.json': tokenizerJson,
    };
  }

  it.each(['plain', 'least-squares'] as const)(
    'equals quantising the dequantised values: %s',
    async (rounding) => {
      const options = { quantisation: 'q4f16_1', rounding } as const;
      const a = await run({ 'm.gguf': gguf }, options, undefined, 'm.gguf');
      const b = await run(await dequantised(), options);
      expect(contents(a.sink)['params_shard_0.bin']).toBe(contents(b.sink)['params_shard_0.bin']);
    },
  );

  it('has the configuration and the tokenizer that the model was made with', async () => {
    const { config, tokenizer } = await openCheckpoint(folderOf({ 'm.gguf': gguf }), 'm.gguf');
    const files = filesIn(pocket);
    const read = (name: string) => JSON.parse(String(files[name])) as Record<string, unknown>;
    const { architectures, ...known } = read('config.json');
    expect(config['architectures']).toEqual(architectures);
    for (const key of ['hidden_act', 'attention_bias', 'torch_dtype']) delete known[key];
    expect(config).toMatchObject(known);
    expect(JSON.parse(new TextDecoder().decode(tokenizer))).toEqual(read('tokenizer.json'));
  });
});

describe('least squares', () => {
  it('is the default and differs from plain in codes and scales alone', async () => {
    const a = await run(fixtureFiles(), plain);
    const b = await run(fixtureFiles(), { quantisation: 'q4f16_1' });
    expect(b.manifest.rounding).toBe('least-squares');
    const before = parametersIn(a.sink);
    for (const [name, data] of parametersIn(b.sink)) {
      expect(data.length, name).toBe(before.get(name)?.length);
      if (name.endsWith('norm.weight')) expect(data).toEqual(before.get(name));
    }
  });
});

describe('files', () => {
  let whole: MemorySink;
  beforeAll(async () => {
    whole = (await run(fixtureFiles(), split)).sink;
  });

  it('are described by the tensor cache and the manifest', async () => {
    const { sink, manifest } = await run(fixtureFiles(), split);
    const { records } = tensorCache(sink);
    expect(records.length).toBeGreaterThan(5);
    for (const { dataPath, nbytes } of records)
      expect(sink.files.get(dataPath)?.length).toBe(nbytes);
    for (const { name, bytes, sha256: digest } of manifest.files) {
      const data = sink.files.get(name) ?? new Uint8Array();
      expect([data.length, sha256(data)], name).toEqual([bytes, digest]);
    }
    const described = [...manifest.files.map(({ name }) => name), 'manifest.json'];
    expect([...sink.files.keys()].sort()).toEqual(described.sort());
  });

  it('come out the same after an interruption at any shard', async () => {
    const shards = tensorCache(whole).records.map(({ dataPath }) => dataPath);
    for (const [i, cut] of shards.entries()) {
      const sink = new MemorySink();
      sink.onWrite = (name) => {
        if (name === cut) throw new Error('The disk is gone.');
      };
      expect((await failure(() => run(fixtureFiles(), split, sink))).message).toBe(
        'The disk is gone.',
      );
      expect(sink.files.has('manifest.json')).toBe(false);
      const written: string[] = [];
      sink.onWrite = (name) => written.push(name);
      await run(fixtureFiles(), split, sink);
      expect(written.filter((name) => shards.slice(0, i).includes(name))).toEqual([]);
      expect(contents(sink)).toEqual(contents(whole));
    }
  });

  it('are written again where they are gone or cut off', async () => {
    const sink = new MemorySink();
    await run(fixtureFiles(), split, sink);
    sink.files.delete('params_shard_1.bin');
    await run(fixtureFiles(), split, sink);
    expect(contents(sink)).toEqual(contents(whole));
  });

  it('are left alone when all is done', async () => {
    const sink = new MemorySink();
    const { manifest } = await run(fixtureFiles(), split, sink);
    const written: string[] = [];
    sink.onWrite = (name) => written.push(name);
    expect((await run(fixtureFiles(), split, sink)).manifest).toEqual(manifest);
    expect(written).toEqual([]);
  });

  it('of another conversion are not overwritten unasked', async () => {
    const sink = new MemorySink();
    await run(fixtureFiles(), split, sink);
    const other = { ...split, quantisation: 'q4f32_1' } as const;
    expect((await failure(() => run(fixtureFiles(), other, sink))).code).toBe('bad-input');
    expect(contents(sink)).toEqual(contents(whole));
    const { manifest } = await run(fixtureFiles(), { ...other, overwrite: true }, sink);
    expect(manifest.quantisation).toBe('q4f32_1');
  });

  it('stop between slabs when aborted, and report their progress', async () => {
    const abort = new AbortController();
    const seen: number[] = [];
    const options: ConvertOptions = {
      ...split,
      signal: abort.signal,
      onProgress: ({ done, total }) => {
        seen.push(done / total);
        if (done > total / 2) abort.abort();
      },
    };
    const sink = new MemorySink();
    expect((await failure(() => run(fixtureFiles(), options, sink))).code).toBe('aborted');
    expect(seen.at(-1)).toBeLessThan(0.6);
    const again: number[] = [];
    await run(fixtureFiles(), { ...split, onProgress: (p) => again.push(p.done / p.total) }, sink);
    expect(again.at(-1)).toBe(1);
    expect(again).toEqual(again.toSorted((a, b) => a - b));
    expect(contents(sink)).toEqual(contents(whole));
  });
});

describe('refuses', () => {
  const config = JSON.parse(String(readFileSync(join(fixture, 'config.json')))) as object;
  const withConfig = (change: object): Files => ({
    ...fixtureFiles(),
    'config.json': JSON.stringify({ ...config, ...change }),
  });
  const without = (name: string): Files => {
    const files = fixtureFiles();
    return Object.fromEntries(Object.entries(files).filter(([file]) => file !== name));
  };
  const cases: [string, () => Files, string, RegExp][] = [
    [
      'another architecture',
      () => withConfig({ model_type: 'llama' }),
      'model-unsupported',
      /llama/,
    ],
    ['biases', () => withConfig({ attention_bias: true }), 'model-unsupported', /biases/],
    ['no layers', () => withConfig({ num_hidden_layers: 0 }), 'model-unsupported', /num_hidden/],
    [
      'another shape',
      () => withConfig({ vocab_size: 95 }),
      'model-unsupported',
      /embed_tokens.*96/,
    ],
    ['more layers', () => withConfig({ num_hidden_layers: 3 }), 'model-unsupported', /layers\.2/],
    ['an odd size', () => withConfig({ hidden_size: 60 }), 'model-unsupported', /multiple of 32/],
    [
      'a list for a configuration',
      () => ({ ...fixtureFiles(), 'config.json': '[]' }),
      'model-corrupt',
      /config\.json/,
    ],
    ['no configuration', () => without('config.json'), 'model-missing', /config\.json/],
    ['no tokenizer', () => without('tokenizer.json'), 'model-missing', /tokenizer\.json/],
    [
      'another tokenizer',
      () => ({ ...fixtureFiles(), 'tokenizer.json': '{}' }),
      'model-corrupt',
      /tokenizer/,
    ],
    ['a missing file', () => without('model-00002-of-00002.safetensors'), 'model-missing', /00002/],
    ['no weights', () => ({ 'config.json': '{}' }), 'model-missing', /\.gguf/],
  ];

  it.each(cases)('%s', async (_, files, code, message) => {
    const error = await failure(() => run(files(), plain));
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
  });

  it('weights that are not finite', async () => {
    const files = fixtureFiles();
    const name = 'model-00001-of-00002.safetensors';
    const data = Buffer.from(files[name] as Uint8Array);
    const header = data.subarray(8, 8 + Number(data.readBigUInt64LE()));
    expect(String(header)).toContain('model.embed_tokens.weight');
    const start = 8 + header.length;
    data.writeFloatLE(Infinity, start + 128);
    const sink = new MemorySink();
    const error = await failure(() => run({ ...files, [name]: data }, plain, sink));
    expect(error).toMatchObject({ code: 'model-corrupt' });
    expect(error.message).toMatch(/embed_tokens/);
    expect([...sink.files]).toEqual([]);
  });
});
