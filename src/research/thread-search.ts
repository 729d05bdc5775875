/** Finds threads by the words of their questions, answers and sources. */
import MiniSearch from 'minisearch';
import type { AgentEvent } from '../contracts';
import type { Thread } from './history';

/** Kept between searches: only threads that changed are indexed again. */
export class ThreadSearch {
  readonly #index = new MiniSearch<{ id: string; asked: string; answered: string; read: string }>({
    fields: ['asked', 'answered', 'read'],
    searchOptions: {
      boost: { asked: 3, answered: 2 },
      prefix: true,
      fuzzy: 0.15,
      combineWith: 'AND',
    },
  });
  readonly #known = new Map<string, number>();

  /** Ids of the threads that hold all words, best first. */
  find(threads: readonly Thread[], words: string): string[] {
    const ids = new Set(threads.map(({ id }) => id));
    for (const id of this.#known.keys()) if (!ids.has(id)) this.#forget(id);
    for (const thread of threads) {
      if (this.#known.get(thread.id) === thread.changed) continue;
      if (this.#known.has(thread.id)) this.#forget(thread.id);
      this.#index.add(textOf(thread));
      this.#known.set(thread.id, thread.changed);
    }
    return this.#index.search(words).map(({ id }) => id as string);
  }

  #forget(id: string): void {
    this.#index.discard(id);
    this.#known.delete(id);
  }
}

function textOf({ id, title, runs }: Thread) {
  const events = runs.flatMap((run) => run.events);
  const asked = [title ?? '', ...runs.map(({ question }) => question)].join('\n');
  return {
    id,
    asked,
    answered: events.map(answerIn).join('\n'),
    read: events.map(readIn).join('\n'),
  };
}

function answerIn(event: AgentEvent): string {
  return event.type === 'run-finished' || event.type === 'run-stopped' ? event.answer : '';
}

function readIn(event: AgentEvent): string {
  if (event.type !== 'tool-finished') return '';
  return event.sources.map(({ title, passages }) => [title, ...passages].join('\n')).join('\n');
}
