/** Finds passages by their words: MiniSearch picks candidates, a closer look at their sentences ranks them. Pure. */
import MiniSearch from 'minisearch';
import type { Options } from 'minisearch';
import { sentences, terms } from './terms';

/** Longest snippet, in characters. */
export const SNIPPET_LENGTH = 220;

export interface Passage {
  /** Title of its page. */
  title: string;
  heading: string;
  text: string;
}

interface IndexedPassage extends Passage {
  id: string;
}

const INDEX_OPTIONS: Options<IndexedPassage> = {
  fields: ['title', 'heading', 'text'],
  tokenize: terms,
  // Terms are already folded and stemmed by tokenize.
  processTerm: (term) => term,
  searchOptions: { boost: { title: 4, heading: 1.5 }, combineWith: 'OR' },
};

/** A word of the query, the index terms it stands for (itself, or near spellings) and how rare it is. */
interface QueryTerm {
  alternatives: string[];
  weight: number;
}

/** A query as the index understands it. */
export interface Query {
  terms: QueryTerm[];
  /** Sum of the weights. */
  total: number;
  /** Those that say most. */
  rare: QueryTerm[];
}

export interface Candidate {
  /** `page:passage`, as the passage was added. */
  id: string;
  /** MiniSearch's score as a share of the best. */
  share: number;
}

export class PassageIndex {
  readonly #index: MiniSearch<IndexedPassage>;
  readonly #frequencies = new Map<string, number>();

  constructor(index = new MiniSearch<IndexedPassage>(INDEX_OPTIONS)) {
    this.#index = index;
  }

  /** From what `toJSON` gave. */
  static fromJson(json: string): PassageIndex {
    return new PassageIndex(MiniSearch.loadJSON<IndexedPassage>(json, INDEX_OPTIONS));
  }

  toJSON(): object {
    return this.#index.toJSON();
  }

  get size(): number {
    return this.#index.documentCount;
  }

  add(id: string, { title, heading, text }: Passage): void {
    this.#frequencies.clear();
    this.#index.add({ id, title, heading, text });
  }

  /** Takes an unknown id too. */
  discard(id: string): void {
    if (!this.#index.has(id)) return;
    this.#frequencies.clear();
    this.#index.discard(id);
  }

  query(text: string): Query {
    // 'Name the capital of Peru': the first word asks, it does not describe.
    const asked = text.replace(/^\s*name\s+(?=\S+\s)/i, '');
    const found = [...new Set(terms(asked))].map((term) => this.#queryTerm(term));
    const rare = Math.max(...found.map((term) => term.weight)) * 0.6;
    return {
      terms: found,
      total: found.reduce((sum, term) => sum + term.weight, 0),
      rare: found.filter((term) => term.weight >= rare),
    };
  }

  /** Passages with any word of the query, best first. */
  candidates(query: Query): Candidate[] {
    const wanted = query.terms.flatMap((term) => term.alternatives);
    if (wanted.length === 0) return [];
    const found = this.#index.search(wanted.join(' '), { tokenize: (q) => q.split(' ') });
    const highest = found[0]?.score ?? 1;
    return found.map(({ id, score }) => ({ id: id as string, share: score / highest }));
  }

  #queryTerm(term: string): QueryTerm {
    let alternatives = [term];
    if (this.#frequency(term) === 0) {
      // Not a word of any page: perhaps misspelled or cut short.
      const near = this.#index.search(term, {
        tokenize: (t) => [t],
        fuzzy: term.length > 4 ? 0.25 : false,
        maxFuzzy: 2,
        prefix: term.length > 4,
      });
      alternatives = [...new Set(near.slice(0, 20).flatMap((result) => result.terms))].slice(0, 3);
    }
    const known = Math.max(0, ...alternatives.map((word) => this.#frequency(word)));
    return { alternatives, weight: Math.log(1 + this.size / (known + 0.5)) };
  }

  /** In how many passages a term occurs. */
  #frequency(term: string): number {
    let count = this.#frequencies.get(term);
    if (count === undefined) {
      count = this.#index.search(term, { tokenize: (t) => [t] }).length;
      this.#frequencies.set(term, count);
    }
    return count;
  }
}

/**
 * How well a passage answers; undefined where it says too little of what was asked.
 * @param first whether the passage is its page's first.
 * @param share MiniSearch's score of it, as a share of the best.
 */
export function scorePassage(
  query: Query,
  passage: Passage,
  { first, share }: { first: boolean; share: number },
): number | undefined {
  const { total } = query;
  const title = new Set(terms(passage.title));
  const inTitle = coverage(query.terms, title);
  const named = inTitle > 0 && fullyNamed(query.terms, title);
  const rest = query.terms.filter((term) => !term.alternatives.some((word) => title.has(word)));
  const headingWords = new Set(terms(passage.heading));
  const all = new Set(terms(passage.text));
  const inSection = coverage(rest, all) + 0.5 * coverage(rest, headingWords);
  const covered = inTitle + coverage(rest, new Set([...all, ...headingWords]));
  const hasRare = coverage(query.rare, new Set([...all, ...title, ...headingWords])) > 0;
  const strong = (hasRare && covered >= 0.3 * total) || (named && inTitle >= 0.2 * total);
  if (!strong) return undefined;
  const inSentence = Math.max(
    0,
    ...sentences(passage.text).map((sentence) => match(rest, terms(sentence))),
  );
  return (
    (named ? 0.3 : 0) +
    (1.5 * inTitle) / total +
    (1.2 * inSentence) / total +
    (0.2 * inSection) / total +
    0.1 * share +
    // Asked for nothing more than its name, a page answers with what it is about.
    (first && inSentence === 0 ? 0.06 : 0)
  );
}

/** The sentences of a passage that say most of what was asked. */
export function snippetOf(query: Query, passage: Passage): string {
  const title = new Set(terms(passage.title));
  // The whole section is about its title, so only the other words tell its sentences apart.
  const rest = query.terms.filter((term) => !term.alternatives.some((word) => title.has(word)));
  const scored = sentences(passage.text).map((sentence, i) => {
    const words = terms(sentence);
    const score = match(rest, words);
    // Of two that say it, the shorter says it more plainly; of two that do not, the earlier leads in.
    return { sentence, i, score: score > 0 ? score - words.length * 0.003 : -i };
  });
  scored.sort((a, b) => b.score - a.score || a.i - b.i);
  const [first, second] = scored;
  if (!first) return '';
  const snippet = clip(first.sentence, SNIPPET_LENGTH);
  // A second sentence is context: it must not be longer than what is left.
  if (!second || snippet.length + 1 + second.sentence.length > SNIPPET_LENGTH) return snippet;
  return `${snippet} ${second.sentence}`;
}

function coverage(query: QueryTerm[], words: ReadonlySet<string>): number {
  let sum = 0;
  for (const term of query)
    if (term.alternatives.some((word) => words.has(word))) sum += term.weight;
  return sum;
}

/** How well a sentence answers: what it covers, and a little more if that stands at its beginning. */
function match(query: QueryTerm[], words: string[]): number {
  let sum = 0;
  for (const term of query) {
    const at = words.findIndex((word) => term.alternatives.includes(word));
    if (at >= 0) sum += term.weight * (1 - 0.01 * Math.min(at, 20));
  }
  return sum;
}

/** Whether every word of the title is asked for. */
function fullyNamed(query: QueryTerm[], title: ReadonlySet<string>): boolean {
  const asked = new Set(query.flatMap((term) => term.alternatives));
  return [...title].every((word) => asked.has(word));
}

function clip(sentence: string, limit: number): string {
  if (sentence.length <= limit) return sentence;
  const cut = sentence.slice(0, limit - 2);
  return cut.slice(0, Math.max(cut.lastIndexOf(' '), 1)).replace(/[,;:\s]+$/, '') + ' …';
}
