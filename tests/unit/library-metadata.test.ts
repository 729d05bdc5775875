import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import {
  assertLibraryFits,
  readLibraryMetadata,
  type TensorCache,
} from '../../src/engine/library-metadata';

const library = gunzipSync(readFileSync('public/models/lib/jan-pocket-q4f32_1.wasm.gz'));
const cache = JSON.parse(
  readFileSync('public/models/jan-pocket/mlc/tensor-cache.json', 'utf8'),
) as TensorCache;
const metadata = () => {
  const found = readLibraryMetadata(library);
  if (!found) throw new Error('no metadata');
  return found;
};
const wrap = (json: string) => new TextEncoder().encode(`\0{{"a":{"params\0x${json}\0{}`);

describe('readLibraryMetadata', () => {
  it('finds it in the shipped library', () => {
    const { params, prefill_chunk_size, quantization } = metadata();
    expect(quantization).toBe('q4f32_1');
    expect(prefill_chunk_size).toBe(512);
    expect(params[0]).toEqual({
      name: 'model.embed_tokens.q_weight',
      shape: [2048, 24],
      dtype: 'uint32',
    });
  });

  it.each([
    [
      'keys before and after',
      '{"m": {"k": "}\\""}, "params": [{"name":"a","shape":[1],"dtype":"f"}], "z": {}}',
    ],
    ['only the list', '{"params": [{"name":"a","shape":[1],"dtype":"f"}]}'],
  ])('finds it between other bytes: %s', (_, json) => {
    expect(readLibraryMetadata(wrap(json))?.params[0]?.name).toBe('a');
  });

  it.each([
    ['nothing', ''],
    ['no list', '{"params": 3}'],
    ['an empty list', '{"params": []}'],
    ['another list', '{"params": ["a"]}'],
    ['a list of null', '{"params": [null]}'],
    ['cut off', '{"params": [{"name":"a","shape":[1],"dtype":"f"}]'],
  ])('finds nothing in %s', (_, json) => {
    expect(readLibraryMetadata(wrap(json))).toBeUndefined();
  });
});

describe('assertLibraryFits', () => {
  it('takes the shipped weights', () => {
    expect(() => assertLibraryFits(metadata(), cache)).not.toThrow();
  });

  it.each([
    ['another shape', { shape: [2048, 25] }, '2048×24 uint32, and has to be 2048×25 uint32'],
    ['another type', { dtype: 'float16' }, 'has to be 2048×24 float16'],
    ['another name', { name: 'model.absent' }, 'model.absent is missing'],
  ])('refuses %s, and says which', (_, change, words) => {
    const [first, ...rest] = metadata().params;
    const params = [Object.assign({}, first, change), ...rest];
    expect(() => assertLibraryFits({ params }, cache)).toThrow(
      expect.objectContaining({
        code: 'model-corrupt',
        message: expect.stringContaining(words) as string,
      }),
    );
  });
});
