/** A folder in the store of weights, written while it is made: an import or a conversion. */
import type { ModelFile } from '../contracts';
import { AppError, isAppError } from '../errors';
import { importing as words } from '../i18n/en/importing';
import type { Sink, SinkFile } from './convert/bytes';
import { RunningHash } from './running-hash';
import { isQuota, type ModelStore } from './store';

/** What is collected before it is committed. */
const PIECE_BYTES = 4 << 20;

/** A file counts once every byte of it is committed; what has the same name before goes then. */
export class StoreSink implements Sink {
  readonly #store: ModelStore;
  /** What the addresses of all files begin with. */
  readonly #prefix: string;

  constructor(store: ModelStore, prefix: string) {
    this.#store = store;
    this.#prefix = prefix;
  }

  urlOf(name: string): string {
    return this.#prefix + name;
  }

  async read(name: string): Promise<Uint8Array | undefined> {
    const url = this.urlOf(name);
    const bytes = await this.size(name);
    if (bytes === undefined) return undefined;
    return new Uint8Array(await this.#store.readBuffer({ url, bytes }));
  }

  async size(name: string): Promise<number | undefined> {
    const record = await this.#store.file(this.urlOf(name));
    return record?.verified ? record.bytes : undefined;
  }

  /** Of a complete file; throws where it is not. */
  async fileOf(name: string): Promise<ModelFile> {
    const url = this.urlOf(name);
    const record = await this.#store.file(url);
    if (record?.verified) return { url, bytes: record.bytes, sha256: record.verified };
    throw new AppError('storage', words.notStored(name));
  }

  async remove(name: string): Promise<void> {
    await stored(() => this.#store.forgetFile(this.urlOf(name)));
  }

  async create(name: string, bytes: number): Promise<SinkFile> {
    const url = this.urlOf(name);
    const hash = await RunningHash.start();
    let pending: Blob[] = [];
    let offset = 0;
    const flush = async () => {
      if (offset === 0) await this.#store.forgetFile(url);
      const data = new Blob(pending);
      pending = [];
      if (data.size > 0) await this.#store.addPiece(url, offset, data);
      offset += data.size;
    };
    return {
      write: async (chunk) => {
        hash.add(chunk);
        // A blob holds a copy: the chunk's buffer is used again.
        pending.push(new Blob([chunk]));
        if (hash.at - offset >= PIECE_BYTES) await stored(flush);
      },
      close: async () => {
        if (hash.at !== bytes) {
          throw new AppError('model-corrupt', words.wrongLength(name, hash.at, bytes));
        }
        await stored(async () => {
          await flush();
          const sha256 = hash.digest();
          await this.#store.setFile(url, { bytes, sha256, verified: sha256 });
        });
      },
      abort: () => stored(() => this.#store.forgetFile(url)),
    };
  }
}

async function stored<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw isAppError(error) ? error : notKept(error);
  }
}

/** What an import says where the browser stores no more: unlike a download, it begins anew. */
export function notKept(error: unknown): AppError {
  return new AppError('storage', isQuota(error) ? words.full : words.notKept, { cause: error });
}
