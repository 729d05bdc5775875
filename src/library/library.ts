/** The library itself: saves pages, finds passages in them, reads them. Runs in a worker. */
import type { ReadPage } from '../contracts';
import { sha256 } from 'hash-wasm';
import { AppError } from '../errors';
import { saving as words } from '../i18n/en/saving';
import { choosePart, cutIntoParts } from './parts';
import { PageIndex } from './page-index';
import { scorePassage, snippetOf, type Passage } from './passage-index';
import { passagesOf } from './passages';
import { textOf } from './saved-text';
import { LibraryStore } from './store';
import type {
  FileText,
  LibraryApi,
  LibraryEntry,
  LibraryResults,
  LibrarySearch,
  LibraryUsage,
  SavedPage,
} from './types';

/** How many passages of how many pages are looked at closely. */
const CANDIDATES = 240;
const CANDIDATE_PAGES = 40;

interface Options {
  store?: LibraryStore;
  /** Milliseconds since 1970; replaced in tests. */
  now?: () => number;
  /** Told when pages have changed: one, or any. */
  onChange?: (url?: string) => void;
}

interface Found {
  passage: Passage;
  entry: LibraryEntry;
  score: number;
}

export class Library implements Omit<LibraryApi, 'readPdf'> {
  readonly #store: LibraryStore;
  readonly #now: () => number;
  readonly #onChange: (url?: string) => void;
  /** Made at the first search. */
  #index?: Promise<PageIndex>;
  /** Writes wait for each other: two parts of a page may come at once. */
  #writing: Promise<unknown> = Promise.resolve();

  constructor({ store = new LibraryStore(), now = Date.now, onChange = noOne }: Options = {}) {
    this.#store = store;
    this.#now = now;
    this.#onChange = onChange;
  }

  save(read: ReadPage, quota: number): Promise<LibraryEntry | undefined> {
    const saving = this.#writing.then(() => this.#save(read, quota));
    this.#writing = saving.catch(() => undefined);
    return saving;
  }

  async saveFile({ name, title, text, date }: FileText, quota: number): Promise<LibraryEntry> {
    const page = await this.#page({
      url: `library://file/${(await sha256(text)).slice(0, 8)}/${encodeURIComponent(name)}`,
      title: title || name,
      date,
      from: 'file',
      pages: 1,
      parts: [text],
    });
    if (page.entry.bytes > quota) throw new AppError('bad-input', words.tooMuchText(name));
    await this.#put(page, quota);
    return page.entry;
  }

  async list(): Promise<LibraryEntry[]> {
    return (await this.#store.entries()).sort((a, b) => b.used - a.used);
  }

  async usage(): Promise<LibraryUsage> {
    const entries = await this.#store.entries();
    const bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0);
    return { pages: entries.length, bytes, aside: await this.#store.countAside() };
  }

  async search({ q, num = 10, page = 1, site }: LibrarySearch): Promise<LibraryResults> {
    const size = Math.min(Math.max(Math.trunc(num), 1), 100);
    const number = Math.max(Math.trunc(page), 1);
    const from = (number - 1) * size;
    const index = await this.#indexed();
    const query = index.passages.query(q);
    const wanted = new Map<string, Map<number, number>>();
    let looked = 0;
    for (const { id, share } of index.passages.candidates(query)) {
      const { url, at } = index.place(id);
      if (looked >= CANDIDATES || (site && !isOn(url, site))) continue;
      if (!wanted.has(url) && wanted.size >= CANDIDATE_PAGES) continue;
      looked += 1;
      wanted.set(url, (wanted.get(url) ?? new Map<number, number>()).set(at, share));
    }
    const best: Found[] = [];
    for (const [url, shares] of wanted) {
      const saved = await this.#store.page(url);
      const passages = saved ? passagesOf(saved.entry.title, textOf(saved)) : [];
      let top: Found | undefined;
      for (const [at, share] of shares) {
        const passage = passages[at];
        const score = passage && scorePassage(query, passage, { first: at === 0, share });
        if (score !== undefined && score > (top?.score ?? 0))
          top = { passage: passage!, entry: saved!.entry, score };
      }
      if (top) best.push(top);
    }
    best.sort((a, b) => b.score - a.score || b.entry.used - a.entry.used);
    return {
      searchParameters: { q, type: 'search', num: size, page: number, engine: 'library' },
      organic: best.slice(from, from + size).map(({ passage, entry }, at) => ({
        title: entry.title,
        link: entry.url,
        snippet: snippetOf(query, passage),
        position: from + at + 1,
        ...(entry.date ? { date: entry.date } : {}),
      })),
    };
  }

  async read(wanted: { url: string; page?: number; find?: string }): Promise<ReadPage> {
    const saved = await this.open(wanted.url);
    const { url, title, date } = saved.entry;
    const parts = cutIntoParts(textOf(saved));
    const page = wanted.page ?? (wanted.find ? choosePart(parts, wanted.find) : 1);
    const text = parts[page - 1];
    if (text === undefined)
      throw new AppError(
        'bad-input',
        `${url} has ${parts.length} page(s); there is no page ${page}.`,
      );
    return { url, title, text, page, pages: parts.length, ...(date ? { date } : {}) };
  }

  async open(address: string): Promise<SavedPage> {
    const url = addressOf(address);
    const saved = await this.#store.page(url);
    // Bytes can rot, and other programs can write to the browser's folder.
    const whole = saved && (await sha256(textOf(saved))) === saved.entry.sha256;
    if (saved && !whole) await this.#store.setAside(url);
    if (!saved || !whole) {
      await this.#reindex(url);
      throw new AppError(
        'bad-input',
        `There is no page at ${address} in the library. Search first and use a link from the results.`,
      );
    }
    await this.#store.touch(url, this.#now());
    return saved;
  }

  async remove(url: string): Promise<SavedPage | undefined> {
    const saved = await this.#store.page(url);
    await this.#store.remove(url);
    await this.#changed([url]);
    return saved;
  }

  async restore(page: SavedPage, quota: number): Promise<void> {
    await this.#put(page, quota);
  }

  async clear(): Promise<void> {
    await this.#store.clear();
    this.#index = undefined;
    this.#onChange();
  }

  async shrink(quota: number): Promise<void> {
    await this.#changed(await this.#store.shrink(quota));
  }

  /** Another tab has changed one page, or any. */
  async refresh(url?: string): Promise<void> {
    if (url === undefined) this.#index = undefined;
    else await this.#reindex(url);
  }

  async #save(read: ReadPage, quota: number): Promise<LibraryEntry | undefined> {
    const url = addressOf(read.url);
    const known = await this.#store.page(url);
    const parts = mergeParts(known, read);
    const page = await this.#page({ ...read, url, from: 'page', parts });
    if (page.entry.bytes === 0 || page.entry.bytes > quota) return undefined;
    await this.#put(page, quota);
    return page.entry;
  }

  async #page(
    page: Pick<LibraryEntry, 'url' | 'title' | 'from' | 'pages' | 'date'> & {
      parts: SavedPage['parts'];
    },
  ): Promise<SavedPage> {
    const { url, title, from, pages, date, parts } = page;
    const text = textOf({ parts });
    const now = this.#now();
    return {
      entry: {
        url,
        title: title || url,
        from,
        saved: now,
        used: now,
        bytes: new TextEncoder().encode(text).length,
        sha256: await sha256(text),
        ...(date ? { date } : {}),
        parts: parts.filter((part) => part !== null).length,
        pages,
      },
      parts,
    };
  }

  async #put(page: SavedPage, quota: number): Promise<void> {
    const gone = await this.#store.put(page, quota);
    await this.#changed([page.entry.url, ...gone]);
  }

  async #changed(urls: string[]): Promise<void> {
    for (const url of urls) {
      await this.#reindex(url);
      this.#onChange(url);
    }
  }

  async #reindex(url: string): Promise<void> {
    const index = await this.#index;
    const page = index && (await this.#store.page(url));
    index?.set(url, page && passagesOf(page.entry.title, textOf(page)));
  }

  #indexed(): Promise<PageIndex> {
    if (this.#index) return this.#index;
    const making = (async () => {
      const index = new PageIndex();
      for (const { url } of await this.#store.entries()) {
        // One page at a time: the texts together may not fit into memory, and calls get their turn.
        const page = await this.#store.page(url);
        if (page) index.set(url, passagesOf(page.entry.title, textOf(page)));
      }
      return index;
    })();
    this.#index = making;
    making.catch(() => (this.#index = undefined));
    return making;
  }
}

/** The parts of the same page that were read before stay; those of one that has changed do not. */
function mergeParts(
  known: SavedPage | undefined,
  { page, pages, text }: ReadPage,
): SavedPage['parts'] {
  const fresh = Array.from({ length: pages }, (): string | null => null);
  const old = known?.entry.pages === pages ? known.parts : fresh;
  const before = old[page - 1];
  const parts = before === null || before === text ? [...old] : fresh;
  parts[page - 1] = text;
  return parts;
}

/** Addresses that name the same page are the same: a fragment says nothing about it. */
function addressOf(address: string): string {
  const text = address.trim();
  return /^https?:\/\//i.test(text) ? text.replace(/#.*$/, '') : text;
}

function isOn(url: string, site: string): boolean {
  const place = site
    .toLowerCase()
    .replace(/^[a-z]+:\/\//, '')
    .replace(/^www\./, '')
    .replace(/\/.*$/, '');
  const host = /^[a-z]+:\/\/([^/?#:]+)/.exec(url.toLowerCase())?.[1] ?? '';
  return host === place || host.endsWith(`.${place}`);
}

function noOne(): void {
  // Nobody wants to be told.
}
