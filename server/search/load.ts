/** Makes the search that the settings ask for. */
import { readFileSync } from 'node:fs';
import type { Logger } from 'pino';
import { ConfigError } from '../config';
import type { Config } from '../config';
import { GuardedFetcher } from '../guard';
import { WebReader } from '../scrape/reader';
import { Robots } from '../scrape/robots';
import { SearchChain } from './chain';
import { OfflineBackend } from './offline';
import { SearxngProvider } from './searxng';
import { SerperBackend } from './serper';
import type { PageReader, SearchProvider } from './types';
import { WikipediaProvider } from './wikipedia';

/** By this name a robots.txt calls the relay. */
const AGENT = 'jan-nano-relay';

const LABELS: Record<string, string> = {
  serper: 'Google, through Serper',
  searxng: 'the web, through SearXNG',
  wikipedia: 'Wikipedia',
  offline: 'the offline corpus',
};

/** A backend's name in words, such as `Wikipedia, else the offline corpus`. */
export function describeSearch(name: string): string {
  return name
    .split(',')
    .map((provider) => LABELS[provider] ?? provider)
    .join(', else ');
}

/**
 * The corpus is there with any search: older answers cite it.
 * @throws ConfigError when the corpus is needed and missing, or cannot be read.
 */
export async function loadSearch(
  config: Config,
  log: Logger,
): Promise<{ backend: SearchChain; corpus: OfflineBackend | undefined }> {
  const { search, scrape, corpusDir } = config;
  const corpus = await OfflineBackend.load(corpusDir).catch((cause: unknown) => {
    const missing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    // A relay that searches the web can do without.
    if (!search.backends.includes('offline') && missing) return undefined;
    throw new ConfigError(`CORPUS_DIR: no readable offline corpus in ${corpusDir}`, { cause });
  });
  const serper = search.serper && new SerperBackend(search.serper);
  const userAgent = agentOf(config);
  const providers: Record<Config['search']['backends'][number], () => SearchProvider> = {
    serper: () => required(serper),
    searxng: () => new SearxngProvider({ url: required(search.searxngUrl) }),
    wikipedia: () => new WikipediaProvider({ url: search.wikipediaUrl, userAgent }),
    offline: () => required(corpus),
  };
  const readers: Record<Config['scrape']['readers'][number], () => PageReader> = {
    serper: () => required(serper),
    web: () => {
      const fetcher = new GuardedFetcher({ userAgent, ...scrape });
      const robots = scrape.respectRobots ? new Robots(fetcher, AGENT) : undefined;
      return new WebReader({ fetcher, robots });
    },
  };
  const backend = new SearchChain({
    providers: search.backends.map((name) => providers[name]()),
    readers: scrape.readers.map((name) => readers[name]()),
    corpus,
    onFailure: (provider, error) => log.warn({ provider, err: error }, 'asking the next one'),
  });
  return { backend, corpus };
}

function agentOf({ contact }: Pick<Config, 'contact'>): string {
  const { version } = JSON.parse(
    readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
  ) as { version: string };
  return `${AGENT}/${version} (reads single pages that a person asked about${contact ? `; ${contact}` : ''})`;
}

function required<T>(value: T | undefined): T {
  if (value === undefined) throw new ConfigError('a search backend lacks a setting');
  return value;
}
