/**
 * llama.cpp's GGUF, versions 2 and 3: metadata and where the tensors are.
 * https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
 */
import { AppError } from '../../errors';
import { importing as words } from '../../i18n/en/importing';
import { corrupt, readChecked, type ByteSource } from './bytes';
import { checkExtents, isStoredType, storedTypes, valuesOf, type StoredTensor } from './tensors';

export type GgufValue = number | bigint | string | boolean | GgufValue[];

export interface Gguf {
  source: ByteSource;
  metadata: ReadonlyMap<string, GgufValue>;
  /** Under llama.cpp's names; those of types that have code here. */
  tensors: StoredTensor[];
  /** Of all tensors. */
  shapes: ReadonlyMap<string, number[]>;
  /** The type of most matrices. */
  quantisation: string;
  /** Why the tensors cannot be converted: one of them is of another type. */
  unreadable?: AppError;
}

/** Tokenizers of 150,000 entries make headers of some 6 MB. */
const MOST_HEADER_BYTES = 256e6;
const CHUNK = 1 << 20;
const DEEPEST_ARRAY = 4;

/** ggml's numbers of types; those without code here are only named in messages. */
const tensorTypes: Record<number, string> = {
  0: 'F32',
  1: 'F16',
  2: 'Q4_0',
  3: 'Q4_1',
  6: 'Q5_0',
  7: 'Q5_1',
  8: 'Q8_0',
  10: 'Q2_K',
  11: 'Q3_K',
  12: 'Q4_K',
  13: 'Q5_K',
  14: 'Q6_K',
  15: 'Q8_K',
  20: 'IQ4_NL',
  23: 'IQ4_XS',
  30: 'BF16',
};

/** Throws AppErrors `model-corrupt`, and `model-unsupported` for other versions. */
export async function readGguf(source: ByteSource, signal?: AbortSignal): Promise<Gguf> {
  const header = new Header(source, signal);
  const magic = await header.bytes(4);
  if (new TextDecoder().decode(magic) !== 'GGUF') {
    throw corrupt(source, words.noGguf);
  }
  const version = (await header.view(4)).getUint32(0, true);
  if (version !== 2 && version !== 3) {
    throw new AppError('model-unsupported', words.ggufVersion(source.name, version));
  }
  const tensorCount = await header.count();
  const entryCount = await header.count();
  const metadata = new Map<string, GgufValue>();
  for (let i = 0; i < entryCount; i++) {
    const key = await header.text();
    if (metadata.has(key)) throw corrupt(source, words.keyTwice(key));
    metadata.set(key, await header.value(await header.type()));
  }
  const tensors: StoredTensor[] = [];
  const shapes = new Map<string, number[]>();
  const matrices = new Map<string, number>();
  let unreadable: AppError | undefined;
  for (let i = 0; i < tensorCount; i++) {
    const { type, ...tensor } = await tensorEntry(header, source);
    if (shapes.has(tensor.name)) throw corrupt(source, words.tensorTwice);
    shapes.set(tensor.name, tensor.shape);
    if (tensor.shape.length > 1) matrices.set(type, (matrices.get(type) ?? 0) + 1);
    if (isStoredType(type)) tensors.push(readable(source, { ...tensor, type }));
    else unreadable ??= unsupportedType(source, tensor.name, type);
  }
  const alignment = Number(metadata.get('general.alignment') ?? 32);
  if (!Number.isInteger(alignment) || alignment < 8 || alignment % 8 !== 0) {
    throw corrupt(source, words.alignment(String(alignment)));
  }
  const base = Math.ceil(header.position / alignment) * alignment;
  const placed = tensors.map((tensor) => ({ ...tensor, offset: base + tensor.offset }));
  checkExtents(source, placed);
  const [[quantisation] = ['F32']] = [...matrices].sort(([, a], [, b]) => b - a);
  return {
    source,
    metadata,
    tensors: placed,
    shapes,
    quantisation,
    ...(unreadable ? { unreadable } : {}),
  };
}

/** With the offset from the first tensor. */
async function tensorEntry(header: Header, source: ByteSource) {
  const name = await header.text();
  const dimensions = (await header.view(4)).getUint32(0, true);
  if (dimensions < 1 || dimensions > 4) throw corrupt(source, words.noShape(name));
  const shape: number[] = [];
  // ggml writes the innermost size first.
  for (let i = 0; i < dimensions; i++) shape.unshift(await header.count());
  const number = (await header.view(4)).getUint32(0, true);
  const offset = await header.count();
  return { name, shape, type: tensorTypes[number] ?? `type ${number}`, source, offset };
}

function readable(source: ByteSource, tensor: StoredTensor): StoredTensor {
  const row = tensor.shape.at(-1) ?? 0;
  if (Number.isSafeInteger(valuesOf(tensor.shape)) && row % storedTypes[tensor.type].block === 0)
    return tensor;
  throw corrupt(source, words.noShape(tensor.name));
}

function unsupportedType({ name }: ByteSource, tensor: string, type: string): AppError {
  return new AppError('model-unsupported', words.tensorType(tensor, name, type));
}

/** Reads the header from front to back, a chunk at a time, because its length is written nowhere. */
class Header {
  readonly #source: ByteSource;
  readonly #signal: AbortSignal | undefined;
  #chunk: Uint8Array<ArrayBuffer> = new Uint8Array();
  #chunkStart = 0;
  position = 0;

  constructor(source: ByteSource, signal?: AbortSignal) {
    this.#source = source;
    this.#signal = signal;
  }

  async bytes(length: number): Promise<Uint8Array<ArrayBuffer>> {
    const start = this.position - this.#chunkStart;
    if (start + length <= this.#chunk.length) {
      this.position += length;
      return this.#chunk.subarray(start, start + length);
    }
    const left = this.#source.size - this.position;
    if (length > left || this.position + length > MOST_HEADER_BYTES) {
      throw corrupt(this.#source, words.endsInHeader);
    }
    const size = Math.min(left, Math.max(length, CHUNK));
    const { position } = this;
    this.#chunk = await readChecked(this.#source, position, size, words.itsHeader, this.#signal);
    this.#chunkStart = position;
    this.position += length;
    return this.#chunk.subarray(0, length);
  }

  async view(length: number): Promise<DataView<ArrayBuffer>> {
    const { buffer, byteOffset } = await this.bytes(length);
    return new DataView(buffer, byteOffset, length);
  }

  /** A 64-bit size. */
  async count(): Promise<number> {
    const value = Number((await this.view(8)).getBigUint64(0, true));
    if (!Number.isSafeInteger(value)) throw corrupt(this.#source, words.impossibleSize);
    return value;
  }

  async type(): Promise<number> {
    return (await this.view(4)).getUint32(0, true);
  }

  async text(): Promise<string> {
    return new TextDecoder().decode(await this.bytes(await this.count()));
  }

  async value(type: number, depth = 0): Promise<GgufValue> {
    switch (type) {
      case 0:
        return (await this.view(1)).getUint8(0);
      case 1:
        return (await this.view(1)).getInt8(0);
      case 2:
        return (await this.view(2)).getUint16(0, true);
      case 3:
        return (await this.view(2)).getInt16(0, true);
      case 4:
        return (await this.view(4)).getUint32(0, true);
      case 5:
        return (await this.view(4)).getInt32(0, true);
      case 6:
        return (await this.view(4)).getFloat32(0, true);
      case 7:
        return (await this.view(1)).getUint8(0) !== 0;
      case 8:
        return this.text();
      case 9: {
        if (depth === DEEPEST_ARRAY) throw corrupt(this.#source, words.nested);
        const inner = await this.type();
        const count = await this.count();
        const values: GgufValue[] = [];
        // Each entry takes a byte at least, so a wrong count ends with the file, not with the memory.
        for (let i = 0; i < count; i++) values.push(await this.value(inner, depth + 1));
        return values;
      }
      case 10:
        return (await this.view(8)).getBigUint64(0, true);
      case 11:
        return (await this.view(8)).getBigInt64(0, true);
      case 12:
        return (await this.view(8)).getFloat64(0, true);
      default:
        throw corrupt(this.#source, words.oddType(type));
    }
  }
}
