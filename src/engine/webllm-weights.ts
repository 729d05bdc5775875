/**
 * A model's files for WebLLM: downloaded and checked by the app, kept in IndexedDB, and handed to
 * WebLLM as a cache that is already full. WebLLM itself never downloads anything.
 */
import { createStore, delMany, get, keys, set } from 'idb-keyval';
import type { LoadProgress, ModelFile } from '../contracts';
import { AppError } from '../errors';
import { fetchModelFile } from './files';

const store = createStore('jan-nano-weights', 'files');
/** WebLLM wants addresses; nothing is ever fetched from these. */
const ORIGIN = 'https://weights.invalid/';
export const MODEL_URL = `${ORIGIN}resolve/main/`;
export const LIBRARY_URL = `${ORIGIN}library.wasm`;
/** Without storage, as in some private windows, smaller models are kept in memory. */
const MEMORY_BYTES = 256e6;

type Report = (progress: LoadProgress) => void;

/** The files of one model, all present and of the right size. */
export class Weights {
  readonly #files: ReadonlyMap<string, ModelFile>;
  readonly #unsaved: ReadonlyMap<string, Blob>;

  private constructor(files: ReadonlyMap<string, ModelFile>, unsaved: ReadonlyMap<string, Blob>) {
    this.#files = files;
    this.#unsaved = unsaved;
  }

  /**
   * Downloads what is not stored yet. A file counts as stored once its transaction has committed.
   * Throws AppErrors `model-missing`, `model-corrupt`, `storage`, `aborted`.
   */
  static async fetch(files: ModelFile[], signal: AbortSignal, report: Report): Promise<Weights> {
    const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
    const stored = new Set(await storedKeys());
    const unsaved = new Map<string, Blob>();
    let done = 0;
    for (const file of files) {
      signal.throwIfAborted();
      if (!stored.has(keyOf(file))) {
        const blob = await fetchModelFile(file, signal, (bytes) =>
          report({ phase: 'download', done: done + bytes, total }),
        );
        await save(file, blob).catch((error: unknown) => {
          if (total > MEMORY_BYTES) throw storageFull(error);
          unsaved.set(keyOf(file), blob);
        });
      }
      done += file.bytes;
    }
    await forgetOlder(files, stored);
    return new Weights(new Map(files.map((file) => [nameOf(file), file])), unsaved);
  }

  /** Throws an AppError `model-corrupt` where the storage gives something else than was put in. */
  async read(name: string): Promise<ArrayBuffer> {
    const file = this.#files.get(name);
    if (!file) throw new AppError('model-missing', `The model comes without its file ${name}.`);
    const key = keyOf(file);
    const data = await (this.#unsaved.get(key)?.arrayBuffer() ?? get<ArrayBuffer>(key, store));
    if (data instanceof ArrayBuffer && data.byteLength === file.bytes) return data;
    await delMany([key], store);
    throw new AppError(
      'model-corrupt',
      `The stored file ${name} is damaged and was deleted. Load the model again.`,
    );
  }

  /**
   * Runs `work`, WebLLM's loading, with these files in place of the browser's cache. WebLLM has no
   * option for a cache of one's own; it asks for the standard one by its global name. Reading is
   * left until the contents are asked for, because WebLLM looks everything up twice.
   */
  async serve<T>(work: () => Promise<T>, report: Report): Promise<T> {
    const total = [...this.#files.values()].reduce((sum, { bytes }) => sum + bytes, 0);
    let done = 0;
    const contents = async (name: string) => {
      const data = await this.read(name);
      done += data.byteLength;
      report(done < total ? { phase: 'read', done, total } : { phase: 'compile' });
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

function lazyResponse(read: () => Promise<ArrayBuffer>) {
  return {
    arrayBuffer: read,
    json: async (): Promise<unknown> => JSON.parse(new TextDecoder().decode(await read())),
  };
}

async function save(file: ModelFile, blob: Blob): Promise<void> {
  await set(keyOf(file), await blob.arrayBuffer(), store);
}

async function storedKeys(): Promise<string[]> {
  try {
    return await keys<string>(store);
  } catch (error) {
    console.warn('The browser stores nothing: the model is downloaded each time.', error);
    return [];
  }
}

/** Other versions of the same files. */
async function forgetOlder(files: ModelFile[], stored: Set<string>): Promise<void> {
  const current = new Set(files.map(keyOf));
  const addresses = new Set(files.map(({ url }) => url));
  const old = [...stored].filter(
    (key) => !current.has(key) && addresses.has(key.slice(0, key.lastIndexOf('#'))),
  );
  if (old.length > 0) await delMany(old, store);
}

function keyOf({ url, bytes, sha256 }: ModelFile): string {
  return `${url}#${sha256 ?? bytes}`;
}

function nameOf({ url }: ModelFile): string {
  const name = url.slice(url.lastIndexOf('/') + 1);
  return name.endsWith('.wasm') ? 'library.wasm' : name;
}

function nameIn(url: string): string {
  return url.slice(url.lastIndexOf('/') + 1);
}

function urlOf(name: string): string {
  return name === 'library.wasm' ? LIBRARY_URL : MODEL_URL + name;
}

function storageFull(cause: unknown): AppError {
  return new AppError(
    'storage',
    'The model does not fit into the storage that the browser allows this page. Free space on ' +
      'the disk, or choose a smaller model.',
    { cause },
  );
}
