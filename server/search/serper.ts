/** Google search and page reading through serper.dev. */
import { z } from 'zod';
import { choosePart, cutIntoParts } from './parts';
import type {
  ScrapeArguments,
  ScrapeResponse,
  SearchArguments,
  SearchBackend,
  SearchResponse,
} from './types';

const TIMEOUT_MS = 15_000;

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

export class SerperBackend implements SearchBackend {
  readonly name = 'serper';
  readonly #apiKey: string;
  readonly #searchUrl: string;
  readonly #scrapeUrl: string;
  readonly #timeoutMs: number;

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
    this.#timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
  }

  async search(args: SearchArguments, signal: AbortSignal): Promise<SearchResponse> {
    const { gl, hl, location, num, tbs, page, autocorrect } = args;
    const q = foldQuery(args);
    const body = { q, gl, hl, location, num, tbs, page, autocorrect };
    const found = await this.#post(this.#searchUrl, body, searchSchema, signal);
    return { searchParameters: { q, type: 'search', num, page, engine: 'google' }, ...found };
  }

  async scrape(args: ScrapeArguments, signal: AbortSignal): Promise<ScrapeResponse> {
    const { url, includeMarkdown } = args;
    if (!/^https?:\/\/./i.test(url)) {
      throw new Error(`${url} is not a web address. Use a link from the search results.`);
    }
    const body = { url, includeMarkdown };
    const read = await this.#post(this.#scrapeUrl, body, scrapeSchema, signal);
    const parts = cutIntoParts(read.text);
    const markdown = includeMarkdown && read.markdown ? cutIntoParts(read.markdown) : [];
    const pages = Math.max(parts.length, markdown.length);
    const page = args.page ?? (args.find ? choosePart(parts, args.find) : 1);
    if (!Number.isInteger(page) || page < 1 || page > pages) {
      throw new Error(`${url} has ${pages} page(s); there is no page ${page}.`);
    }
    const metadata = metadataStrings(read.metadata);
    return {
      url,
      title: metadata['title'] ?? metadata['og:title'] ?? url,
      text: parts[page - 1] ?? '',
      ...(includeMarkdown ? { markdown: markdown[page - 1] ?? '' } : {}),
      metadata,
      page,
      pages,
    };
  }

  async #post<T>(
    url: string,
    body: unknown,
    schema: z.ZodType<T>,
    signal: AbortSignal,
  ): Promise<T> {
    const timeout = AbortSignal.timeout(this.#timeoutMs);
    let response: Response;
    let text: string;
    try {
      response = await fetch(url, {
        method: 'POST',
        headers: { 'X-API-KEY': this.#apiKey, 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
        // A redirect would carry the key to another host.
        redirect: 'error',
        signal: AbortSignal.any([signal, timeout]),
      });
      text = await response.text();
    } catch (cause) {
      signal.throwIfAborted();
      if (timeout.aborted) {
        const seconds = this.#timeoutMs / 1000;
        throw new Error(`Serper did not answer within ${seconds} s. Try again.`, { cause });
      }
      throw new Error('Serper could not be reached. Check the network of the relay.', { cause });
    }
    const json = parseJson(text);
    if (!response.ok) throw new Error(this.#refusal(response.status, json));
    const parsed = schema.safeParse(json);
    if (!parsed.success) {
      throw new Error('Serper sent an answer that cannot be read.', { cause: parsed.error });
    }
    return parsed.data;
  }

  #refusal(status: number, json: unknown): string {
    const { message } = (json ?? {}) as { message?: unknown };
    const said = typeof message === 'string' ? message.slice(0, 200) : '';
    if (/not enough credits/i.test(said)) return 'The Serper account has no credits left.';
    if (status === 401 || status === 403) {
      return 'Serper refused the API key. Check SERPER_API_KEY where the relay runs.';
    }
    if (status === 429)
      return 'Too many requests to Serper at once. Wait a moment, then try again.';
    if (status >= 500) return `Serper failed with status ${status}. Try again later.`;
    const detail = said.replaceAll(this.#apiKey, '…');
    return `Serper refused the request with status ${status}${detail ? `: ${detail}` : ''}.`;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Reported by the caller: as an unreadable answer, or by its status.
    return undefined;
  }
}
