/**
 * The files of models in IndexedDB. A file is a row of pieces of any length, each written by a
 * transaction of its own, so a download goes on at the byte where it was cut. What counts as stored is
 * what is really there: no separate counter can disagree with the pieces.
 */
import { createStore, del, get, getMany, promisifyRequest, set } from 'idb-keyval';
import type { ModelCard, ModelFile } from '../contracts';
import { AppError } from '../errors';
import { downloads as words } from '../i18n/en/downloads';
import type { Offer } from './offers';

/** What is known of a file; its pieces are kept under keys of their own. */
export interface FileRecord {
  bytes: number;
  /** What its contents must be, where that is known. */
  sha256?: string;
  /** Of the server's copy that the pieces come from. */
  etag?: string;
  /** State of the running SHA-256 over the first `at` bytes. */
  hash?: { at: number; state: Uint8Array<ArrayBuffer> };
  /** SHA-256 of the whole file as stored; there only once every byte is stored and checked. */
  verified?: string;
}

export interface ModelRecord {
  /** With absolute addresses, sizes and digests, so that it loads without asking anyone. */
  card: ModelCard;
  /** Where the card was read from; asked again when the server's files have changed. */
  source?: string;
  /** Of a model that a person has brought: what the catalogue says of others. */
  offer?: Offer;
  /** In ms since 1970. */
  added: number;
  used?: number;
}

export interface Piece {
  offset: number;
  length: number;
}

/** Addresses of files that came from the disk; nothing is ever fetched from these. */
export const IMPORTED = 'import:';

type Key = (string | number)[];

interface Backend {
  get(key: Key): Promise<unknown>;
  getMany(keys: Key[]): Promise<unknown[]>;
  set(key: Key, value: unknown): Promise<void>;
  /** All keys that begin with `prefix`, in order. */
  keys(prefix: Key): Promise<Key[]>;
  remove(prefix: Key): Promise<void>;
}

/** Smaller models are kept in memory where the browser stores nothing, as in some private windows. */
const MEMORY_BYTES = 256e6;

/** Pieces that are read at the same time. */
const READERS = 4;

export class ModelStore {
  readonly #backend: Backend;
  /** False where the browser stores nothing: then everything is gone with this worker. */
  readonly lasting: boolean;

  private constructor(backend: Backend, lasting: boolean) {
    this.#backend = backend;
    this.lasting = lasting;
  }

  /** Never rejects: without storage it gives a store in memory. */
  static async open(): Promise<ModelStore> {
    try {
      const store = createStore('jan-nano-weights', 'files');
      await set('probe', 1, store);
      await del('probe', store);
      const backend = inDatabase(store);
      // Keys of earlier versions were texts; there were only small files then.
      await store('readwrite', (all) => {
        all.delete(IDBKeyRange.bound('', [], false, true));
        return promisifyRequest(all.transaction);
      });
      return new ModelStore(backend, true);
    } catch (error) {
      console.warn('The browser stores nothing: models are downloaded each time.', error);
      return new ModelStore(inMemory, false);
    }
  }

  /** Throws an AppError `storage` where so much can only be kept in memory. */
  assertRoom(bytes: number): void {
    if (this.lasting || bytes <= MEMORY_BYTES) return;
    throw new AppError('storage', words.nothingStored);
  }

  async file(url: string): Promise<FileRecord | undefined> {
    return (await this.#backend.get(['file', url])) as FileRecord | undefined;
  }

  async setFile(url: string, record: FileRecord): Promise<void> {
    await this.#backend.set(['file', url], record);
  }

  /** True where the file as wanted is stored whole and was checked. */
  async has(file: ModelFile): Promise<boolean> {
    return isWanted(await this.file(file.url), file, true);
  }

  /** In order of their offsets; they never overlap. */
  async pieces(url: string): Promise<Piece[]> {
    const keys = await this.#backend.keys(['piece', url]);
    return keys.map(([, , offset, length]) => ({
      offset: offset as number,
      length: length as number,
    }));
  }

  /** Resolves when the piece is committed. */
  async addPiece(url: string, offset: number, data: Blob): Promise<void> {
    await this.#backend.set(['piece', url, offset, data.size], data);
  }

  async readPiece(url: string, { offset, length }: Piece): Promise<Uint8Array> {
    const blob = await this.#backend.get(['piece', url, offset, length]);
    if (!(blob instanceof Blob) || blob.size !== length) throw damaged(url);
    return new Uint8Array(await bufferOf(blob, url));
  }

  /**
   * The whole file, of which nothing is in memory until it is read, best from its beginning to its end.
   * Throws an AppError `model-corrupt`, and forgets the file, where something of it is missing.
   */
  async read(file: ModelFile): Promise<Blob> {
    return new Blob((await this.#blobs(file)).map(({ blob }) => blob));
  }

  /** The whole file in memory. Throws like `read`. */
  async readBuffer(file: ModelFile): Promise<ArrayBuffer> {
    const blobs = await this.#blobs(file);
    const all = new Uint8Array(file.bytes);
    const lane = async () => {
      for (let next = blobs.shift(); next; next = blobs.shift())
        all.set(new Uint8Array(await bufferOf(next.blob, file.url)), next.offset);
    };
    try {
      // The browser reads several pieces at a time in half the time.
      await Promise.all(Array.from({ length: READERS }, lane));
    } catch (error) {
      await this.forgetFile(file.url);
      throw error;
    }
    return all.buffer;
  }

  /** Its pieces, none of which is in memory yet. */
  async #blobs({ url, bytes }: ModelFile): Promise<{ blob: Blob; offset: number }[]> {
    const pieces = await this.pieces(url);
    const keys: Key[] = pieces.map(({ offset, length }) => ['piece', url, offset, length]);
    const found = await this.#backend.getMany(keys);
    const blobs: { blob: Blob; offset: number }[] = [];
    let end = 0;
    for (const [at, { offset, length }] of pieces.entries()) {
      const blob = found[at];
      if (offset !== end || !(blob instanceof Blob) || blob.size !== length) break;
      blobs.push({ blob, offset });
      end += length;
    }
    if (blobs.length === pieces.length && end === bytes) return blobs;
    await this.forgetFile(url);
    throw damaged(url);
  }

  async forgetFile(url: string): Promise<void> {
    await this.#backend.remove(['file', url]);
    await this.#backend.remove(['piece', url]);
  }

  /** Addresses that begin with `prefix` of which something is stored, and that no model has. */
  async strays(prefix: string): Promise<string[]> {
    const used = new Set((await this.models()).flatMap(({ card }) => filesOf(card)).map(urlOf));
    const keys = [
      ...(await this.#backend.keys(['file'])),
      ...(await this.#backend.keys(['piece'])),
    ];
    const urls = new Set(keys.map(([, url]) => String(url)));
    return [...urls].filter((url) => url.startsWith(prefix) && !used.has(url));
  }

  async models(): Promise<ModelRecord[]> {
    const keys = await this.#backend.keys(['model']);
    return (await this.#backend.getMany(keys)).filter(Boolean) as ModelRecord[];
  }

  async model(id: string): Promise<ModelRecord | undefined> {
    return (await this.#backend.get(['model', id])) as ModelRecord | undefined;
  }

  /** Also forgets files that an earlier version of the model had and no model has now. */
  async setModel(record: ModelRecord): Promise<void> {
    const before = await this.model(record.card.id);
    await this.#backend.set(['model', record.card.id], record);
    if (before) await this.forgetUnused(filesOf(before.card));
  }

  /** Deletes everything of it that no other model needs; resolves when that is verified. */
  async deleteModel(id: string): Promise<void> {
    const record = await this.model(id);
    if (!record) return;
    await this.#backend.remove(['model', id]);
    const left = await this.forgetUnused(filesOf(record.card));
    if (left > 0 || (await this.model(id))) {
      throw new AppError('storage', words.notDeleted(record.card.name));
    }
  }

  /** Stored bytes of a file, complete or not. */
  async bytesOf(url: string): Promise<number> {
    return (await this.pieces(url)).reduce((sum, { length }) => sum + length, 0);
  }

  /** Returns how many pieces are still there although they should be gone. */
  async forgetUnused(files: ModelFile[]): Promise<number> {
    const used = new Set((await this.models()).flatMap(({ card }) => filesOf(card)).map(urlOf));
    let left = 0;
    for (const { url } of files) {
      if (used.has(url)) continue;
      await this.forgetFile(url);
      left += (await this.pieces(url)).length;
    }
    return left;
  }
}

/** Whether a record is of the file as it is wanted, and, if asked, complete. */
export function isWanted(
  record: FileRecord | undefined,
  { bytes, sha256 }: ModelFile,
  complete: boolean,
): boolean {
  if (record?.bytes !== bytes) return false;
  if (complete && !record.verified) return false;
  if (!sha256) return true;
  return record.verified ? record.verified === sha256 : record.sha256 === sha256;
}

/** Every file that a card names, each once. */
export function filesOf(card: ModelCard): ModelFile[] {
  const all = [card.tokenizer, ...Object.values(card.engines).flatMap(({ files }) => files)];
  return [...new Map(all.map((file) => [file.url, file])).values()];
}

async function bufferOf(blob: Blob, url: string): Promise<ArrayBuffer> {
  try {
    return await blob.arrayBuffer();
  } catch (error) {
    // The browser keeps blobs in files of their own, which can be lost on the disk.
    throw damaged(url, error);
  }
}

function damaged(url: string, cause?: unknown): AppError {
  const name = url.slice(url.lastIndexOf('/') + 1);
  return new AppError('model-corrupt', words.storedDamaged(name), { cause });
}

function urlOf({ url }: ModelFile): string {
  return url;
}

function inDatabase(store: ReturnType<typeof createStore>): Backend {
  // An array sorts behind every number and text, so this is the end of what begins with `prefix`.
  const range = (prefix: Key) => IDBKeyRange.bound(prefix, [...prefix, []]);
  return {
    get: (key) => get(key, store),
    getMany: (keys) => getMany(keys, store),
    set: (key, value) => set(key, value, store),
    keys: (prefix) =>
      store('readonly', (all) => promisifyRequest(all.getAllKeys(range(prefix)))) as Promise<Key[]>,
    remove: (prefix) =>
      store('readwrite', (all) => {
        all.delete(range(prefix));
        return promisifyRequest(all.transaction);
      }),
  };
}

const held = new Map<string, { key: Key; value: unknown }>();
const inMemory: Backend = {
  get: async (key) => held.get(JSON.stringify(key))?.value,
  getMany: async (keys) => keys.map((key) => held.get(JSON.stringify(key))?.value),
  set: async (key, value) => void held.set(JSON.stringify(key), { key, value }),
  keys: async (prefix) =>
    [...held.values()]
      .map(({ key }) => key)
      .filter((key) => prefix.every((part, index) => key[index] === part))
      .sort((a, b) => Number(a[2] ?? 0) - Number(b[2] ?? 0)),
  remove: async (prefix) => {
    for (const key of await inMemory.keys(prefix)) held.delete(JSON.stringify(key));
  },
};

/** Whether the browser refused to store more. */
export function isQuota(error: unknown): boolean {
  const { name } = error as { name?: unknown };
  return name === 'QuotaExceededError';
}
