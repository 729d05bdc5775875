/** The page's side of the library: speaks with its worker, which is started when first needed. */
import type { ReadPage } from '../contracts';
import { AppError, fromErrorInfo, orAbort } from '../errors';
import { saving as words } from '../i18n/en/saving';
import {
  LIBRARY_CHANNEL,
  type LibraryApi,
  type LibraryCall,
  type LibraryEntry,
  type LibraryMethod,
  type LibraryNews,
  type LibraryReply,
  type SavedPage,
} from './types';

interface Waiting {
  resolve: (value: unknown) => void;
  reject: (error: AppError) => void;
}

/** What the library may take where nothing else is set, in bytes. */
export const DEFAULT_QUOTA = 100e6;
/** What a person can choose; the index of more would not fit into memory, where it takes six times the text. */
export const QUOTAS = [0, 25e6, 50e6, 100e6, 200e6];

export class LibraryClient {
  /** In bytes; 0 keeps nothing. */
  quota = DEFAULT_QUOTA;
  #worker?: Worker;
  #waiting = new Map<number, Waiting>();
  #calls = 0;

  save(page: ReadPage) {
    return this.#call('save', [page, this.quota]);
  }
  list() {
    return this.#call('list', []);
  }
  usage() {
    return this.#call('usage', []);
  }
  search(...args: Parameters<LibraryApi['search']>) {
    return this.#call('search', args);
  }
  read(...args: Parameters<LibraryApi['read']>) {
    return this.#call('read', args);
  }
  open(...args: Parameters<LibraryApi['open']>) {
    return this.#call('open', args);
  }
  remove(...args: Parameters<LibraryApi['remove']>) {
    return this.#call('remove', args);
  }
  restore(page: SavedPage) {
    return this.#call('restore', [page, this.quota]);
  }
  clear() {
    return this.#call('clear', []);
  }
  /** Sets the quota, and deletes what is over it. */
  shrink(quota: number) {
    this.quota = quota;
    return this.#call('shrink', [quota]);
  }

  /**
   * Saves a file from the disk; nothing of one whose reading is aborted.
   *
   * @throws AppError which says what is wrong with it; AbortError.
   */
  async addFile(file: File, signal?: AbortSignal): Promise<LibraryEntry> {
    const { fileText } = await import('./file-text');
    const read = fileText(file, (bytes) => this.#call('readPdf', [bytes], [bytes]));
    const text = await (signal ? orAbort(read, signal) : read);
    signal?.throwIfAborted();
    return this.#call('saveFile', [text, this.quota]);
  }

  /** Calls `listener` when any tab has changed something; returns how to end that. */
  listen(listener: (news: LibraryNews) => void): () => void {
    const channel = new BroadcastChannel(LIBRARY_CHANNEL);
    channel.addEventListener('message', ({ data }: MessageEvent<LibraryNews>) => listener(data));
    return () => channel.close();
  }

  #call<M extends LibraryMethod>(
    method: M,
    args: Parameters<LibraryApi[M]>,
    transfer: Transferable[] = [],
  ): ReturnType<LibraryApi[M]> {
    const id = (this.#calls += 1);
    const answer = new Promise<unknown>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
    });
    this.#started().postMessage({ id, method, args } satisfies LibraryCall, transfer);
    return answer as ReturnType<LibraryApi[M]>;
  }

  #started(): Worker {
    if (this.#worker) return this.#worker;
    const worker = new Worker(new URL('../workers/library-worker.ts', import.meta.url), {
      type: 'module',
      name: 'library',
    });
    worker.addEventListener('message', ({ data }: MessageEvent<LibraryReply>) => {
      const waiting = this.#waiting.get(data.id);
      this.#waiting.delete(data.id);
      if ('error' in data) waiting?.reject(fromErrorInfo(data.error));
      else waiting?.resolve(data.value);
    });
    worker.addEventListener('error', (event) => {
      // Whoever waits is told; the next call starts another worker.
      event.preventDefault();
      worker.terminate();
      this.#worker = undefined;
      const error = new AppError('unknown', words.stopped, { cause: event.message });
      for (const { reject } of this.#waiting.values()) reject(error);
      this.#waiting.clear();
    });
    this.#worker = worker;
    return worker;
  }
}
