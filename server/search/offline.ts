import MiniSearch from 'minisearch';
import type { Options } from 'minisearch';
import { choosePart, cutIntoParts } from './parts';
import { fold, sentences, terms } from './terms';
import type {
  CorpusPage,
  OrganicResult,
  ScrapeArguments,
  ScrapeResponse,
  SearchArguments,
  SearchBackend,
  SearchResponse,
} from './types';

/** Longest snippet, in characters. */
export const SNIPPET_LENGTH = 220;
/** How many sections are looked at closely; what MiniSearch ranks lower cannot win. */
const CANDIDATES = 240;

interface SectionDocument {
  /** `page number:section number` */
  id: string;
  title: string;
  heading: string;
  text: string;
}

const INDEX_OPTIONS: Options<SectionDocument> = {
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

interface Hit {
  page: number;
  section: number;
  score: number;
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

function clip(sentence: string, limit: number): string {
  if (sentence.length <= limit) return sentence;
  const cut = sentence.slice(0, limit - 2);
  return cut.slice(0, Math.max(cut.lastIndexOf(' '), 1)).replace(/[,;:\s]+$/, '') + ' …';
}

/**
 * Searches a corpus of pages that is held in memory. Needs no network, gives the same answer every time, and knows
 * only what its pages say.
 */
export class OfflineBackend implements SearchBackend {
  readonly name = 'offline';
  readonly pages: readonly CorpusPage[];
  readonly #index: MiniSearch<SectionDocument>;
  readonly #byUrl: Map<string, CorpusPage>;
  readonly #frequencies = new Map<string, number>();

  private constructor(pages: CorpusPage[], index: MiniSearch<SectionDocument>) {
    this.pages = pages;
    this.#index = index;
    this.#byUrl = new Map(pages.map((page) => [page.url, page]));
  }

  /** Indexes pages in memory: for building the shipped corpus, for tests and for small made-up corpora. */
  static fromPages(pages: CorpusPage[]): OfflineBackend {
    const index = new MiniSearch<SectionDocument>(INDEX_OPTIONS);
    index.addAll(
      pages.flatMap((page, p) =>
        page.sections.map((section, s) => ({
          id: `${p}:${s}`,
          title: page.title,
          heading: section.heading,
          text: section.text,
        })),
      ),
    );
    return new OfflineBackend(pages, index);
  }

  /** From the two files of a built corpus, as text. */
  static fromFiles(pagesJson: string, indexJson: string): OfflineBackend {
    return new OfflineBackend(
      JSON.parse(pagesJson) as CorpusPage[],
      MiniSearch.loadJSON<SectionDocument>(indexJson, INDEX_OPTIONS),
    );
  }

  /** Loads a built corpus (`pages.json.gz` and `index.json.gz`) from a folder. Node only. */
  static async load(dir: string): Promise<OfflineBackend> {
    const [fs, path, zlib] = await Promise.all([
      import('node:fs/promises'),
      import('node:path'),
      import('node:zlib'),
    ]);
    const text = async (name: string) =>
      zlib.gunzipSync(await fs.readFile(path.join(dir, name))).toString('utf8');
    const [pages, index] = await Promise.all([text('pages.json.gz'), text('index.json.gz')]);
    return OfflineBackend.fromFiles(pages, index);
  }

  /** The search index as JSON, to be shipped beside the pages. */
  indexJson(): string {
    return JSON.stringify(this.#index);
  }

  /** The page at a corpus address: `corpus://subject/slug`, or the address at which a relay shows it to people. */
  page(url: string): CorpusPage | undefined {
    const match =
      /^(?:corpus:\/\/|https?:\/\/[^/]+\/(?:[^?#]*\/)?corpus\/)([^/?#]+)\/([^/?#]+)/.exec(
        url.trim(),
      );
    return match ? this.#byUrl.get(`corpus://${match[1]}/${match[2]}`) : undefined;
  }

  async search(args: SearchArguments, signal: AbortSignal): Promise<SearchResponse> {
    signal.throwIfAborted();
    const num = Math.min(Math.max(Math.trunc(args.num ?? 10), 1), 100);
    const pageNumber = Math.max(Math.trunc(args.page ?? 1), 1);
    // 'Name the capital of Peru': the first word asks, it does not describe.
    const asked = args.q.replace(/^\s*name\s+(?=\S+\s)/i, '');
    const query = this.#parse([asked, args.or ?? '', args.exact ?? ''].join(' '));
    const from = (pageNumber - 1) * num;
    const organic = this.#rank(query, this.#filter(args))
      .slice(from, from + num)
      .map((hit, i): OrganicResult => {
        const page = this.pages[hit.page]!;
        return {
          title: page.title,
          link: page.url,
          snippet: this.#snippet(page, hit.section, query),
          position: from + i + 1,
          date: page.asOf,
        };
      });
    return {
      searchParameters: { q: args.q, type: 'search', num, page: pageNumber, engine: 'offline' },
      organic,
    };
  }

  async scrape(args: ScrapeArguments, signal: AbortSignal): Promise<ScrapeResponse> {
    signal.throwIfAborted();
    const page = this.page(args.url);
    if (!page) {
      throw new Error(
        `There is no page at ${args.url} in the offline corpus. Search first and use a link from the results.`,
      );
    }
    const parts = pageParts(page);
    const number = args.page ?? (args.find ? choosePart(parts, args.find) : 1);
    const text = parts[number - 1];
    if (text === undefined) {
      throw new Error(
        `${page.url} has ${parts.length} ${parts.length === 1 ? 'page' : 'pages'}; there is no page ${number}.`,
      );
    }
    return {
      url: page.url,
      title: page.title,
      text,
      ...(args.includeMarkdown ? { markdown: `# ${page.title}\n\n${text}` } : {}),
      metadata: { subject: page.subject, source: page.source },
      page: number,
      pages: parts.length,
      date: page.asOf,
    };
  }

  /** In how many sections a term occurs. */
  #frequency(term: string): number {
    let count = this.#frequencies.get(term);
    if (count === undefined) {
      count = this.#index.search(term, { tokenize: (t) => [t] }).length;
      this.#frequencies.set(term, count);
    }
    return count;
  }

  #parse(q: string): QueryTerm[] {
    const total = this.#index.documentCount;
    return [...new Set(terms(q))].map((term) => {
      let alternatives = [term];
      if (this.#frequency(term) === 0) {
        // Not a word of the corpus: perhaps misspelled or cut short.
        const near = this.#index.search(term, {
          tokenize: (t) => [t],
          fuzzy: term.length > 4 ? 0.25 : false,
          maxFuzzy: 2,
          prefix: term.length > 4,
        });
        alternatives = [...new Set(near.slice(0, 20).flatMap((result) => result.terms))].slice(
          0,
          3,
        );
      }
      const known = Math.max(0, ...alternatives.map((word) => this.#frequency(word)));
      return { alternatives, weight: Math.log(1 + total / (known + 0.5)) };
    });
  }

  #filter(args: SearchArguments): (page: CorpusPage) => boolean {
    const { site, intitle, inurl, exact, exclude } = args;
    const words = (text: string) => new Set(terms(text));
    const whole = (page: CorpusPage) =>
      [page.title, ...page.sections.flatMap((s) => [s.heading, s.text])].join('\n');
    const subject = site?.replace(/^corpus:\/\//, '').replace(/\/.*$/, '');
    const excluded = exclude ? terms(exclude) : [];
    return (page) => {
      if (subject && page.subject !== fold(subject)) return false;
      if (intitle && !terms(intitle).every((word) => words(page.title).has(word))) return false;
      if (inurl && !page.url.includes(fold(inurl))) return false;
      if (exact && !fold(whole(page)).includes(fold(exact))) return false;
      if (excluded.length > 0) {
        const present = words(whole(page));
        if (excluded.some((word) => present.has(word))) return false;
      }
      return true;
    };
  }

  /** The best section of each page that answers the query, best page first. */
  #rank(query: QueryTerm[], accept: (page: CorpusPage) => boolean): Hit[] {
    const total = query.reduce((sum, term) => sum + term.weight, 0);
    const wanted = query.flatMap((term) => term.alternatives);
    if (wanted.length === 0) return [];
    const rare = Math.max(...query.map((term) => term.weight)) * 0.6;
    const rareTerms = query.filter((term) => term.weight >= rare);
    const best = new Map<number, Hit>();
    const found = this.#index.search(wanted.join(' '), { tokenize: (q) => q.split(' ') });
    const allowed = new Map<number, boolean>();
    let looked = 0;
    const highest = found[0]?.score ?? 1;
    for (const result of found) {
      if (looked >= CANDIDATES) break;
      const [p, s] = (result.id as string).split(':').map(Number) as [number, number];
      const page = this.pages[p]!;
      let ok = allowed.get(p);
      if (ok === undefined) allowed.set(p, (ok = accept(page)));
      if (!ok) continue;
      looked += 1;
      const title = new Set(terms(page.title));
      const inTitle = coverage(query, title);
      const named = inTitle > 0 && this.#fullyNamed(query, title);
      const rest = query.filter((term) => !term.alternatives.some((word) => title.has(word)));
      const { heading, text } = page.sections[s]!;
      const headingWords = new Set(terms(heading));
      const all = new Set(terms(text));
      const inSection = coverage(rest, all) + 0.5 * coverage(rest, headingWords);
      const covered = inTitle + coverage(rest, new Set([...all, ...headingWords]));
      const hasRare = coverage(rareTerms, new Set([...all, ...title, ...headingWords])) > 0;
      const strong = (hasRare && covered >= 0.3 * total) || (named && inTitle >= 0.2 * total);
      if (!strong) continue;
      const inSentence = Math.max(
        0,
        ...sentences(text).map((sentence) => match(rest, terms(sentence))),
      );
      const score =
        (named ? 0.3 : 0) +
        (1.5 * inTitle) / total +
        (1.2 * inSentence) / total +
        (0.2 * inSection) / total +
        (0.1 * result.score) / highest +
        // Asked for nothing more than its name, a page answers with what it is about.
        (s === 0 && inSentence === 0 ? 0.06 : 0);
      const known = best.get(p);
      if (!known || score > known.score || (score === known.score && s < known.section)) {
        best.set(p, { page: p, section: s, score });
      }
    }
    return [...best.values()].sort((a, b) => b.score - a.score || a.page - b.page);
  }

  /** Whether every word of the title is asked for. */
  #fullyNamed(query: QueryTerm[], title: ReadonlySet<string>): boolean {
    const asked = new Set(query.flatMap((term) => term.alternatives));
    return [...title].every((word) => asked.has(word));
  }

  #snippet(page: CorpusPage, section: number, query: QueryTerm[]): string {
    const title = new Set(terms(page.title));
    // The whole section is about its title, so only the other words tell its sentences apart.
    const rest = query.filter((term) => !term.alternatives.some((word) => title.has(word)));
    const scored = sentences(page.sections[section]!.text).map((sentence, i) => {
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
}

/** The text of a page in the parts in which `scrape` returns it. */
export function pageParts(page: CorpusPage): string[] {
  return cutIntoParts(
    page.sections.map(({ heading, text }) => `## ${heading}\n${text}`).join('\n\n'),
  );
}
