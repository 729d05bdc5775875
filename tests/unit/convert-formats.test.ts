import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readGguf } from '../../src/models/convert/gguf';
import { huggingFaceTensors } from '../../src/models/convert/gguf-qwen3';
import { openCheckpoint } from '../../src/models/convert/open-checkpoint';
import { readSafetensors } from '../../src/models/convert/safetensors';
import { blobSource } from '../../src/models/convert/file-sources';
import { decode } from '../../src/models/convert/tensors';
import { failure, fixture, folderOf, root, safetensors } from './convert-harness';

const known = ['model-corrupt', 'model-unsupported', 'model-missing'];
const source = (data: Uint8Array) => blobSource('file', new Blob([data as BlobPart]));

describe('safetensors', () => {
  const entry = (shape: unknown, offsets: unknown, dtype: unknown = 'F32') => ({
    dtype,
    shape,
    data_offsets: offsets,
  });
  const data = new Uint8Array(16);

  it('gives names, shapes and places', async () => {
    const header = { a: entry([2, 1], [0, 8]), b: entry([4], [8, 16], 'BF16') };
    const tensors = await readSafetensors(source(safetensors(header, data)));
    const base = 8 + JSON.stringify(header).length;
    expect(tensors).toMatchObject([
      { name: 'a', shape: [2, 1], type: 'F32', offset: base },
      { name: 'b', shape: [4], type: 'BF16', offset: base + 8 },
    ]);
  });

  const cases: [string, Uint8Array, string, RegExp][] = [
    ['an empty file', new Uint8Array(), 'model-corrupt', /ends at byte 0/],
    ['a web page', new TextEncoder().encode('<!doctype html><html>'), 'model-corrupt', /begin/],
    ['a header that is cut off', safetensors({ a: 1 }).subarray(0, 12), 'model-corrupt', /header/],
    ['a header that is no JSON', safetensors('{"a":'), 'model-corrupt', /JSON/],
    ['a header that is a list', safetensors([]), 'model-corrupt', /object/],
    ['an entry that is a number', safetensors({ a: 1 }), 'model-corrupt', /entry for a/],
    ['no shape', safetensors({ a: entry(undefined, [0, 4]) }, data), 'model-corrupt', /shape/],
    ['a negative size', safetensors({ a: entry([-1], [0, 4]) }, data), 'model-corrupt', /shape/],
    [
      'a huge shape',
      safetensors({ a: entry([2 ** 52, 9], [0, 4]) }, data),
      'model-corrupt',
      /shape/,
    ],
    ['one offset', safetensors({ a: entry([1], [0]) }, data), 'model-corrupt', /place/],
    ['a negative offset', safetensors({ a: entry([1], [-4, 0]) }, data), 'model-corrupt', /place/],
    [
      'offsets that do not fit',
      safetensors({ a: entry([1], [0, 8]) }, data),
      'model-corrupt',
      /fit/,
    ],
    [
      'data that ends early',
      safetensors({ a: entry([5], [0, 20]) }, data),
      'model-corrupt',
      /end of a/,
    ],
    [
      'overlapping tensors',
      safetensors({ a: entry([2], [0, 8]), b: entry([2], [4, 12]) }, data),
      'model-corrupt',
      /a and b overlap/,
    ],
    [
      'an unknown type',
      safetensors({ a: entry([1], [0, 1], 'F8_E4M3') }, data),
      'model-unsupported',
      /F8_E4M3/,
    ],
    [
      'a type of GGUF',
      safetensors({ a: entry([32], [0, 34], 'Q8_0') }, data),
      'model-unsupported',
      /Q8_0/,
    ],
  ];
  it.each(cases)('refuses %s', async (_, file, code, message) => {
    const error = await failure(() => readSafetensors(source(file)));
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
  });

  it('refuses an index that leads out of the folder', async () => {
    for (const file of ['../secret.safetensors', '/etc/passwd', 7]) {
      const index = JSON.stringify({ weight_map: { a: file } });
      const folder = folderOf({ 'model.safetensors.index.json': index });
      expect((await failure(() => openCheckpoint(folder))).code).toBe('model-corrupt');
    }
  });

  it('never fails in another way, whatever bytes are changed or cut off', async () => {
    const whole = readFileSync(join(fixture, 'model-00002-of-00002.safetensors'));
    await fuzz(whole, 2000, (file) => readSafetensors(source(file)));
  });
});

/** Cuts the file and changes bytes of its header; what is thrown has to be a known error. */
async function fuzz(
  whole: Uint8Array,
  headerBytes: number,
  read: (file: Uint8Array) => Promise<unknown>,
): Promise<void> {
  const change = fc.tuple(fc.nat(headerBytes - 1), fc.nat(255));
  await fc.assert(
    fc.asyncProperty(
      fc.array(change, { maxLength: 4 }),
      fc.option(fc.nat(whole.length)),
      async (changes, length) => {
        const file = new Uint8Array(whole);
        for (const [at, value] of changes) file[at] = value;
        const { code } = await failure(() => read(file.subarray(0, length ?? file.length)));
        expect([...known, 'none']).toContain(code);
      },
    ),
    { numRuns: 300 },
  );
}

/** A GGUF file, part by part. */
class GgufWriter {
  readonly #parts: Buffer[] = [];

  constructor(magic: string, version: number, tensors: number, entries: number) {
    this.#parts.push(Buffer.from(magic));
    this.u32(version).u64(tensors).u64(entries);
  }

  u32(value: number) {
    const part = Buffer.alloc(4);
    part.writeUInt32LE(value);
    this.#parts.push(part);
    return this;
  }

  u64(value: number | bigint) {
    const part = Buffer.alloc(8);
    part.writeBigUInt64LE(BigInt(value));
    this.#parts.push(part);
    return this;
  }

  text(value: string) {
    this.u64(Buffer.byteLength(value));
    this.#parts.push(Buffer.from(value));
    return this;
  }

  /** A metadata entry of type text. */
  entry(key: string, value: string) {
    return this.text(key).u32(8).text(value);
  }

  /** Sizes innermost first, as ggml has them. */
  tensor(name: string, sizes: number[], type: number, offset: number) {
    this.text(name).u32(sizes.length);
    for (const size of sizes) this.u64(size);
    return this.u32(type).u64(offset);
  }

  file(dataBytes = 0): Uint8Array {
    const header = Buffer.concat(this.#parts);
    const padded = Math.ceil(header.length / 32) * 32;
    return new Uint8Array(
      Buffer.concat([header, Buffer.alloc(padded - header.length + dataBytes)]),
    );
  }
}

describe('GGUF', () => {
  const gguf = (tensors: number, entries = 0, version = 3) =>
    new GgufWriter('GGUF', version, tensors, entries);

  it.each([2, 3])('version %d gives metadata, names, shapes and places', async (version) => {
    const file = gguf(2, 3, version)
      .entry('general.architecture', 'qwen3')
      .text('a.list')
      .u32(9)
      .u32(5)
      .u64(2)
      .u32(1)
      .u32(0xffffffff)
      .text('a.large')
      .u32(10)
      .u64(2n ** 60n)
      .tensor('m', [64, 3], 8, 0)
      .tensor('v', [4], 0, 224)
      .file(240);
    const { metadata, tensors } = await readGguf(source(file));
    expect(Object.fromEntries(metadata)).toEqual({
      'general.architecture': 'qwen3',
      'a.list': [1, -1],
      'a.large': 2n ** 60n,
    });
    const base = file.length - 240;
    expect(tensors).toMatchObject([
      { name: 'm', shape: [3, 64], type: 'Q8_0', offset: base },
      { name: 'v', shape: [4], type: 'F32', offset: base + 224 },
    ]);
  });

  const nested = () => {
    const file = gguf(0, 1).text('deep').u32(9);
    for (let i = 0; i < 8; i++) file.u32(9).u64(1);
    return file.file();
  };
  const cases: [string, Uint8Array, string, RegExp][] = [
    ['an empty file', new Uint8Array(), 'model-corrupt', /header/],
    ['another format', new GgufWriter('GGML', 3, 0, 0).file(), 'model-corrupt', /begin/],
    ['version 1', gguf(0, 0, 1).file(), 'model-unsupported', /version 1/],
    ['the other byte order', gguf(0, 0, 0x03000000).file(), 'model-unsupported', /version/],
    [
      'more tensors than there are',
      gguf(2).tensor('a', [1], 0, 0).file(),
      'model-corrupt',
      /shape|header/,
    ],
    ['an impossible count', gguf(0, 0).u64(0).file().fill(255, 8, 16), 'model-corrupt', /size/],
    [
      'a text without end',
      gguf(0, 1)
        .u64(2n ** 50n)
        .file(),
      'model-corrupt',
      /header/,
    ],
    [
      'a list without end',
      gguf(0, 1)
        .text('k')
        .u32(9)
        .u32(4)
        .u64(2n ** 50n)
        .file(),
      'model-corrupt',
      /header/,
    ],
    ['lists in lists', nested(), 'model-corrupt', /nested/],
    ['a value of no type', gguf(0, 1).text('k').u32(99).file(), 'model-corrupt', /type 99/],
    ['a key twice', gguf(0, 2).entry('k', 'a').entry('k', 'b').file(), 'model-corrupt', /k twice/],
    [
      'a tensor twice',
      gguf(2).tensor('a', [1], 0, 0).tensor('a', [1], 0, 32).file(99),
      'model-corrupt',
      /twice/,
    ],
    ['no dimensions', gguf(1).tensor('a', [], 0, 0).file(), 'model-corrupt', /shape/],
    ['half a block', gguf(1).tensor('a', [33, 2], 8, 0).file(99), 'model-corrupt', /shape/],
    ['data that ends early', gguf(1).tensor('a', [32], 0, 0).file(64), 'model-corrupt', /end of a/],
    [
      'overlapping tensors',
      gguf(2).tensor('a', [32], 0, 0).tensor('b', [32], 0, 96).file(256),
      'model-corrupt',
      /a and b overlap/,
    ],
    [
      'Q4_K weights',
      gguf(1).tensor('a', [256], 12, 0).file(256),
      'model-unsupported',
      /Q4_K.*Q8_0/,
    ],
    [
      'weights of no type',
      gguf(1).tensor('a', [256], 77, 0).file(256),
      'model-unsupported',
      /type 77/,
    ],
  ];
  it.each(cases)('refuses %s', async (_, file, code, message) => {
    const error = await failure(async () => huggingFaceTensors(await readGguf(source(file))));
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
  });

  it('refuses a model that is no Qwen3, and one without sizes', async () => {
    const open = (file: GgufWriter) =>
      failure(() => openCheckpoint(folderOf({ 'm.gguf': file.file() }), 'm.gguf'));
    const llama = await open(gguf(0, 1).entry('general.architecture', 'llama'));
    expect(llama).toMatchObject({ code: 'model-unsupported' });
    expect(llama.message).toMatch(/llama/);
    const empty = await open(gguf(0, 1).entry('general.architecture', 'qwen3'));
    expect(empty).toMatchObject({ code: 'model-corrupt' });
  });

  it('never fails in another way, whatever bytes are changed or cut off', async () => {
    const whole = readFileSync(join(root, 'public/models/jan-pocket/jan-pocket.gguf'));
    // The header ends some 60 kB into the file: much of it is the tokenizer.
    const start = new Uint8Array(whole.subarray(0, 1200));
    await fuzz(start, 1200, (file) => openCheckpoint(folderOf({ 'm.gguf': file }), 'm.gguf'));
    await fc.assert(
      fc.asyncProperty(fc.nat(62_000), fc.nat(255), async (at, value) => {
        const file = new Uint8Array(whole);
        file[at] = value;
        const open = () => openCheckpoint(folderOf({ 'm.gguf': file }), 'm.gguf');
        expect([...known, 'none']).toContain((await failure(open)).code);
      }),
      { numRuns: 40 },
    );
  });
});

describe('stored numbers', () => {
  const out = (type: Parameters<typeof decode>[0], bytes: number[], count: number) => {
    const floats = new Float32Array(count);
    decode(type, Uint8Array.from(bytes), floats);
    return [...floats];
  };

  it('are read as 32-bit floats', () => {
    expect(out('F32', [0, 0, 0x80, 0x3f], 1)).toEqual([1]);
    expect(out('F16', [0, 0x3c, 1, 0x80], 2)).toEqual([1, -(2 ** -24)]);
    expect(out('BF16', [0x80, 0xbf, 0x49, 0x40], 2)).toEqual([-1, 3.140625]);
    const codes = Array.from({ length: 32 }, (_, i) => (i - 16) & 255);
    expect(out('Q8_0', [0, 0x38, ...codes], 32)).toEqual(
      Array.from({ length: 32 }, (_, i) => (i - 16) / 2),
    );
  });
});
