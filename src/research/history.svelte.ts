import type { ErrorInfo } from '../contracts';
import { toErrorInfo } from '../errors';
import { branchName } from './branch-name';
import { defaultSettings, type Settings } from './settings';
import * as settingsStore from './settings-store';
import * as store from './thread-store';
import type { Damaged } from './storage';
import { plainText, readableText, type ThreadTexts } from './thread-search';
import { headOf, type Thread, type ThreadHead } from './thread-store';

const SAVE_EVERY_MS = 500;

const newestFirst = (a: ThreadHead, b: ThreadHead): number => b.changed - a.changed;

/** The saved threads as the page lists them. A fault of the storage shows in `error` and stops nothing. */
export class HistoryState {
  threads = $state.raw<ThreadHead[]>([]);
  /** Deleted a moment ago and still to be had back. */
  removed = $state.raw<Thread>();
  /** What the page lists: with the one that was just deleted in its place. */
  readonly listed = $derived(
    this.removed ? [...this.threads, headOf(this.removed)].sort(newestFirst) : this.threads,
  );
  /** Records that could not be read and were set aside. */
  damaged = $state.raw<Damaged[]>([]);
  error = $state.raw<ErrorInfo>();

  // Nothing shows them.
  /* eslint-disable svelte/prefer-svelte-reactivity */
  readonly #unsaved = new Map<string, Thread>();
  /** Of each thread, the first run that may differ from what is stored. */
  readonly #written = new Map<string, number>();
  /* eslint-enable svelte/prefer-svelte-reactivity */
  #saving = false;
  #forget?: ReturnType<typeof setTimeout>;
  #kept?: Promise<void>;

  async load(): Promise<void> {
    await this.#try(async () => {
      const stored = await store.listThreads();
      // What came in meanwhile is newer than what was read.
      const here = this.threads;
      const others = stored.filter(({ id }) => !here.some((one) => one.id === id));
      this.threads = [...here, ...others].sort(newestFirst);
      await this.#keepUnread();
      await this.#showDamaged();
    });
  }

  /** A whole thread, as it was last saved; undefined where it cannot be read. */
  async read(id: string): Promise<Thread | undefined> {
    const unsaved = this.#unsaved.get(id);
    if (unsaved) return unsaved;
    return this.#try(async () => {
      const thread = await store.readThread(id);
      await this.#showDamaged();
      return thread;
    });
  }

  /** Every thread, whole, in the order of the list. */
  async readAll(): Promise<Thread[]> {
    const threads: Thread[] = [];
    for (const { id } of this.threads) {
      const thread = await this.read(id);
      if (thread) threads.push(thread);
    }
    return threads;
  }

  /** What can be searched for, by thread and run. */
  texts(): Promise<ThreadTexts | undefined> {
    return this.#try(async () => {
      // What is still to be written is newer.
      const unsaved = [...this.#unsaved.values()];
      const texts = await store.readTexts();
      for (const { id, runs } of unsaved) texts.set(id, runs.map(plainText));
      return texts;
    });
  }

  /** The text of one run, as it was written. */
  runText(id: string, at: number): Promise<string | undefined> {
    return this.#try(async () => {
      const run = this.#unsaved.get(id)?.runs[at] ?? (await store.readRun(id, at));
      return run && readableText(run);
    });
  }

  /** Writes at most twice a second, and always the newest state. */
  save(thread: Thread): void {
    const { title = branchName(thread, this.threads), pinned } =
      this.threads.find(({ id }) => id === thread.id) ?? {};
    const saved = { ...thread, ...(title ? { title } : {}), ...(pinned ? { pinned } : {}) };
    this.#unsaved.set(thread.id, saved);
    this.threads = [headOf(saved), ...this.threads.filter(({ id }) => id !== thread.id)];
    if (!this.#saving) void this.#write();
  }

  /** Changes what a person may change of a thread. */
  async edit(thread: ThreadHead, change: Pick<Thread, 'title' | 'pinned'>): Promise<void> {
    // A thread that is being written is newer than the one that was shown.
    const newest = this.threads.find(({ id }) => id === thread.id) ?? thread;
    const edited = named(newest, change);
    this.threads = this.threads.map((one) => (one.id === thread.id ? edited : one));
    const unsaved = this.#unsaved.get(thread.id);
    if (unsaved) this.#unsaved.set(thread.id, named(unsaved, change));
    else await this.#try(() => store.saveHead(edited));
  }

  /** Takes threads in, but for those that are here as new or newer; counts how many, and how many of them are new. */
  async add(threads: Thread[]): Promise<{ taken: number; added: number }> {
    const count = { taken: 0, added: 0 };
    for (const thread of threads) {
      const { id, changed } = thread;
      const here = this.threads.find((one) => one.id === id);
      if (here && here.changed >= changed) continue;
      count.taken += 1;
      if (!here) count.added += 1;
      if (this.removed?.id === id) this.removed = undefined;
      this.threads = [...this.threads.filter((one) => one !== here), headOf(thread)].sort(
        newestFirst,
      );
      this.#unsaved.delete(id);
      this.#written.delete(id);
      await this.#try(() => store.saveThread(thread));
    }
    return count;
  }

  /** Deletes; for `undoMs` it can be had back. */
  async remove(thread: ThreadHead, undoMs: number): Promise<void> {
    clearTimeout(this.#forget);
    const whole = await this.read(thread.id);
    this.#unsaved.delete(thread.id);
    this.#written.delete(thread.id);
    this.threads = this.threads.filter(({ id }) => id !== thread.id);
    this.removed = whole;
    this.#forget = setTimeout(() => (this.removed = undefined), undoMs);
    await this.#try(() => store.deleteThread(thread.id));
  }

  async undo(): Promise<void> {
    const thread = this.removed;
    if (!thread) return;
    this.threads = this.listed;
    this.removed = undefined;
    await this.#try(() => store.saveThread(thread));
  }

  async forgetDamaged(): Promise<void> {
    await this.#try(() => store.deleteDamaged());
    await this.#try(() => settingsStore.deleteDamaged());
    this.damaged = [];
  }

  async clear(): Promise<void> {
    this.#unsaved.clear();
    this.#written.clear();
    this.threads = [];
    this.damaged = [];
    this.removed = undefined;
    await this.#try(() => settingsStore.clearAll());
  }

  async settings(): Promise<Settings> {
    return (await this.#try(() => settingsStore.loadSettings())) ?? defaultSettings;
  }

  async saveSettings(settings: Settings): Promise<void> {
    await this.#keepUnread();
    await this.#try(() => settingsStore.saveSettings(settings));
  }

  /** Once a visit, before anything is written over what is stored. */
  #keepUnread(): Promise<void> {
    return (this.#kept ??= this.#try(() => settingsStore.keepUnread()));
  }

  async #showDamaged(): Promise<void> {
    const both = await Promise.all([store.listDamaged(), settingsStore.listDamaged()]);
    this.damaged = both.flat();
  }

  async #write(): Promise<void> {
    this.#saving = true;
    while (this.#unsaved.size) {
      const threads = [...this.#unsaved.values()];
      this.#unsaved.clear();
      for (const thread of threads) await this.#try(() => this.#writeOne(thread));
      await new Promise((resolve) => setTimeout(resolve, SAVE_EVERY_MS));
    }
    this.#saving = false;
  }

  async #writeOne(thread: Thread): Promise<void> {
    const last = Math.max(0, thread.runs.length - 1);
    await store.saveThread(thread, Math.min(this.#written.get(thread.id) ?? 0, last));
    this.#written.set(thread.id, last);
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

function named<T extends Pick<Thread, 'title' | 'pinned'>>(thread: T, change: Partial<T>): T {
  const edited = { ...thread, ...change };
  if (!edited.title) delete edited.title;
  if (!edited.pinned) delete edited.pinned;
  return edited;
}
