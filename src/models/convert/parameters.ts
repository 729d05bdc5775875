/** Makes MLC's parameters from a checkpoint's tensors, slab by slab. */
import type { AppError } from '../../errors';
import { importing as words } from '../../i18n/en/importing';
import { mlcQuantisations, type MlcQuantisation } from '../mlc-layout';
import { corrupt } from './bytes';
import { toHalf } from './half';
import { quantise, type Rounding } from './quantise';
import type { ParameterRecord } from './shards';
import { decode, readRows, tensorOf, type Checkpoint, type StoredTensor } from './tensors';

/** 8 MB of 16-bit weights, 16 MB as 32-bit floats. */
const SLAB_WEIGHTS = 2 ** 22;

type Bytes = Uint8Array<ArrayBuffer>;

/** MLC's fused matrices and what they are made of. */
const fused: Record<string, string[]> = {
  c_attn: ['q_proj', 'k_proj', 'v_proj'],
  gate_up_proj: ['gate_proj', 'up_proj'],
};

/** Hugging Face's tensors that are stacked to the matrix or vector of that name. */
export function sourceNames(name: string): string[] {
  const at = name.lastIndexOf('.') + 1;
  const parts = fused[name.slice(at)] ?? [name.slice(at)];
  return parts.map((part) => `${name.slice(0, at)}${part}.weight`);
}

export interface ParameterOptions {
  quantisation: MlcQuantisation;
  rounding: Rounding;
  /** Weights read and quantised at once, but never less than a row. */
  slabWeights?: number;
  signal?: AbortSignal;
}

/**
 * Memory: two slabs as stored, one as floats, its codes; and the scales of matrices whose codes lie
 * in an earlier shard than their scales, which are at most one shard, or one matrix's.
 */
export class ParameterMaker {
  readonly #checkpoint: Checkpoint;
  readonly #sizes: Record<string, number>;
  readonly #options: ParameterOptions;
  /** Made together with the codes, wanted later. */
  readonly #scales = new Map<string, Bytes>();
  readonly #slabWeights: number;
  #floats = new Float32Array();

  /** `sizes`: rows of each Hugging Face tensor that is a part of a fused matrix, by its last name. */
  constructor(checkpoint: Checkpoint, sizes: Record<string, number>, options: ParameterOptions) {
    this.#checkpoint = checkpoint;
    this.#sizes = sizes;
    this.#options = options;
    this.#slabWeights = options.slabWeights ?? SLAB_WEIGHTS;
  }

  /** The parameter's bytes in order. Chunks are valid until the next one is asked for. */
  async *make(record: ParameterRecord): AsyncGenerator<Bytes> {
    const at = record.name.lastIndexOf('.');
    const base = record.name.slice(0, at);
    const { bits, dtype } = mlcQuantisations[this.#options.quantisation];
    switch (record.name.slice(at + 1)) {
      case 'q_weight':
        yield* this.#quantised(base, record.shape, bits);
        return;
      case 'q_scale': {
        if (!this.#scales.has(base)) await this.#makeScales(base, record.shape, bits);
        const scales = this.#scales.get(base);
        this.#scales.delete(base);
        if (scales) yield scales;
        return;
      }
      default:
        for await (const slab of this.#slabs(this.#parts(base, record.shape))) {
          yield dtype === 'float16' ? this.#halves(base, slab) : bytesIn(slab);
        }
    }
  }

  /** Throws where a tensor of the parameter is absent or of a wrong shape, before any is read. */
  check(record: ParameterRecord): void {
    const at = record.name.lastIndexOf('.');
    const { bits } = mlcQuantisations[this.#options.quantisation];
    const [rows = 0, columns] = record.shape;
    if (record.name.endsWith('.q_scale')) return;
    const packed = record.name.endsWith('.q_weight') && columns ? (columns * 32) / bits : columns;
    this.#parts(record.name.slice(0, at), packed === undefined ? [rows] : [rows, packed]);
  }

  async #makeScales(base: string, [rows = 0, groups = 0]: number[], bits: number): Promise<void> {
    // After a resumption: the codes are stored already and are made once more for the scales.
    const codes = this.#quantised(base, [rows, groups * bits], bits);
    while (!(await codes.next()).done);
  }

  async *#quantised(base: string, shape: number[], bits: number): AsyncGenerator<Bytes> {
    const { quantisation, rounding } = this.#options;
    const [rows = 0, words = 0] = shape;
    const columns = (words * 32) / bits;
    const scales: Bytes[] = [];
    for await (const slab of this.#slabs(this.#parts(base, [rows, columns]))) {
      const result = quantise(slab, quantisation, rounding);
      if (!result) throw notFinite(this.#checkpoint, base);
      scales.push(bytesIn(result.scales));
      yield bytesIn(result.words);
    }
    this.#scales.set(base, joined(scales));
  }

  #halves(base: string, slab: Float32Array): Bytes {
    const halves = new Uint16Array(slab.length);
    for (let i = 0; i < slab.length; i++) {
      const half = toHalf(slab[i] ?? 0);
      if ((half & 0x7c00) === 0x7c00) throw notFinite(this.#checkpoint, base);
      halves[i] = half;
    }
    return bytesIn(halves);
  }

  #parts(base: string, shape: number[]): StoredTensor[] {
    const names = sourceNames(base);
    if (names.length === 1) return names.map((name) => tensorOf(this.#checkpoint, name, shape));
    return names.map((name) => {
      const rows = this.#sizes[name.split('.').at(-2) ?? ''] ?? 0;
      return tensorOf(this.#checkpoint, name, [rows, ...shape.slice(1)]);
    });
  }

  /** The tensors' rows as floats; the next slab is being read while one is worked on. */
  async *#slabs(parts: StoredTensor[]): AsyncGenerator<Float32Array<ArrayBuffer>> {
    const pieces = parts.flatMap((tensor) => piecesOf(tensor, this.#slabWeights));
    const { signal } = this.#options;
    const read = ({ tensor, first, count }: Piece) => {
      const bytes = readRows(tensor, first, count, signal);
      // Awaited below, unless an error of another piece comes first.
      bytes.catch(() => undefined);
      return bytes;
    };
    let next = pieces[0] && read(pieces[0]);
    for (const [i, { tensor, values }] of pieces.entries()) {
      signal?.throwIfAborted();
      const bytes = await next;
      const after = pieces[i + 1];
      next = after && read(after);
      if (!bytes) return;
      if (this.#floats.length < values) this.#floats = new Float32Array(values);
      const floats = this.#floats.subarray(0, values);
      decode(tensor.type, bytes, floats);
      yield floats;
    }
  }
}

interface Piece {
  tensor: StoredTensor;
  first: number;
  count: number;
  values: number;
}

function piecesOf(tensor: StoredTensor, most: number): Piece[] {
  const columns = tensor.shape.at(-1) ?? 1;
  const rows = tensor.shape.length > 1 ? (tensor.shape[0] ?? 0) : 1;
  const step = Math.max(1, Math.floor(most / columns));
  return Array.from({ length: Math.ceil(rows / step) }, (_, i) => {
    const count = Math.min(step, rows - i * step);
    return { tensor, first: i * step, count, values: count * columns };
  });
}

function bytesIn({ buffer, byteOffset, byteLength }: ArrayBufferView<ArrayBuffer>): Bytes {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function joined(chunks: Bytes[]): Bytes {
  const all = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}

function notFinite(checkpoint: Checkpoint, base: string): AppError {
  return corrupt(checkpoint, words.notFinite(base));
}
