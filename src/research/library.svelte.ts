import type { ErrorInfo } from '../contracts';
import { toErrorInfo } from '../errors';
import type { LibraryClient } from '../library/client';
import type { LibraryEntry, LibraryResults, LibraryUsage, SavedPage } from '../library/types';

type Client = Pick<
  LibraryClient,
  'list' | 'usage' | 'search' | 'remove' | 'restore' | 'clear' | 'addFile' | 'listen'
>;

/** Quick typing asks once. */
const SEARCH_AFTER_MS = 200;
/** News of many changes at once, as of an import, are read once. */
const REFRESH_AFTER_MS = 100;

/** The library as its sheet shows it. */
export class LibraryState {
  /** Last used first. */
  entries = $state.raw<LibraryEntry[]>([]);
  usage = $state.raw<LibraryUsage>();
  loaded = $state.raw(false);
  /** Of the list, a search or a deletion. */
  error = $state.raw<ErrorInfo>();
  /** What a search found; undefined without one. */
  found = $state.raw<LibraryResults['organic']>();
  /** Files on their way in. */
  adding = $state.raw<{ name: string; done: number; total: number }>();
  /** Files that were not added. */
  refused = $state.raw<ErrorInfo[]>([]);
  /** Deleted a moment ago and still to be had back. */
  removed = $state.raw<SavedPage>();

  readonly #client: Client;
  #query = '';
  #cancel = new AbortController();
  #timer?: ReturnType<typeof setTimeout>;
  #refresh?: ReturnType<typeof setTimeout>;
  #forget?: ReturnType<typeof setTimeout>;

  constructor(client: Client) {
    this.#client = client;
  }

  /** Watches until the returned function is called. */
  start(): () => void {
    const end = this.#client.listen(() => {
      clearTimeout(this.#refresh);
      this.#refresh = setTimeout(() => void this.refresh(), REFRESH_AFTER_MS);
    });
    void this.refresh();
    return () => {
      end();
      for (const timer of [this.#timer, this.#refresh, this.#forget]) clearTimeout(timer);
    };
  }

  async refresh(): Promise<void> {
    await this.#try(async () => {
      const [entries, usage] = await Promise.all([this.#client.list(), this.#client.usage()]);
      this.entries = entries;
      this.usage = usage;
    });
    this.loaded = true;
  }

  search(query: string): void {
    this.#query = query.trim();
    clearTimeout(this.#timer);
    if (!this.#query) this.found = undefined;
    else this.#timer = setTimeout(() => void this.#search(), SEARCH_AFTER_MS);
  }

  async #search(): Promise<void> {
    const query = this.#query;
    await this.#try(async () => {
      const { organic } = await this.#client.search({ q: query, num: 50 });
      if (query === this.#query) this.found = organic;
    });
  }

  /** One after the other; each that cannot be read is told, and the rest goes on. */
  async add(files: File[]): Promise<void> {
    if (this.adding || files.length === 0) return;
    this.refused = [];
    const { signal } = (this.#cancel = new AbortController());
    for (const [done, file] of files.entries()) {
      this.adding = { name: file.name, done, total: files.length };
      try {
        await this.#client.addFile(file, signal);
      } catch (error) {
        if (signal.aborted) break;
        this.refused = [...this.refused, toErrorInfo(error)];
      }
    }
    this.adding = undefined;
    await this.refresh();
  }

  /** Adds no more files; those that were added stay. */
  cancelAdding(): void {
    this.#cancel.abort();
  }

  /** Deletes; for `undoMs` it can be had back. */
  async remove(url: string, undoMs: number): Promise<void> {
    clearTimeout(this.#forget);
    await this.#try(async () => {
      this.removed = await this.#client.remove(url);
    });
    this.#forget = setTimeout(() => (this.removed = undefined), undoMs);
    await this.#again();
  }

  async undo(): Promise<void> {
    const page = this.removed;
    if (!page) return;
    this.removed = undefined;
    await this.#try(() => this.#client.restore($state.snapshot(page)));
    await this.#again();
  }

  async clear(): Promise<void> {
    this.removed = undefined;
    await this.#try(() => this.#client.clear());
    await this.#again();
  }

  async #again(): Promise<void> {
    await this.refresh();
    if (this.#query) await this.#search();
  }

  async #try(work: () => Promise<void>): Promise<void> {
    try {
      await work();
      this.error = undefined;
    } catch (error) {
      this.error = toErrorInfo(error);
    }
  }
}
