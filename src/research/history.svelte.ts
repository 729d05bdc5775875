import type { ErrorInfo } from '../contracts';
import { toErrorInfo } from '../errors';
import * as storage from './history';
import type { Thread } from './history';
import { defaultSettings, type Settings } from './settings';

const SAVE_EVERY_MS = 500;

/** The saved threads as the page lists them. A fault of the storage shows in `error` and stops nothing. */
export class HistoryState {
  threads = $state.raw<Thread[]>([]);
  /** Deleted a moment ago and still to be had back. */
  removed = $state.raw<Thread>();
  error = $state.raw<ErrorInfo>();

  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing shows it
  readonly #unsaved = new Map<string, Thread>();
  #saving = false;
  #forget?: ReturnType<typeof setTimeout>;

  async load(): Promise<void> {
    await this.#try(async () => {
      this.threads = await storage.listThreads();
    });
  }

  /** Writes at most twice a second, and always the newest state. */
  save(thread: Thread): void {
    const { title, pinned } = this.threads.find(({ id }) => id === thread.id) ?? {};
    const saved = { ...thread, ...(title ? { title } : {}), ...(pinned ? { pinned } : {}) };
    this.#unsaved.set(thread.id, saved);
    this.threads = [saved, ...this.threads.filter(({ id }) => id !== thread.id)];
    if (!this.#saving) void this.#write();
  }

  /** Changes what a person may change of a thread. */
  async edit(thread: Thread, change: Pick<Thread, 'title' | 'pinned'>): Promise<void> {
    // A thread that is being written has newer runs than the one that was shown.
    const newest = this.threads.find(({ id }) => id === thread.id) ?? thread;
    const edited: Thread = { ...newest, ...change };
    if (!edited.title) delete edited.title;
    if (!edited.pinned) delete edited.pinned;
    this.threads = this.threads.map((one) => (one.id === thread.id ? edited : one));
    if (this.#unsaved.has(thread.id)) this.#unsaved.set(thread.id, edited);
    else await this.#try(() => storage.saveThread(edited));
  }

  /** Takes threads in, in place of those with the same id; returns how many are new. */
  async add(threads: Thread[]): Promise<number> {
    const before = this.threads;
    const added = (thread: Thread) => !before.some(({ id }) => id === thread.id);
    const kept = before.filter(({ id }) => !threads.some((thread) => thread.id === id));
    this.threads = [...kept, ...threads].sort((a, b) => b.changed - a.changed);
    for (const thread of threads) await this.#try(() => storage.saveThread(thread));
    return threads.filter(added).length;
  }

  /** Deletes; for `undoMs` it can be had back. */
  async remove(thread: Thread, undoMs: number): Promise<void> {
    clearTimeout(this.#forget);
    this.#unsaved.delete(thread.id);
    this.threads = this.threads.filter(({ id }) => id !== thread.id);
    this.removed = thread;
    this.#forget = setTimeout(() => (this.removed = undefined), undoMs);
    await this.#try(() => storage.deleteThread(thread.id));
  }

  async undo(): Promise<void> {
    const thread = this.removed;
    if (!thread) return;
    this.removed = undefined;
    this.threads = [...this.threads, thread].sort((a, b) => b.changed - a.changed);
    await this.#try(() => storage.saveThread(thread));
  }

  async clear(): Promise<void> {
    this.#unsaved.clear();
    this.threads = [];
    this.removed = undefined;
    await this.#try(() => storage.clearAll());
  }

  async settings(): Promise<Settings> {
    return (await this.#try(() => storage.loadSettings())) ?? defaultSettings;
  }

  async saveSettings(settings: Settings): Promise<void> {
    await this.#try(() => storage.saveSettings(settings));
  }

  async #write(): Promise<void> {
    this.#saving = true;
    while (this.#unsaved.size) {
      const threads = [...this.#unsaved.values()];
      this.#unsaved.clear();
      for (const thread of threads) await this.#try(() => storage.saveThread(thread));
      await new Promise((resolve) => setTimeout(resolve, SAVE_EVERY_MS));
    }
    this.#saving = false;
  }

  async #try<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      this.error = toErrorInfo(error);
      return undefined;
    }
  }
}
