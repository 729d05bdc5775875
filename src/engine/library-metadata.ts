/** What a compiled model library says of itself, read without running it. */
import { AppError } from '../errors';
import { engines as words } from '../i18n/en/engines';

export interface LibraryMetadata {
  /** The weights that it takes. */
  params: { name: string; shape: number[]; dtype: string }[];
  /** Tokens that one prefill may take. */
  prefill_chunk_size?: number;
  context_window_size?: number;
  quantization?: string;
  rope_theta?: number;
  /** YaRN's numbers; null for plain RoPE. */
  rope_scaling?: Record<string, number> | null;
}

export interface TensorCache {
  records: {
    dataPath: string;
    nbytes: number;
    records: { name: string; shape: number[]; dtype: string }[];
  }[];
}

const KEY = '"params"';
/** The metadata begins at most this far before its list of weights. */
const REACH = 1 << 16;

/**
 * Finds the JSON that the library's function `_metadata` returns, which stands in the WebAssembly as a
 * plain string. Undefined where it cannot be found: then WebLLM's own checks have to do.
 */
export function readLibraryMetadata(wasm: Uint8Array): LibraryMetadata | undefined {
  const text = new TextDecoder('latin1').decode(wasm);
  for (let at = text.indexOf(KEY); at >= 0; at = text.indexOf(KEY, at + 1)) {
    for (
      let start = text.lastIndexOf('{', at);
      start >= 0 && start > at - REACH;
      start = text.lastIndexOf('{', start - 1)
    ) {
      const found = parseAt(text, start);
      if (isMetadata(found)) return found;
      if (start === 0) break;
    }
  }
  return undefined;
}

/**
 * Compares what the library takes with what the shards hold, before any shard is loaded.
 * Throws an AppError `model-corrupt` naming the first weight that does not fit.
 */
export function assertLibraryFits({ params }: LibraryMetadata, { records }: TensorCache): void {
  const held = new Map(
    records.flatMap((shard) => shard.records).map((tensor) => [tensor.name, describe(tensor)]),
  );
  for (const param of params) {
    const wanted = describe(param);
    const found = held.get(param.name) ?? 'missing';
    if (found === wanted) continue;
    throw new AppError('model-corrupt', words.libraryMismatch(param.name, found, wanted));
  }
}

function describe({ shape, dtype }: { shape: number[]; dtype: string }): string {
  return `${shape.join('×')} ${dtype}`;
}

/** The JSON object that begins at `start`, if one does. */
function parseAt(text: string, start: number): unknown {
  let depth = 0;
  let quoted = false;
  for (let i = start; i < text.length; i++) {
    const character = text[i] ?? '';
    if (character < ' ' || character > '~') return undefined;
    if (quoted) {
      if (character === '\\') i++;
      else if (character === '"') quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === '{') depth++;
    else if (character === '}' && --depth === 0) {
      try {
        return JSON.parse(text.slice(start, i + 1)) as unknown;
      } catch {
        return undefined; // not JSON: the search goes on
      }
    }
  }
  return undefined;
}

function isMetadata(value: unknown): value is LibraryMetadata {
  const { params } = (value ?? {}) as { params?: unknown };
  return (
    Array.isArray(params) &&
    params.length > 0 &&
    params.every((param: Partial<LibraryMetadata['params'][number]> | null) => {
      return (
        typeof param?.name === 'string' &&
        typeof param.dtype === 'string' &&
        Array.isArray(param.shape) &&
        param.shape.every(Number.isInteger)
      );
    })
  );
}
