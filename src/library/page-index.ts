import { PassageIndex, type Passage } from './passage-index';

/** Which passages of the index belong to which page. */
export class PageIndex {
  readonly passages = new PassageIndex();
  readonly #numbers = new Map<string, { number: number; count: number }>();
  readonly #urls = new Map<number, string>();
  #next = 0;

  /** Replaces a page's passages; none takes it out. */
  set(url: string, passages: readonly Passage[] = []): void {
    const old = this.#numbers.get(url);
    for (let at = 0; at < (old?.count ?? 0); at += 1) this.passages.discard(`${old!.number}:${at}`);
    if (old) this.#urls.delete(old.number);
    this.#numbers.delete(url);
    if (passages.length === 0) return;
    const number = (this.#next += 1);
    this.#numbers.set(url, { number, count: passages.length });
    this.#urls.set(number, url);
    for (const [at, passage] of passages.entries()) this.passages.add(`${number}:${at}`, passage);
  }

  place(id: string): { url: string; at: number } {
    const [number, at] = id.split(':').map(Number) as [number, number];
    return { url: this.#urls.get(number)!, at };
  }
}
