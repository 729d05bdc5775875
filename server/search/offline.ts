import { choosePart, cutIntoParts } from '../../src/library/parts';
import { PassageIndex, scorePassage, snippetOf } from '../../src/library/passage-index';
import type { Passage, Query } from '../../src/library/passage-index';
import { fold, terms } from '../../src/library/terms';
import type {
  CorpusPage,
  OrganicResult,
  ScrapeArguments,
  ScrapeResponse,
  SearchArguments,
  SearchBackend,
  SearchResponse,
} from './types';

/** How many sections are looked at closely; what MiniSearch ranks lower cannot win. */
const CANDIDATES = 240;

interface Hit {
  page: number;
  section: number;
  score: number;
}

/**
 * Searches a corpus of pages that is held in memory. Needs no network, gives the same answer every time, and knows
 * only what its pages say.
 */
export class OfflineBackend implements SearchBackend {
  readonly name = 'offline';
  readonly pages: readonly CorpusPage[];
  readonly #index: PassageIndex;
  readonly #byUrl: Map<string, CorpusPage>;

  private constructor(pages: CorpusPage[], index: PassageIndex) {
    this.pages = pages;
    this.#index = index;
    this.#byUrl = new Map(pages.map((page) => [page.url, page]));
  }

  /** Indexes pages in memory: for building the shipped corpus, for tests and for small made-up corpora. */
  static fromPages(pages: CorpusPage[]): OfflineBackend {
    const index = new PassageIndex();
    for (const [p, page] of pages.entries())
      for (const s of page.sections.keys()) index.add(`${p}:${s}`, passageOf(page, s));
    return new OfflineBackend(pages, index);
  }

  /** From the two files of a built corpus, as text. */
  static fromFiles(pagesJson: string, indexJson: string): OfflineBackend {
    return new OfflineBackend(
      JSON.parse(pagesJson) as CorpusPage[],
      PassageIndex.fromJson(indexJson),
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
    const query = this.#index.query([args.q, args.or ?? '', args.exact ?? ''].join(' '));
    const from = (pageNumber - 1) * num;
    const organic = this.#rank(query, this.#filter(args))
      .slice(from, from + num)
      .map((hit, i): OrganicResult => {
        const page = this.pages[hit.page]!;
        return {
          title: page.title,
          link: page.url,
          snippet: snippetOf(query, passageOf(page, hit.section)),
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
  #rank(query: Query, accept: (page: CorpusPage) => boolean): Hit[] {
    const best = new Map<number, Hit>();
    const allowed = new Map<number, boolean>();
    let looked = 0;
    for (const { id, share } of this.#index.candidates(query)) {
      if (looked >= CANDIDATES) break;
      const [p, s] = id.split(':').map(Number) as [number, number];
      const page = this.pages[p]!;
      let ok = allowed.get(p);
      if (ok === undefined) allowed.set(p, (ok = accept(page)));
      if (!ok) continue;
      looked += 1;
      const score = scorePassage(query, passageOf(page, s), { first: s === 0, share });
      if (score === undefined) continue;
      const known = best.get(p);
      if (!known || score > known.score || (score === known.score && s < known.section)) {
        best.set(p, { page: p, section: s, score });
      }
    }
    return [...best.values()].sort((a, b) => b.score - a.score || a.page - b.page);
  }
}

function passageOf(page: CorpusPage, section: number): Passage {
  return { title: page.title, ...page.sections[section]! };
}

/** The text of a page in the parts in which `scrape` returns it. */
export function pageParts(page: CorpusPage): string[] {
  return cutIntoParts(
    page.sections.map(({ heading, text }) => `## ${heading}\n${text}`).join('\n\n'),
  );
}
