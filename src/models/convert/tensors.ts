/** Tensors of a checkpoint, read row by row as 32-bit floats, whatever they are stored as. */
import { AppError } from '../../errors';
import { importing as words } from '../../i18n/en/importing';
import { corrupt, readChecked, type ByteSource } from './bytes';
import { halfValues } from './half';

export const storedTypes = {
  F32: { block: 1, bytes: 4 },
  F16: { block: 1, bytes: 2 },
  BF16: { block: 1, bytes: 2 },
  /** llama.cpp's blocks of 32: a 16-bit scale, then 32 signed bytes. */
  Q8_0: { block: 32, bytes: 34 },
} as const;

export type StoredType = keyof typeof storedTypes;

export interface StoredTensor {
  name: string;
  /** Outermost first, as Hugging Face writes it. */
  shape: number[];
  type: StoredType;
  source: ByteSource;
  /** Of its first byte in the source. */
  offset: number;
}

/** A checkpoint under Hugging Face's names for config and tensors. */
export interface Checkpoint {
  /** For messages. */
  name: string;
  config: Record<string, unknown>;
  tensors: ReadonlyMap<string, StoredTensor>;
  /** Bytes of a Hugging Face tokenizer.json. */
  tokenizer: Uint8Array<ArrayBuffer>;
  /** All files that the tensors lie in. */
  sources: ByteSource[];
}

export function isStoredType(value: unknown): value is StoredType {
  return typeof value === 'string' && Object.hasOwn(storedTypes, value);
}

/** How many bytes so many values of a type take. */
export function bytesOf(type: StoredType, values: number): number {
  const { block, bytes } = storedTypes[type];
  return (values / block) * bytes;
}

/** Throws an AppError `model-unsupported` where the tensor is absent or of another shape. */
export function tensorOf(
  checkpoint: Checkpoint,
  name: string,
  shape: readonly number[],
): StoredTensor {
  const tensor = checkpoint.tensors.get(name);
  if (!tensor) {
    throw new AppError('model-unsupported', words.noTensor(checkpoint.name, name));
  }
  if (tensor.shape.length !== shape.length || tensor.shape.some((size, i) => size !== shape[i])) {
    throw new AppError(
      'model-unsupported',
      words.otherShape(name, tensor.source.name, tensor.shape.join(', '), shape.join(', ')),
    );
  }
  return tensor;
}

/** The bytes of `count` rows from row `first`; a vector is one row. */
export function readRows(
  { source, offset, shape, type, name }: StoredTensor,
  first: number,
  count: number,
  signal?: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const row = bytesOf(type, shape.at(-1) ?? 1);
  return readChecked(source, offset + first * row, count * row, name, signal);
}

/** Tensors must not reach into each other or beyond their file; throws `model-corrupt`. */
export function checkExtents(source: ByteSource, tensors: readonly StoredTensor[]): void {
  let end = 0;
  let before = 'the header';
  for (const tensor of tensors.toSorted((a, b) => a.offset - b.offset)) {
    const length = bytesOf(tensor.type, valuesOf(tensor.shape));
    if (length > 0 && tensor.offset < end) {
      throw corrupt(source, words.overlap(before, tensor.name));
    }
    if (tensor.offset + length > source.size) {
      throw corrupt(source, words.endsBefore(source.size, tensor.name));
    }
    end = Math.max(end, tensor.offset + length);
    before = tensor.name;
  }
}

export function valuesOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** Stored bytes as 32-bit floats, into the front of `out`. Little-endian, as all browsers are. */
export function decode(type: StoredType, bytes: Uint8Array<ArrayBuffer>, out: Float32Array): void {
  const { buffer, byteOffset, byteLength } = bytes;
  switch (type) {
    case 'F32':
      out.set(new Float32Array(buffer, byteOffset, byteLength / 4));
      return;
    case 'F16': {
      const halves = new Uint16Array(buffer, byteOffset, byteLength / 2);
      for (let i = 0; i < halves.length; i++) out[i] = halfValues[halves[i] ?? 0] ?? 0;
      return;
    }
    case 'BF16': {
      // A bfloat16 is the upper half of a 32-bit float.
      const halves = new Uint16Array(buffer, byteOffset, byteLength / 2);
      const words = new Uint32Array(out.buffer, out.byteOffset, halves.length);
      for (let i = 0; i < halves.length; i++) words[i] = (halves[i] ?? 0) << 16;
      return;
    }
    case 'Q8_0': {
      const codes = new Int8Array(buffer, byteOffset, byteLength);
      for (let at = 0, o = 0; at < byteLength; at += 34) {
        const scale = halfValues[(bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8)] ?? 0;
        // Exact in 32 bits: 11 significant bits times 8.
        for (let i = at + 2; i < at + 34; i++) out[o++] = scale * (codes[i] ?? 0);
      }
    }
  }
}
