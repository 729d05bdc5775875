import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SearchChain } from '../../server/search/chain';
import { describeSearch, loadSearch } from '../../server/search/load';
import { SearxngProvider } from '../../server/search/searxng';
import { SerperBackend } from '../../server/search/serper';
import { WikipediaProvider } from '../../server/search/wikipedia';
import type { PageReader, SearchArguments, SearchProvider } from '../../server/search/types';
import { pino } from 'pino';
import { readConfig } from '../../server/config';
import { createToolbox } from '../../src/mcp/client';
import { startFakeSearxng, startFakeWikipedia } from '../fakes/search-services';
import type { FakeService } from '../fakes/search-services';
import { startFakeSerper } from '../fakes/serper';
import type { FakeSerper } from '../fakes/serper';
import { corpus, startTestRelay } from './relay-harness';

const { signal } = new AbortController();
let searxngServer: FakeService;
let wikipediaServer: FakeService;
let serperServer: FakeSerper;
let searxng: SearxngProvider;
let wikipedia: WikipediaProvider;
let serper: SerperBackend;

beforeAll(async () => {
  [searxngServer, wikipediaServer, serperServer] = await Promise.all([
    startFakeSearxng(),
    startFakeWikipedia(),
    startFakeSerper(),
  ]);
  searxng = new SearxngProvider({ url: `${searxngServer.url}/` });
  wikipedia = new WikipediaProvider({ url: `${wikipediaServer.url}/{lang}`, userAgent: 'tests/1' });
  const { url } = serperServer;
  serper = new SerperBackend({ apiKey: 'sesame', searchUrl: url, scrapeUrl: url });
});
afterAll(() => Promise.all([searxngServer.close(), wikipediaServer.close(), serperServer.close()]));
beforeEach(() => {
  for (const server of [searxngServer, wikipediaServer]) {
    server.answer = 'normal';
    server.requests.length = 0;
  }
  serperServer.mode = 'normal';
  serperServer.requests.length = 0;
});

const sent = (server: FakeService) => Object.fromEntries(server.requests[0]!.url.searchParams);

describe('SearXNG', () => {
  it("answers in Serper's shape", async () => {
    const found = await searxng.search({ q: 'capital of peru', num: 3 }, signal);
    expect(found).toEqual({
      searchParameters: {
        q: 'capital of peru',
        type: 'search',
        num: 3,
        page: 1,
        engine: 'searxng',
      },
      organic: [
        {
          title: 'Result 0',
          link: 'https://example.org/1/0',
          snippet: 'Snippet 0',
          position: 1,
          date: '2024-05-03',
        },
        { title: 'Result 1', link: 'https://example.org/1/1', snippet: '', position: 2 },
        { title: 'Result 2', link: 'https://example.org/1/2', snippet: 'Snippet 2', position: 3 },
      ],
      answerBox: { answer: 'Lima', link: 'https://example.org/lima' },
      knowledgeGraph: {
        title: 'Peru',
        description: 'Country in South America',
        descriptionLink: 'https://en.wikipedia.org/wiki/Peru',
        attributes: { Capital: 'Lima' },
      },
      relatedSearches: [{ query: 'peru capital city' }],
    });
  });

  const table: [Partial<SearchArguments>, Record<string, string>][] = [
    [{}, { q: 'cats', format: 'json', pageno: '1' }],
    [{ page: 3 }, { q: 'cats', format: 'json', pageno: '3' }],
    [{ hl: 'de' }, { q: 'cats', format: 'json', pageno: '1', language: 'de' }],
    [
      { hl: 'de', gl: 'at' },
      { q: 'cats', format: 'json', pageno: '1', language: 'de-AT' },
    ],
    [{ tbs: 'qdr:w' }, { q: 'cats', format: 'json', pageno: '1', time_range: 'week' }],
    [{ tbs: 'qdr:h' }, { q: 'cats', format: 'json', pageno: '1', time_range: 'day' }],
    [
      { site: 'example.org', exact: 'a b', exclude: 'c' },
      { q: 'cats site:example.org "a b" -c', format: 'json', pageno: '1' },
    ],
  ];
  it.each(table)('sends %j as %j', async (args, expected) => {
    await searxng.search({ q: 'cats', ...args }, signal);
    expect(searxngServer.requests[0]?.url.pathname).toBe('/search');
    expect(sent(searxngServer)).toEqual(expected);
  });

  it.each([
    [403, '<html>Forbidden', /does not offer JSON.*settings\.yml/],
    [429, 'Too Many Requests', /Too many requests to SearXNG.*Wait/],
    [500, '', /SearXNG failed with status 500/],
    [404, '', /SearXNG refused the request with status 404/],
    [200, '<html>', /cannot be read/],
    [200, '{"results": 3}', /cannot be read/],
    [200, '{"results":[],"unresponsive_engines":[["google","CAPTCHA"]]}', /None of the search/],
  ])('status %d with %j', async (status, body, message) => {
    searxngServer.answer = { status, body };
    await expect(searxng.search({ q: 'x' }, signal)).rejects.toThrow(message);
  });

  it('takes answers as plain text, as older ones send them', async () => {
    searxngServer.answer = { status: 200, body: '{"results":[],"answers":["Lima"]}' };
    expect((await searxng.search({ q: 'x' }, signal)).answerBox).toEqual({ answer: 'Lima' });
  });
});

describe('Wikipedia', () => {
  it("answers in Serper's shape", async () => {
    const found = await wikipedia.search({ q: 'capital of peru', num: 2, page: 2 }, signal);
    expect(found).toEqual({
      searchParameters: {
        q: 'capital of peru',
        type: 'search',
        num: 2,
        page: 2,
        engine: 'wikipedia',
      },
      organic: [
        {
          title: 'AC/DC: "Live", in Lima?',
          link: `${wikipediaServer.url}/en/wiki/AC/DC:_%22Live%22,_in_Lima%3F`,
          snippet: `The capital of Peru & its "city" 'Lima'`,
          position: 3,
          date: '2024-05-03',
        },
        {
          title: 'Perú',
          link: `${wikipediaServer.url}/en/wiki/Per%C3%BA`,
          snippet: '',
          position: 4,
          date: '2023-01-01',
        },
      ],
      relatedSearches: [{ query: 'peru capital' }],
    });
    expect(sent(wikipediaServer)).toMatchObject({
      srsearch: 'capital of peru',
      srlimit: '2',
      sroffset: '2',
    });
    expect(wikipediaServer.requests[0]?.headers['user-agent']).toBe('tests/1');
  });

  it.each([
    [{ hl: 'de' }, '/de/w/api.php', 'cats'],
    [{ hl: 'pt-BR' }, '/pt/w/api.php', 'cats'],
    [{ hl: '../evil' }, '/en/w/api.php', 'cats'],
    [{ site: 'fr.wikipedia.org' }, '/fr/w/api.php', 'cats'],
    [{ site: 'wikipedia.org', hl: 'es' }, '/es/w/api.php', 'cats'],
    [{ intitle: 'a "b"' }, '/en/w/api.php', 'cats intitle:"a b"'],
    [{ exact: 'black cat', exclude: 'dog, bird' }, '/en/w/api.php', 'cats "black cat" -dog -bird'],
    [{ or: 'lion, tiger' }, '/en/w/api.php', 'cats (lion OR tiger)'],
  ])('sends %j to %s as %j', async (args, path, srsearch) => {
    await wikipedia.search({ q: 'cats', ...args }, signal);
    expect(wikipediaServer.requests[0]?.url.pathname).toBe(path);
    expect(sent(wikipediaServer)).toMatchObject({ srsearch });
  });

  it.each([{ site: 'example.org' }, { filetype: 'pdf' }, { inurl: 'a' }, { related: 'a.org' }])(
    'does not pretend that it can search for %j',
    async (args) => {
      await expect(wikipedia.search({ q: 'x', ...args }, signal)).rejects.toThrow('leave out site');
      expect(wikipediaServer.requests).toEqual([]);
    },
  );

  it.each([
    [200, '{"error":{"code":"ratelimited","info":"slow down"}}', /Too many requests to Wikipedia/],
    [200, '{"error":{"code":"nosrsearch","info":"no search"}}', /refused the request: no search/],
    [429, '', /Too many requests to Wikipedia/],
    [503, '<html>', /Wikipedia failed with status 503/],
  ])('status %d with %j', async (status, body, message) => {
    wikipediaServer.answer = { status, body };
    await expect(wikipedia.search({ q: 'x' }, signal)).rejects.toThrow(message);
  });
});

describe('one after the other', () => {
  function chain(providers: SearchProvider[], readers: PageReader[] = []) {
    const failed: string[] = [];
    const onFailure = (name: string) => void failed.push(name);
    return { failed, all: new SearchChain({ providers, readers, corpus, onFailure }) };
  }

  it('the first that answers is named, the others are not asked', async () => {
    const { all, failed } = chain([serper, searxng, wikipedia, corpus]);
    expect(all.name).toBe('serper,searxng,wikipedia,offline');
    const found = await all.search({ q: 'peru' }, signal);
    expect(found).toMatchObject({ provider: 'serper', searchParameters: { engine: 'google' } });
    expect(searxngServer.requests).toEqual([]);
    expect(failed).toEqual([]);
  });

  it.each(['bad-key', 'no-credits', 'rate-limited', 'crashed', 'broken-json'] as const)(
    'goes on to the next: %s',
    async (mode) => {
      serperServer.mode = mode;
      const { all, failed } = chain([serper, searxng]);
      expect((await all.search({ q: 'peru' }, signal)).provider).toBe('searxng');
      expect(failed).toEqual(['serper']);
    },
  );

  it('goes on past one that finds nothing, down to the corpus', async () => {
    serperServer.mode = 'bare';
    searxngServer.answer = { status: 403, body: '' };
    wikipediaServer.answer = { status: 503, body: '' };
    const { all, failed } = chain([serper, searxng, wikipedia, corpus]);
    const found = await all.search({ q: 'capital of Peru' }, signal);
    expect(found).toMatchObject({ provider: 'offline', organic: [{ title: 'Peru' }] });
    expect(failed).toEqual(['searxng', 'wikipedia']);
  });

  it('finding nothing is an answer where the others fail', async () => {
    serperServer.mode = 'bare';
    searxngServer.answer = { status: 500, body: '' };
    const { all } = chain([serper, searxng]);
    expect(await all.search({ q: 'x' }, signal)).toMatchObject({ provider: 'serper', organic: [] });
  });

  it('says what went wrong with each when all fail', async () => {
    serperServer.mode = 'no-credits';
    searxngServer.answer = { status: 429, body: '' };
    const { all } = chain([serper, searxng]);
    await expect(all.search({ q: 'x' }, signal)).rejects.toThrow(
      /^The Serper account has no credits left\. Too many requests to SearXNG/,
    );
  });

  it('an abort reaches the one that is being asked, and nobody after it', async () => {
    searxngServer.answer = 'hangs';
    const before = searxngServer.brokenOff;
    const stop = new AbortController();
    const { all, failed } = chain([searxng, wikipedia]);
    const rejected = expect(all.search({ q: 'x' }, stop.signal)).rejects.toMatchObject({
      name: 'AbortError',
    });
    await expect.poll(() => searxngServer.requests.length).toBe(1);
    stop.abort();
    await rejected;
    await expect.poll(() => searxngServer.brokenOff).toBe(before + 1);
    expect(wikipediaServer.requests).toEqual([]);
    expect(failed).toEqual([]);
  });

  it('reads a page once for all its parts, and with the next reader where one fails', async () => {
    let reads = 0;
    const reader: PageReader = {
      name: 'web',
      read: async (url) => {
        reads += 1;
        const text = Array.from({ length: 9 }, (_, i) => `Chapter ${i} ${'x'.repeat(990)}`);
        return { url, title: 'Book', text: text.join('\n\n'), metadata: {}, jsonld: [{ a: 1 }] };
      },
    };
    serperServer.mode = 'no-credits';
    const { all, failed } = chain([serper], [serper, reader]);
    const url = 'https://example.org/book';
    const first = await all.scrape({ url }, signal);
    expect(first).toMatchObject({ provider: 'web', title: 'Book', page: 1, pages: 3 });
    expect(first.jsonld).toEqual([{ a: 1 }]);
    const found = await all.scrape({ url, find: 'chapter 7' }, signal);
    expect(found).toMatchObject({ page: 3, pages: 3 });
    expect(found.jsonld).toBeUndefined();
    await expect(all.scrape({ url, page: 4 }, signal)).rejects.toThrow('there is no page 4');
    expect(reads).toBe(1);
    expect(failed).toEqual(['serper']);
  });

  it('pages of the corpus are read from the corpus', async () => {
    const { all } = chain([serper], [serper]);
    const page = await all.scrape({ url: 'corpus://countries/peru' }, signal);
    expect(page).toMatchObject({ provider: 'offline', title: 'Peru' });
    expect(serperServer.requests).toEqual([]);
  });
});

describe('as configured', () => {
  it('searches in the order given, through the relay', async () => {
    serperServer.mode = 'bad-key';
    const config = readConfig({
      SEARCH_BACKEND: 'serper,wikipedia,offline',
      SERPER_API_KEY: 'sesame',
      SERPER_BASE_URL: serperServer.url,
      SERPER_SCRAPE_URL: serperServer.url,
      WIKIPEDIA_URL: `${wikipediaServer.url}/{lang}`,
      CONTACT: 'mailto:admin@example.org',
    });
    const { backend } = await loadSearch(config, pino({ level: 'silent' }));
    expect(backend.name).toBe('serper,wikipedia,offline');
    const relay = await startTestRelay({ backend });
    const found = await createToolbox({ relayUrl: relay.url }).call(
      'google_search',
      { q: 'Peru' },
      { signal },
    );
    expect(found).toMatchObject({ ok: true, structured: { provider: 'wikipedia' } });
    expect(wikipediaServer.requests[0]?.headers['user-agent']).toMatch(
      /^jan-nano-relay\/[\d.]+ \(.*mailto:admin@example\.org\)$/,
    );
    await relay.close(0);
    await backend.close();
  });

  it('reads nothing from this machine or its network, whatever the settings', async () => {
    const config = readConfig({
      SEARCH_BACKEND: 'wikipedia',
      SCRAPE_PORTS: new URL(wikipediaServer.url).port,
      ROBOTS_TXT: 'ignore',
    });
    const { backend } = await loadSearch(config, pino({ level: 'silent' }));
    for (const url of [wikipediaServer.url, 'http://169.254.169.254/', 'http://localhost/']) {
      await expect(backend.scrape({ url }, signal)).rejects.toThrow('is not a public address');
    }
    expect(wikipediaServer.requests).toEqual([]);
    await backend.close();
  });

  it('has words for a backend', () => {
    expect(describeSearch('wikipedia,offline')).toBe('Wikipedia, else the offline corpus');
  });
});
