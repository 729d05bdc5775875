/** Search in Wikipedia through its API, which needs no key. */
import { z } from 'zod';
import type { SearchArguments, SearchProvider, SearchResponse } from './types';
import { callUpstream } from './upstream';

const schema = z.object({
  query: z
    .object({
      search: z.array(
        z.object({
          title: z.string(),
          snippet: z.string().default(''),
          timestamp: z.string().optional(),
        }),
      ),
      searchinfo: z.object({ suggestion: z.string().optional() }).optional().catch(undefined),
    })
    .optional(),
  // The API says most errors with status 200.
  error: z.object({ code: z.string(), info: z.string().default('') }).optional(),
});

const DEFAULT_NUM = 10;
/** The API's own limit for those without an account. */
const MAX_NUM = 50;

const ENTITIES: Record<string, string> = { quot: '"', amp: '&', lt: '<', gt: '>', nbsp: ' ' };

function plainText(snippet: string): string {
  return snippet
    .replace(/<[^>]*>/g, '')
    .replace(/&#(\d{1,6});/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replace(/&(\w+);/g, (whole, name: string) => ENTITIES[name] ?? whole)
    .replace(/\s+/g, ' ')
    .trim();
}

export class WikipediaProvider implements SearchProvider {
  readonly name = 'wikipedia';
  readonly #url: string;
  readonly #userAgent: string;
  readonly #timeoutMs: number | undefined;

  /** `{lang}` in the address stands for the language of the search. */
  constructor(options: { url: string; userAgent: string; timeoutMs?: number }) {
    this.#url = options.url.replace(/\/+$/, '');
    this.#userAgent = options.userAgent;
    this.#timeoutMs = options.timeoutMs;
  }

  /** Dates are ignored: Wikipedia knows when a page was changed last, not what it was about. */
  async search(args: SearchArguments, signal: AbortSignal): Promise<SearchResponse> {
    const elsewhere = args.site && !/(?:^|\.)wikipedia\.org$/i.test(args.site);
    if (elsewhere || args.filetype || args.inurl || args.related || args.cache) {
      throw new Error(
        'Wikipedia is searched for words alone: leave out site, filetype, inurl, related and cache.',
      );
    }
    const q = cirrusQuery(args);
    const num = Math.min(Math.max(Math.trunc(args.num ?? DEFAULT_NUM), 1), MAX_NUM);
    const page = Math.max(Math.trunc(args.page ?? 1), 1);
    const inSite = /^([a-z-]{2,12})\.wikipedia/i.exec(args.site ?? '')?.[1];
    const language = (inSite ?? args.hl ?? 'en').toLowerCase().split('-')[0] ?? '';
    const base = this.#url.replace(
      '{lang}',
      /^[a-z]{2,12}$/.test(language) && language !== 'www' ? language : 'en',
    );
    const url = new URL(`${base}/w/api.php`);
    const parameters = {
      action: 'query',
      list: 'search',
      format: 'json',
      formatversion: '2',
      srsearch: q,
      srlimit: String(num),
      sroffset: String((page - 1) * num),
      srinfo: 'suggestion',
      srprop: 'snippet|timestamp',
    };
    for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
    const { query, error } = await callUpstream(url, {
      name: 'Wikipedia',
      headers: { 'User-Agent': this.#userAgent, Accept: 'application/json' },
      schema,
      timeoutMs: this.#timeoutMs,
      signal,
    });
    if (error) {
      throw new Error(
        /ratelimited|maxlag/.test(error.code)
          ? 'Too many requests to Wikipedia at once. Wait a moment, then try again.'
          : `Wikipedia refused the request: ${error.info.slice(0, 200) || error.code}.`,
      );
    }
    const suggestion = query?.searchinfo?.suggestion;
    return {
      searchParameters: { q, type: 'search', num, page, engine: 'wikipedia' },
      organic: (query?.search ?? []).map((hit, i) => ({
        title: hit.title,
        link: `${base}/wiki/${encodeURIComponent(hit.title.replaceAll(' ', '_')).replace(/%(?:2C|3A|2F)/g, decodeURIComponent)}`,
        snippet: plainText(hit.snippet),
        position: (page - 1) * num + i + 1,
        ...(hit.timestamp ? { date: hit.timestamp.slice(0, 10) } : {}),
      })),
      ...(suggestion ? { relatedSearches: [{ query: suggestion }] } : {}),
    };
  }
}

/** The query with the parameters that Wikipedia's search has operators for. */
function cirrusQuery({ q, intitle, exact, exclude, or }: SearchArguments): string {
  const list = (text = '') =>
    text
      .split(',')
      .map((word) => word.trim())
      .filter(Boolean);
  return [
    q,
    ...(intitle ? [`intitle:"${intitle.replaceAll('"', '')}"`] : []),
    ...(exact ? [`"${exact.replaceAll('"', '')}"`] : []),
    ...list(exclude).map((word) => `-${word}`),
    ...(list(or).length > 0 ? [`(${list(or).join(' OR ')})`] : []),
  ].join(' ');
}
