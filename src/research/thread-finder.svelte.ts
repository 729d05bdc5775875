import { SvelteMap } from 'svelte/reactivity';
import type { HistoryState } from './history.svelte';
import { findThreads, pieceAround, type Found, type Part, type ThreadTexts } from './thread-search';
import type { ThreadHead } from './thread-store';

const NO_TEXTS: ThreadTexts = new Map();

/** Finds threads for one list, and shows where the words stand. What is searched is read when somebody begins to. */
export class ThreadFinder {
  #texts = $state.raw<ThreadTexts>();
  /** As they were written, of the runs that are shown alone: all of them would take as much memory again. */
  readonly #written = new SvelteMap<string, string>();
  // Nothing shows it.
  // eslint-disable-next-line svelte/prefer-svelte-reactivity
  readonly #asked = new Set<string>();
  readonly #history: HistoryState;

  constructor(history: HistoryState) {
    this.#history = history;
  }

  /** Whether more than names can be searched. */
  get ready(): boolean {
    return this.#texts !== undefined;
  }

  /** Reads what is searched, anew where it was read before. */
  async load(): Promise<void> {
    const texts = await this.#history.texts();
    if (!texts) return;
    this.#texts = texts;
    this.#asked.clear();
  }

  find(threads: readonly ThreadHead[], query: string): Found[] {
    return findThreads(threads, this.#texts ?? NO_TEXTS, query);
  }

  /** What stands around the words; empty until it is read, and undefined where the name alone was found. */
  piece({ thread: { id }, run }: Found, query: string): Part[] | undefined {
    if (run === undefined) return undefined;
    const key = `${run} ${id}`;
    if (!this.#asked.has(key)) void this.#read(key, id, run);
    return pieceAround(this.#written.get(key) ?? '', query);
  }

  async #read(key: string, id: string, run: number): Promise<void> {
    this.#asked.add(key);
    const text = await this.#history.runText(id, run);
    if (text !== undefined) this.#written.set(key, text);
  }
}
