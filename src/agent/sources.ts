import type { Source } from '../contracts';

/** The sources of one run, numbered in the order met. */
export class SourceBook {
  readonly #byUrl = new Map<string, Source>();
  readonly #first: number;

  /** @param first number of the first source; later turns of a conversation go on counting. */
  constructor(first = 1) {
    this.#first = first;
  }

  /** The number a URL has, or would get when it is noted. */
  numberOf(url: string): number {
    return this.#byUrl.get(url)?.n ?? this.#first + this.#byUrl.size;
  }

  /** Adds a source or another passage to a known one. */
  note(seen: { url: string; title: string; date?: string; passage?: string }): Source {
    const known = this.#byUrl.get(seen.url);
    const source = known ?? {
      n: this.numberOf(seen.url),
      url: seen.url,
      title: seen.title,
      date: seen.date,
      passages: [],
    };
    if (seen.passage && !source.passages.includes(seen.passage)) source.passages.push(seen.passage);
    this.#byUrl.set(seen.url, source);
    return source;
  }

  get(n: number): Source | undefined {
    return this.all().find((source) => source.n === n);
  }

  all(): Source[] {
    return [...this.#byUrl.values()];
  }
}
