/** Web search through any SearXNG instance that offers JSON. */
import { z } from 'zod';
import { foldQuery } from './serper';
import type { SearchArguments, SearchProvider, SearchResponse } from './types';
import { callUpstream } from './upstream';

const optional = z.string().nullish().catch(undefined);

/** What is read of an answer (searx/webutils.py, get_json_response); what has the wrong type is dropped. */
const schema = z.object({
  results: z.array(
    z.object({ url: z.string(), title: optional, content: optional, publishedDate: optional }),
  ),
  answers: z
    .array(
      z.union([
        z.string().transform((answer) => ({ answer, url: undefined })),
        z.object({ answer: z.string(), url: optional }),
      ]),
    )
    .catch([])
    .default([]),
  infoboxes: z
    .array(
      z.object({
        infobox: z.string(),
        id: optional,
        content: optional,
        urls: z.array(z.object({ title: z.string(), url: z.string() })).catch([]),
        attributes: z
          .array(z.object({ label: z.string(), value: optional }))
          .catch([])
          .default([]),
      }),
    )
    .catch([])
    .default([]),
  suggestions: z.array(z.string()).catch([]).default([]),
  unresponsive_engines: z.array(z.unknown()).catch([]).default([]),
});

/** SearXNG knows no hours. */
const TIME_RANGES: Record<string, string> = {
  h: 'day',
  d: 'day',
  w: 'week',
  m: 'month',
  y: 'year',
};
const DEFAULT_NUM = 10;

export class SearxngProvider implements SearchProvider {
  readonly name = 'searxng';
  readonly #url: string;
  readonly #timeoutMs: number | undefined;

  constructor(options: { url: string; timeoutMs?: number }) {
    this.#url = `${options.url.replace(/\/+$/, '')}/search`;
    this.#timeoutMs = options.timeoutMs;
  }

  async search(args: SearchArguments, signal: AbortSignal): Promise<SearchResponse> {
    const q = foldQuery(args);
    const { hl, gl, tbs, page = 1, num = DEFAULT_NUM } = args;
    const url = new URL(this.#url);
    url.searchParams.set('q', q);
    url.searchParams.set('format', 'json');
    url.searchParams.set('pageno', String(page));
    if (hl)
      url.searchParams.set('language', gl && !hl.includes('-') ? `${hl}-${gl.toUpperCase()}` : hl);
    const range = TIME_RANGES[/^qdr:([hdwmy])/.exec(tbs ?? '')?.[1] ?? ''];
    if (range) url.searchParams.set('time_range', range);

    const found = await callUpstream(url, {
      name: 'SearXNG',
      headers: { Accept: 'application/json' },
      schema,
      timeoutMs: this.#timeoutMs,
      refusal: (status) =>
        status === 403
          ? 'SearXNG does not offer JSON. Add json to search.formats in its settings.yml.'
          : undefined,
      signal,
    });
    if (found.results.length === 0 && found.unresponsive_engines.length > 0) {
      throw new Error('None of the search engines behind SearXNG answered. Try again later.');
    }
    return {
      searchParameters: { q, type: 'search', num, page, engine: 'searxng' },
      organic: found.results.slice(0, num).map((result, i) => ({
        title: result.title ?? '',
        link: result.url,
        snippet: result.content ?? '',
        position: (page - 1) * num + i + 1,
        ...(result.publishedDate ? { date: result.publishedDate.slice(0, 10) } : {}),
      })),
      ...boxes(found),
    };
  }
}

function boxes({
  answers,
  infoboxes,
  suggestions,
}: z.infer<typeof schema>): Partial<SearchResponse> {
  const [answer] = answers;
  const [info] = infoboxes;
  const attributes = info?.attributes.flatMap(({ label, value }) =>
    value ? [[label, value]] : [],
  );
  const link = info?.id ?? info?.urls[0]?.url;
  return {
    ...(answer
      ? { answerBox: { answer: answer.answer, ...(answer.url ? { link: answer.url } : {}) } }
      : {}),
    ...(info
      ? {
          knowledgeGraph: {
            title: info.infobox,
            ...(info.content ? { description: info.content } : {}),
            ...(link ? { descriptionLink: link } : {}),
            ...(attributes?.length
              ? { attributes: Object.fromEntries(attributes) as Record<string, string> }
              : {}),
          },
        }
      : {}),
    ...(suggestions.length > 0 ? { relatedSearches: suggestions.map((query) => ({ query })) } : {}),
  };
}
