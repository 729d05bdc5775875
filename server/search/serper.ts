/** Google search and page reading through serper.dev. */
import { z } from 'zod';
import type { PageContent } from '../scrape/content';
import { partOf } from '../scrape/paging';
import type {
  PageReader,
  ScrapeArguments,
  ScrapeResponse,
  SearchArguments,
  SearchBackend,
  SearchResponse,
} from './types';
import { callUpstream } from './upstream';

const optional = z.string().optional().catch(undefined);

/** What is read of an answer; everything else is dropped, and so is what has the wrong type. */
const searchSchema = z.object({
  organic: z
    .array(
      z.object({
        title: z.string().default(''),
        link: z.string(),
        snippet: z.string().default(''),
        position: z.number().default(0),
        date: optional,
        sitelinks: z
          .array(z.object({ title: z.string(), link: z.string() }))
          .optional()
          .catch(undefined),
      }),
    )
    .default([]),
  answerBox: z
    .object({ title: optional, link: optional, answer: optional, snippet: optional })
    .optional()
    .catch(undefined),
  knowledgeGraph: z
    .object({
      title: optional,
      type: optional,
      description: optional,
      descriptionLink: optional,
      website: optional,
      attributes: z.record(z.string(), z.string()).optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
  peopleAlsoAsk: z
    .array(z.object({ question: z.string(), snippet: optional, title: optional, link: optional }))
    .optional()
    .catch(undefined),
  topStories: z
    .array(z.object({ title: z.string(), link: z.string(), source: optional, date: optional }))
    .optional()
    .catch(undefined),
  relatedSearches: z
    .array(z.object({ query: z.string() }))
    .optional()
    .catch(undefined),
  credits: z.number().optional().catch(undefined),
});

const scrapeSchema = z.object({
  text: z.string(),
  markdown: optional,
  metadata: z.record(z.string(), z.unknown()).default({}),
  jsonld: z.unknown().optional(),
});

const commaList = (text: string) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean);

/** The query with the advanced parameters folded in as Google's operators. */
export function foldQuery(args: SearchArguments): string {
  const parts = [args.q];
  const operators = ['site', 'filetype', 'inurl', 'intitle', 'related', 'cache', 'before', 'after'];
  for (const name of operators as (keyof SearchArguments)[]) {
    if (args[name]) parts.push(`${name}:${args[name]}`);
  }
  if (args.exact) parts.push(`"${args.exact}"`);
  parts.push(...commaList(args.exclude ?? '').map((word) => `-${word}`));
  const either = commaList(args.or ?? '');
  if (either.length > 0) parts.push(`(${either.join(' OR ')})`);
  return parts.join(' ').trim();
}

function metadataStrings(metadata: Record<string, unknown>): Record<string, string> {
  const entries = Object.entries(metadata).filter(([, value]) => typeof value === 'string');
  return Object.fromEntries(entries) as Record<string, string>;
}

export class SerperBackend implements SearchBackend, PageReader {
  readonly name = 'serper';
  readonly #apiKey: string;
  readonly #searchUrl: string;
  readonly #scrapeUrl: string;
  readonly #timeoutMs: number | undefined;

  /** Addresses without a path: `/search` is added to the first, `/` to the second. */
  constructor(options: {
    apiKey: string;
    searchUrl: string;
    scrapeUrl: string;
    timeoutMs?: number;
  }) {
    this.#apiKey = options.apiKey;
    this.#searchUrl = `${options.searchUrl.replace(/\/+$/, '')}/search`;
    this.#scrapeUrl = `${options.scrapeUrl.replace(/\/+$/, '')}/`;
    this.#timeoutMs = options.timeoutMs;
  }

  async search(args: SearchArguments, signal: AbortSignal): Promise<SearchResponse> {
    const { gl, hl, location, num, tbs, page, autocorrect } = args;
    const q = foldQuery(args);
    const body = { q, gl, hl, location, num, tbs, page, autocorrect };
    const found = await this.#post(this.#searchUrl, body, searchSchema, signal);
    return { searchParameters: { q, type: 'search', num, page, engine: 'google' }, ...found };
  }

  async scrape(args: ScrapeArguments, signal: AbortSignal): Promise<ScrapeResponse> {
    const markdown = args.includeMarkdown ?? false;
    return partOf(args, await this.read(args.url, { markdown }, signal));
  }

  async read(
    url: string,
    { markdown }: { markdown: boolean },
    signal: AbortSignal,
  ): Promise<PageContent & { url: string }> {
    if (!/^https?:\/\/./i.test(url)) {
      throw new Error(`${url} is not a web address. Use a link from the search results.`);
    }
    const body = { url, includeMarkdown: markdown || undefined };
    const read = await this.#post(this.#scrapeUrl, body, scrapeSchema, signal);
    const metadata = metadataStrings(read.metadata);
    return {
      url,
      title: metadata['title'] ?? metadata['og:title'] ?? '',
      text: read.text,
      ...(read.markdown ? { markdown: read.markdown } : {}),
      metadata,
      ...(read.jsonld ? { jsonld: [read.jsonld].flat() } : {}),
    };
  }

  #post<T>(url: string, body: unknown, schema: z.ZodType<T>, signal: AbortSignal): Promise<T> {
    return callUpstream(url, {
      name: 'Serper',
      method: 'POST',
      headers: { 'X-API-KEY': this.#apiKey, 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
      schema,
      timeoutMs: this.#timeoutMs,
      refusal: (status, json) => this.#refusal(status, json),
      signal,
    });
  }

  #refusal(status: number, json: unknown): string | undefined {
    const { message } = (json ?? {}) as { message?: unknown };
    const said = typeof message === 'string' ? message.slice(0, 200) : '';
    if (/not enough credits/i.test(said)) return 'The Serper account has no credits left.';
    if (status === 401 || status === 403) {
      return 'Serper refused the API key. Check SERPER_API_KEY where the relay runs.';
    }
    if (status === 429)
      return 'Too many requests to Serper at once. Wait a moment, then try again.';
    if (status >= 500) return undefined;
    const detail = said.replaceAll(this.#apiKey, '…');
    return `Serper refused the request with status ${status}${detail ? `: ${detail}` : ''}.`;
  }
}
