/**
 * A model's files for WebLLM: they come from the app's own store (src/models) and are handed to WebLLM
 * as a cache that is already full. WebLLM itself never downloads anything.
 */
import type { LoadProgress, ModelCard, ModelFile } from '../contracts';
import { AppError } from '../errors';
import { engines as words } from '../i18n/en/engines';
import { EARLIER_TENSOR_CACHE, TENSOR_CACHE } from '../models/mlc-layout';
import { ensureModel } from '../models/model-files';
import type { ModelStore } from '../models/store';
import {
  assertLibraryFits,
  readLibraryMetadata,
  type LibraryMetadata,
  type TensorCache,
} from './library-metadata';

/** WebLLM wants addresses; nothing is ever fetched from these. */
const ORIGIN = 'https://weights.invalid/';
export const MODEL_URL = `${ORIGIN}resolve/main/`;
const LIBRARY = 'library.wasm';
export const LIBRARY_URL = `${ORIGIN}${LIBRARY}`;

type Report = (progress: LoadProgress) => void;

/** The files of one model, all stored. */
export class Weights {
  readonly #files: ReadonlyMap<string, ModelFile>;
  readonly #store: ModelStore;

  private constructor(store: ModelStore, files: ModelFile[]) {
    this.#store = store;
    this.#files = new Map(files.map((file) => [nameOf(file), file]));
  }

  /**
   * Downloads what is not stored yet of `files` and the card's tokenizer.
   * Throws AppErrors as ensureModel() does.
   */
  static async fetch(
    card: ModelCard,
    files: ModelFile[],
    signal: AbortSignal,
    report: Report,
  ): Promise<Weights> {
    const all = [card.tokenizer, ...files];
    return new Weights(await ensureModel(card, all, signal, report), all);
  }

  /** Throws an AppError `model-corrupt` where the storage gives something else than was put in. */
  async read(name: string): Promise<ArrayBuffer> {
    const file = this.#files.get(name);
    if (!file) throw new AppError('model-missing', words.fileMissing(name));
    return this.#store.readBuffer(file);
  }

  /**
   * Runs `work`, WebLLM's loading, with these files in place of the browser's cache. WebLLM has no
   * option for a cache of one's own; it asks for the standard one by its global name. Reading is
   * left until the contents are asked for, because WebLLM looks everything up twice. It asks for the
   * library first and for the list of shards before the first shard: so the two are compared here.
   */
  async serve<T>(work: () => Promise<T>, report: Report, signal?: AbortSignal): Promise<T> {
    const total = [...this.#files.values()].reduce((sum, { bytes }) => sum + bytes, 0);
    let done = 0;
    let metadata: LibraryMetadata | undefined;
    let shards: string[] = [];
    let ahead: { name: string; data: Promise<ArrayBuffer> } | undefined;
    // The next shard is read while one goes to the graphics processor; never more than these two.
    const read = (name: string) => {
      const data = ahead?.name === name ? ahead.data : this.read(name);
      const next = shards[shards.indexOf(name) + 1];
      ahead = undefined;
      if (shards.includes(name) && next) {
        ahead = { name: next, data: data.then(() => this.read(next)) };
        // Whoever asks for it gets the error.
        ahead.data.catch(() => undefined);
      }
      return data;
    };
    const contents = async (name: string) => {
      signal?.throwIfAborted();
      const stored = await read(name);
      done += stored.byteLength;
      report(done < total ? { phase: 'read', done, total } : { phase: 'compile' });
      const data = isGzip(stored) ? await gunzip(stored) : stored;
      if (name === LIBRARY) metadata = readLibraryMetadata(new Uint8Array(data));
      if (name === TENSOR_CACHE) {
        const list = JSON.parse(new TextDecoder().decode(data)) as TensorCache;
        if (metadata) assertLibraryFits(metadata, list);
        shards = list.records.map(({ dataPath }) => dataPath);
      }
      return data;
    };
    const cache = {
      match: ({ url }: Request) => Promise.resolve(lazyResponse(() => contents(nameIn(url)))),
      keys: () => Promise.resolve([...this.#files.keys()].map((name) => ({ url: urlOf(name) }))),
    };
    const before = Object.getOwnPropertyDescriptor(globalThis, 'caches');
    const value = { open: () => Promise.resolve(cache) };
    Object.defineProperty(globalThis, 'caches', { configurable: true, value });
    try {
      return await work();
    } finally {
      if (before) Object.defineProperty(globalThis, 'caches', before);
      else delete (globalThis as { caches?: unknown }).caches;
    }
  }
}

function isGzip(data: ArrayBuffer): boolean {
  const [first, second] = new Uint8Array(data);
  return first === 0x1f && second === 0x8b;
}

function gunzip(data: ArrayBuffer): Promise<ArrayBuffer> {
  const stream = new Blob([data]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Response(stream).arrayBuffer();
}

function lazyResponse(read: () => Promise<ArrayBuffer>) {
  return {
    arrayBuffer: read,
    json: async (): Promise<unknown> => JSON.parse(new TextDecoder().decode(await read())),
  };
}

function nameOf({ url }: ModelFile): string {
  const name = url.slice(url.lastIndexOf('/') + 1);
  if (name === EARLIER_TENSOR_CACHE) return TENSOR_CACHE;
  return /\.wasm(\.gz)?$/.test(name) ? LIBRARY : name;
}

function nameIn(url: string): string {
  return url.slice(url.lastIndexOf('/') + 1);
}

function urlOf(name: string): string {
  return name === LIBRARY ? LIBRARY_URL : MODEL_URL + name;
}
