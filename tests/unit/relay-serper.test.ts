import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { choosePart, cutIntoParts } from '../../src/library/parts';
import { foldQuery, SerperBackend } from '../../server/search/serper';
import type { SearchArguments } from '../../server/search/types';
import { startFakeSerper } from '../fakes/serper';
import type { FakeSerper, FakeSerperMode } from '../fakes/serper';

const { signal } = new AbortController();
let serper: FakeSerper;
let backend: SerperBackend;

beforeAll(async () => {
  serper = await startFakeSerper();
  backend = new SerperBackend({
    apiKey: 'sesame',
    searchUrl: serper.url,
    scrapeUrl: `${serper.url}/`,
  });
});
afterAll(() => serper.close());
beforeEach(() => {
  serper.mode = 'normal';
  serper.requests.length = 0;
});

describe('foldQuery', () => {
  const table: [Partial<SearchArguments>, string][] = [
    [{}, 'cats'],
    [{ site: 'example.org' }, 'cats site:example.org'],
    [{ filetype: 'pdf' }, 'cats filetype:pdf'],
    [{ inurl: 'blog' }, 'cats inurl:blog'],
    [{ intitle: 'review' }, 'cats intitle:review'],
    [{ related: 'example.org' }, 'cats related:example.org'],
    [{ cache: 'example.org/a' }, 'cats cache:example.org/a'],
    [{ before: '2024-01-01', after: '2023-01-01' }, 'cats before:2024-01-01 after:2023-01-01'],
    [{ exact: 'black cat' }, 'cats "black cat"'],
    [{ exclude: 'dogs, birds,' }, 'cats -dogs -birds'],
    [{ or: 'lion, tiger' }, 'cats (lion OR tiger)'],
    [{ or: ' , ' }, 'cats'],
    [
      { or: 'a,b', exclude: 'c', exact: 'd', site: 'e.org', gl: 'pe', num: 3 },
      'cats site:e.org "d" -c (a OR b)',
    ],
  ];
  it.each(table)('%j', (args, expected) => {
    expect(foldQuery({ q: 'cats', ...args })).toBe(expected);
  });
});

describe('search', () => {
  it('sends the query with the key in its header alone', async () => {
    await backend.search({ q: 'capital of peru', gl: 'pe', num: 5, site: 'example.org' }, signal);
    expect(serper.requests).toHaveLength(1);
    const [request] = serper.requests;
    expect(request).toMatchObject({ path: '/search', headers: { 'x-api-key': 'sesame' } });
    expect(request!.body).toEqual({ q: 'capital of peru site:example.org', gl: 'pe', num: 5 });
  });

  it('keeps what is known of the answer and drops the rest', async () => {
    const found = await backend.search({ q: 'capital of peru' }, signal);
    expect(found.organic).toEqual([
      {
        title: 'Peru',
        link: 'https://example.org/peru',
        snippet: 'The capital of Peru is Lima.',
        position: 1,
        date: '3 May 2024',
        sitelinks: [{ title: 'Lima', link: 'https://example.org/lima' }],
      },
    ]);
    expect(found.topStories).toEqual([
      { title: 'Lima grows', link: 'https://example.org/news', source: 'The News' },
    ]);
    expect(found.answerBox?.answer).toBe('Lima');
    expect(found.searchParameters).toMatchObject({ q: 'capital of peru', engine: 'google' });
  });

  it('takes an answer without results', async () => {
    serper.mode = 'bare';
    expect((await backend.search({ q: 'x' }, signal)).organic).toEqual([]);
  });
});

describe('scrape', () => {
  it('returns the text with its title', async () => {
    serper.pageText = 'Lima is the capital of Peru.';
    expect(await backend.scrape({ url: 'https://example.org/peru' }, signal)).toEqual({
      url: 'https://example.org/peru',
      title: 'A page',
      text: 'Lima is the capital of Peru.',
      metadata: { title: 'A page' },
      page: 1,
      pages: 1,
    });
    expect(serper.requests[0]).toMatchObject({
      path: '/',
      body: { url: 'https://example.org/peru' },
    });
  });

  it('pages through a long text, and finds words in it', async () => {
    serper.pageText = Array.from({ length: 9 }, (_, i) => `Chapter ${i} ${'x'.repeat(990)}`).join(
      '\n\n',
    );
    const url = 'https://example.org/book';
    const second = await backend.scrape({ url, page: 2 }, signal);
    expect(second).toMatchObject({ page: 2, pages: 3 });
    expect(second.text).toMatch(/^Chapter 3 /);
    expect(await backend.scrape({ url, find: 'chapter 7' }, signal)).toMatchObject({ page: 3 });
    for (const page of [0, 4, 1.5]) {
      await expect(backend.scrape({ url, page }, signal)).rejects.toThrow(`no page ${page}`);
    }
  });

  it.each(['corpus://countries/peru', 'file:///etc/passwd', 'peru'])(
    'does not send %s',
    async (url) => {
      await expect(backend.scrape({ url }, signal)).rejects.toThrow('not a web address');
      expect(serper.requests).toHaveLength(0);
    },
  );
});

describe('failures', () => {
  const table: [FakeSerperMode, RegExp][] = [
    ['bad-key', /refused the API key.*SERPER_API_KEY/],
    ['no-credits', /no credits left/],
    ['rate-limited', /Too many requests.*Wait/],
    ['bad-request', /status 400: Missing query parameter/],
    ['crashed', /failed with status 500/],
    ['broken-json', /cannot be read/],
    ['wrong-shape', /cannot be read/],
    ['redirect', /could not be reached/],
  ];
  it.each(table)('%s', async (mode, message) => {
    serper.mode = mode;
    await expect(backend.search({ q: 'x' }, signal)).rejects.toThrow(message);
    await expect(backend.scrape({ url: 'https://example.org' }, signal)).rejects.toThrow(message);
  });

  it('unreachable', async () => {
    const gone = await startFakeSerper();
    await gone.close();
    const lost = new SerperBackend({ apiKey: 'k', searchUrl: gone.url, scrapeUrl: gone.url });
    await expect(lost.search({ q: 'x' }, signal)).rejects.toThrow('could not be reached');
  });

  it('an answer that does not come', async () => {
    serper.mode = 'hangs';
    const options = { apiKey: 'k', searchUrl: serper.url, scrapeUrl: serper.url, timeoutMs: 50 };
    const call = new SerperBackend(options).search({ q: 'x' }, signal);
    await expect(call).rejects.toThrow('did not answer within 0.05 s');
  });

  it('an abort, which reaches Serper', async () => {
    serper.mode = 'hangs';
    const before = serper.brokenOff;
    const stop = new AbortController();
    const call = backend.search({ q: 'x' }, stop.signal);
    const rejected = expect(call).rejects.toMatchObject({ name: 'AbortError' });
    await expect.poll(() => serper.requests.length).toBe(1);
    stop.abort();
    await rejected;
    await expect.poll(() => serper.brokenOff).toBe(before + 1);
  });
});

describe('cutIntoParts', () => {
  it('cuts at paragraph ends', () => {
    expect(cutIntoParts('aaa\n\nbbb\r\n\r\nccc', 8)).toEqual(['aaa\n\nbbb', 'ccc']);
  });

  it('cuts a long paragraph after a sentence, else a word, else anywhere', () => {
    expect(cutIntoParts('One two. Three four', 12)).toEqual(['One two.', 'Three four']);
    expect(cutIntoParts('aaaa bbbb cccc', 10)).toEqual(['aaaa bbbb', 'cccc']);
    expect(cutIntoParts('a'.repeat(7), 3)).toEqual(['aaa', 'aaa', 'a']);
  });

  it('never cuts a character in two', () => {
    const parts = cutIntoParts('🦙'.repeat(50), 9);
    expect(parts.every((part) => part.length <= 9 && part.isWellFormed())).toBe(true);
    expect(parts.join('')).toBe('🦙'.repeat(50));
  });

  it('has one part for an empty text', () => expect(cutIntoParts(' \n ')).toEqual(['']));

  it('chooses the first of the parts that hold most of the words', () => {
    expect(choosePart(['nothing', 'the river', 'river delta', 'delta river'], 'Rivers delta')).toBe(
      3,
    );
    expect(choosePart(['a', 'b'], 'zebra')).toBe(1);
  });
});
