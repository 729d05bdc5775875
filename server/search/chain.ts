/** Several search providers and page readers as one: the next is asked where one fails or finds nothing. */
import { LRUCache } from 'lru-cache';
import type { PageContent } from '../scrape/content';
import { partOf } from '../scrape/paging';
import type { OfflineBackend } from './offline';
import type {
  PageReader,
  ScrapeArguments,
  ScrapeResponse,
  SearchArguments,
  SearchBackend,
  SearchProvider,
  SearchResponse,
} from './types';

/** Whole pages are kept for a while, in characters, so that a second part needs no second request. */
const KEPT_CHARACTERS = 20_000_000;
const KEPT_MS = 600_000;

type ReadPage = PageContent & { url: string; provider: string };

export interface ChainOptions {
  /** In the order in which they are asked; at least one. */
  providers: readonly SearchProvider[];
  /** Without one only pages of the corpus are read. */
  readers: readonly PageReader[];
  corpus?: OfflineBackend | undefined;
  /** Told of every failure that was passed over. */
  onFailure: (provider: string, error: unknown) => void;
}

export class SearchChain implements SearchBackend {
  readonly name: string;
  readonly #options: ChainOptions;
  readonly #pages = new LRUCache<string, ReadPage>({
    maxSize: KEPT_CHARACTERS,
    ttl: KEPT_MS,
    sizeCalculation: (page, key) =>
      key.length + page.text.length + (page.markdown?.length ?? 0) + 1000,
  });

  constructor(options: ChainOptions) {
    this.#options = options;
    this.name = options.providers.map((provider) => provider.name).join(',');
  }

  async search(args: SearchArguments, signal: AbortSignal): Promise<SearchResponse> {
    let empty: SearchResponse | undefined;
    const ask = async (provider: SearchProvider) => {
      const found = { ...(await provider.search(args, signal)), provider: provider.name };
      if (found.organic.length > 0 || found.answerBox) return found;
      empty ??= found;
      return undefined;
    };
    const found = await this.#first(this.#options.providers, ask, signal, () => empty);
    return found ?? empty!;
  }

  async scrape(args: ScrapeArguments, signal: AbortSignal): Promise<ScrapeResponse> {
    const { corpus, readers } = this.#options;
    const { url, includeMarkdown: markdown = false } = args;
    if (corpus && (readers.length === 0 || corpus.page(url))) {
      return { ...(await corpus.scrape(args, signal)), provider: corpus.name };
    }
    const key = `${markdown} ${url}`;
    const page =
      this.#pages.get(key) ??
      (await this.#first(
        readers,
        async (reader) => ({
          ...(await reader.read(url, { markdown }, signal)),
          provider: reader.name,
        }),
        signal,
      ));
    if (!page) throw new Error(`${url} cannot be read: no page reader is set up.`);
    this.#pages.set(key, page);
    return { ...partOf(args, page), provider: page.provider };
  }

  /** Ends what the readers keep open. */
  async close(): Promise<void> {
    for (const reader of this.#options.readers) await reader.close?.();
  }

  /**
   * What the first that has something says, or undefined where `orElse` has something.
   * @throws Error with all that went wrong.
   */
  async #first<P extends { name: string }, T>(
    candidates: readonly P[],
    ask: (candidate: P) => Promise<T | undefined>,
    signal: AbortSignal,
    orElse: () => unknown = () => undefined,
  ): Promise<T | undefined> {
    const failures: unknown[] = [];
    for (const candidate of candidates) {
      try {
        const answer = await ask(candidate);
        if (answer !== undefined) return answer;
      } catch (error) {
        signal.throwIfAborted();
        failures.push(error);
        if (candidates.length > 1) this.#options.onFailure(candidate.name, error);
      }
    }
    if (failures.length === 0 || orElse() !== undefined) return undefined;
    if (failures.length === 1) throw failures[0];
    const messages = failures.map((error) =>
      error instanceof Error ? error.message : String(error),
    );
    throw new AggregateError(failures, [...new Set(messages)].join(' '));
  }
}
