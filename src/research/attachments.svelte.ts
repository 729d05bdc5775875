import type { ErrorInfo } from '../contracts';
import { isAbort, toErrorInfo } from '../errors';
import type { LibraryClient } from '../library/client';
import type { AttachedFile } from './thread-store';

/** A file on its way into the library, for the question that is being written. */
export interface Attachment {
  id: number;
  name: string;
  state: 'reading' | 'ready' | 'failed';
  /** Where the library has it, once it is ready. */
  url?: string;
  /** Why it was not taken. */
  problem?: ErrorInfo;
}

type Client = Pick<LibraryClient, 'addFile' | 'list' | 'remove'>;

export class Attachments {
  files = $state.raw<readonly Attachment[]>([]);

  readonly #library: () => Promise<Client>;
  // Nothing shows them.
  /* eslint-disable svelte/prefer-svelte-reactivity */
  readonly #aborts = new Map<number, AbortController>();
  /** Where those stand that the library did not have before. */
  readonly #added = new Map<number, string>();
  /* eslint-enable svelte/prefer-svelte-reactivity */
  #count = 0;

  constructor(library: () => Promise<Client>) {
    this.#library = library;
  }

  get reading(): boolean {
    return this.files.some(({ state }) => state === 'reading');
  }

  /** One after the other, as reading a PDF takes much memory. */
  async add(files: readonly File[]): Promise<void> {
    const begun = files.map((file) => ({ file, id: (this.#count += 1) }));
    for (const { file, id } of begun) {
      this.#aborts.set(id, new AbortController());
      this.files = [...this.files, { id, name: file.name, state: 'reading' }];
    }
    for (const { file, id } of begun) await this.#addOne(file, id);
  }

  async #addOne(file: File, id: number): Promise<void> {
    const signal = this.#aborts.get(id)?.signal;
    if (!signal) return; // removed while it waited for those before it
    try {
      const library = await this.#library();
      const before = await library.list();
      signal.throwIfAborted();
      const { url } = await library.addFile(file, signal);
      if (!before.some((entry) => entry.url === url)) this.#added.set(id, url);
      this.#set(id, { state: 'ready', url });
    } catch (error) {
      if (!isAbort(error)) this.#set(id, { state: 'failed', problem: toErrorInfo(error) });
    } finally {
      this.#aborts.delete(id);
    }
  }

  /** Takes it off the question, and out of the library where it came in with it. */
  async remove(id: number): Promise<void> {
    this.#aborts.get(id)?.abort();
    this.#aborts.delete(id);
    this.files = this.files.filter((one) => one.id !== id);
    const url = this.#added.get(id);
    this.#added.delete(id);
    if (url) await (await this.#library()).remove(url).catch(() => undefined); // gone already
  }

  /** Brings back those of a question that is written anew: they are in the library. */
  bring(files: readonly AttachedFile[]): void {
    const back = files.filter(({ url }) => !this.files.some((here) => here.url === url));
    this.files = [
      ...this.files,
      ...back.map((file) => ({ ...file, id: (this.#count += 1), state: 'ready' as const })),
    ];
  }

  /** Ends with the question: they stay in the library. Gives those that it has, each once. */
  take(): AttachedFile[] {
    const taken = this.files.flatMap(({ url, name }) => (url ? [{ url, name }] : []));
    this.#added.clear();
    this.files = [];
    return taken.filter((one, at) => taken.findIndex(({ url }) => url === one.url) === at);
  }

  #set(id: number, change: Partial<Attachment>): void {
    this.files = this.files.map((one) => (one.id === id ? { ...one, ...change } : one));
  }
}
