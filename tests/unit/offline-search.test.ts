import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { OfflineBackend, pageParts } from '../../server/search/offline';
import { SNIPPET_LENGTH } from '../../src/library/passage-index';
import { PART_LENGTH } from '../../src/library/parts';
import { sentences, terms } from '../../src/library/terms';
import type { CorpusPage, SearchArguments } from '../../server/search/types';

const signal = new AbortController().signal;

function page(subject: string, title: string, sections: Record<string, string>): CorpusPage {
  return {
    url: `corpus://${subject}/${title.toLowerCase().replaceAll(' ', '-')}`,
    title,
    subject,
    asOf: '2020',
    source: 'made-up',
    sections: Object.entries(sections).map(([heading, text]) => ({ heading, text })),
  };
}

describe('the shipped corpus', () => {
  let corpus: OfflineBackend;
  beforeAll(async () => {
    corpus = await OfflineBackend.load(join(import.meta.dirname, '../../public/corpus'));
  });
  const search = async (args: SearchArguments) => (await corpus.search(args, signal)).organic;

  it.each([
    ['capital Peru', 'countries/peru', 'The capital of Peru is Lima.'],
    ['What is the capital of Niger?', 'countries/niger', 'The capital of Niger is Niamey.'],
    ['capitl Mongolia', 'countries/mongolia', 'Ulan Bator'],
    ['currency Japan', 'countries/japan', 'Japanese Yen'],
    ['calling code Norway', 'countries/norway', '+47'],
    ['languages spoken Paraguay', 'countries/paraguay', 'Spanish'],
    ['atomic number tungsten', 'elements/tungsten', 'The atomic number of tungsten is 74.'],
    ['tungstin melting point', 'elements/tungsten', '3695'],
    ['chemical symbol of lead', 'elements/lead', 'Pb'],
    ['when was uranium discovered', 'elements/uranium', '1789'],
    ['climate Egypt', 'geography/geography-of-egypt', 'desert'],
    ['highest point Nepal', 'geography/geography-of-nepal', 'Mount Everest'],
    ['coastline Cuba', 'geography/geography-of-cuba', '3,735 km'],
    ['border countries Morocco', 'geography/geography-of-morocco', 'Algeria'],
    ['population Iceland', 'society/people-of-iceland', '331,918'],
    ['life expectancy Japan', 'society/people-of-japan', '84.74'],
    [
      'official name Bahamas',
      'government/government-of-the-bahamas',
      'Commonwealth of The Bahamas',
    ],
    ['independence Kenya', 'government/government-of-kenya', '12 December 1963'],
    ['export goods Canada', 'economy/economy-of-canada', 'motor vehicles'],
    ['internet country code Chad', 'economy/economy-of-chad', '.td'],
    ['file extension Ruby programming language', 'programming/ruby-programming-language', '.rb'],
    ['country of the city Lima', 'cities/lima', 'Peru'],
    ['abbreviation constellation Lyra', 'constellations/lyra-constellation', 'Lyr'],
    ['ISO code Hryvnia', 'currencies/hryvnia', 'UAH'],
    ['Isaac Newton born', 'biography/isaac-newton', '1642'],
    ['definition guitar', 'technology/guitar', 'A guitar is a stringed instrument'],
    ['what is a mulberry', 'plants/mulberry', 'edible fruit'],
  ])('answers “%s” with the right page and sentence', async (q, url, answer) => {
    const [first] = await search({ q });
    expect(first?.link).toBe(`corpus://${url}`);
    expect(first?.snippet).toContain(answer);
  });

  it.each(['qwxyz plonkarific', 'capital of Zorblaxia', 'zzzz', '', '???', 'the of and'])(
    'finds nothing for “%s”',
    async (q) => {
      expect(await search({ q })).toEqual([]);
    },
  );

  it('gives the shape that Serper gives, ten results unless told, with the date of the data', async () => {
    const found = await corpus.search({ q: 'capital Peru' }, signal);
    expect(found.searchParameters).toEqual({
      q: 'capital Peru',
      type: 'search',
      num: 10,
      page: 1,
      engine: 'offline',
    });
    expect(found.organic).toHaveLength(10);
    expect(found.organic.map((result) => result.position)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    for (const result of found.organic) {
      expect(result.date).toBe(corpus.page(result.link)?.asOf);
      expect(result.snippet.length).toBeLessThanOrEqual(SNIPPET_LENGTH);
    }
  });

  it('pages through results without gaps or repeats', async () => {
    const all = await search({ q: 'river Africa', num: 9 });
    const parts = await Promise.all(
      [1, 2, 3].map((n) => search({ q: 'river Africa', num: 3, page: n })),
    );
    expect(parts.flat()).toEqual(all);
    expect(new Set(all.map((result) => result.link)).size).toBe(9);
    expect(await search({ q: 'river Africa', page: 1000 })).toEqual([]);
  });

  it('finds the same twice', async () => {
    expect(await search({ q: 'metal with high density' })).toEqual(
      await search({ q: 'metal with high density' }),
    );
  });

  it('obeys the operators', async () => {
    const site = await search({ q: 'Peru', site: 'geography' });
    expect(site[0]?.link).toBe('corpus://geography/geography-of-peru');
    expect(site.every((result) => result.link.startsWith('corpus://geography/'))).toBe(true);

    const intitle = await search({ q: 'Peru', intitle: 'economy' });
    expect(intitle[0]?.title).toBe('Economy of Peru');
    expect(intitle.every((result) => result.title.includes('Economy'))).toBe(true);

    const inurl = await search({ q: 'Peru', inurl: 'government-of-p' });
    expect(inurl[0]?.link).toBe('corpus://government/government-of-peru');

    const exact = await search({ q: 'capital', exact: 'capital of Peru is' });
    expect(exact.map((result) => result.link)).toEqual(['corpus://countries/peru']);

    const excluded = await search({ q: 'capital Peru', exclude: 'Lima' });
    expect(excluded.map((result) => result.link)).not.toContain('corpus://countries/peru');

    const either = await search({ q: 'capital Peru', or: 'Bolivia' });
    const links = either.map((result) => result.link);
    expect(links).toContain('corpus://countries/peru');
    expect(links).toContain('corpus://countries/bolivia');
  });

  it('hands out a long page in parts that join to the whole', async () => {
    const url = 'corpus://economy/economy-of-peru';
    const first = await corpus.scrape({ url }, signal);
    expect(first.pages).toBeGreaterThan(1);
    expect(first.page).toBe(1);
    const texts = [first.text];
    for (let n = 2; n <= first.pages; n += 1) {
      texts.push((await corpus.scrape({ url, page: n }, signal)).text);
    }
    for (const text of texts) expect(text.length).toBeLessThanOrEqual(PART_LENGTH);
    const whole = corpus
      .page(url)!
      .sections.map((section) => `## ${section.heading}\n${section.text}`)
      .join('\n\n');
    expect(texts.join('\n\n')).toBe(whole);
  });

  it('goes to the part that holds the words asked for, unless a part is named', async () => {
    const url = 'corpus://economy/economy-of-peru';
    const { pages } = await corpus.scrape({ url }, signal);
    const last = await corpus.scrape({ url, page: pages }, signal);
    const find = last.text.split('\n\n').at(-1) ?? '';
    expect((await corpus.scrape({ url, find }, signal)).page).toBe(pages);
    expect((await corpus.scrape({ url, find, page: 1 }, signal)).page).toBe(1);
  });

  it('opens a page by the address at which people see it', async () => {
    const found = await corpus.scrape(
      { url: 'http://localhost:1234/corpus/countries/peru?x=1#quote', includeMarkdown: true },
      signal,
    );
    expect(found.url).toBe('corpus://countries/peru');
    expect(found.title).toBe('Peru');
    expect(found.text).toMatch(/^## Overview\nThe capital of Peru is Lima\./);
    expect(found.markdown).toBe(`# Peru\n\n${found.text}`);
    expect(found.metadata).toEqual({ subject: 'countries', source: 'countries-list' });
    expect((await corpus.scrape({ url: found.url }, signal)).markdown).toBeUndefined();
  });

  it('says what to do about a page that is not there', async () => {
    await expect(corpus.scrape({ url: 'https://example.org/' }, signal)).rejects.toThrow(
      'There is no page at https://example.org/ in the offline corpus. Search first and use a link from the results.',
    );
    await expect(
      corpus.scrape({ url: 'corpus://countries/peru', page: 2 }, signal),
    ).rejects.toThrow('corpus://countries/peru has 1 page; there is no page 2.');
    await expect(
      corpus.scrape({ url: 'corpus://countries/peru', page: 0 }, signal),
    ).rejects.toThrow('there is no page 0');
  });

  it('does nothing once it is aborted', async () => {
    const gone = AbortSignal.abort(new Error('stopped'));
    await expect(corpus.search({ q: 'Peru' }, gone)).rejects.toThrow('stopped');
    await expect(corpus.scrape({ url: 'corpus://countries/peru' }, gone)).rejects.toThrow(
      'stopped',
    );
  });
});

describe('a small corpus', () => {
  const small = OfflineBackend.fromPages([
    page('towns', 'Velm', {
      Overview: 'The river of Velm is the Ost. The mayor of Velm is Ada Kern.',
    }),
    page('towns', 'Dorn', {
      Overview: 'The river of Dorn is the Velm.',
      Trade: 'The main trade of Dorn is glass. The mayor of Dorn is Ilse Roth.',
    }),
    page('towns', 'Long', {
      Overview: `The mayor of Long is ${'a very patient man '.repeat(30)}indeed.`,
    }),
  ]);
  const first = async (q: string) => (await small.search({ q }, signal)).organic[0];

  it('prefers the page that is about the name to one that mentions it', async () => {
    expect((await first('Velm'))?.title).toBe('Velm');
    expect((await first('river Velm'))?.title).toBe('Velm');
  });

  it('takes the snippet from the section that answers, the best sentence first', async () => {
    expect((await first('mayor Dorn'))?.snippet).toMatch(/^The mayor of Dorn is Ilse Roth\./);
    expect((await first('trade of Dorn'))?.snippet).toMatch(/^The main trade of Dorn is glass\./);
  });

  it('cuts a sentence that is too long at a word', async () => {
    const snippet = (await first('mayor Long'))!.snippet;
    expect(snippet.length).toBeLessThanOrEqual(SNIPPET_LENGTH);
    expect(snippet).toMatch(/^The mayor of Long is a very patient .*(?:very|a|patient|man) …$/);
  });

  it('drops pages that only share a common word with the query', async () => {
    expect((await small.search({ q: 'mayor Xanadu' }, signal)).organic).toEqual([]);
  });

  it('survives being written down and read again', async () => {
    const again = OfflineBackend.fromFiles(JSON.stringify(small.pages), small.indexJson());
    expect(await again.search({ q: 'mayor Dorn' }, signal)).toEqual(
      await small.search({ q: 'mayor Dorn' }, signal),
    );
  });

  it('cuts even a paragraph that is longer than a part', () => {
    const parts = pageParts(page('x', 'Wide', { One: 'word '.repeat(2000).trim() }));
    expect(parts.length).toBe(3);
    expect(parts.every((part) => part.length <= PART_LENGTH)).toBe(true);
    expect(parts.join(' ').split(/\s+/)).toHaveLength(2000 + 2);
  });
});

describe('words and sentences', () => {
  it('drops stop words, accents, endings and separators of thousands', () => {
    expect(terms('What is the population of São Tomé?')).toEqual(terms('population Sao Tome'));
    expect(terms('borders')).toEqual(terms('bordering'));
    expect(terms('1,285,216 km')).toEqual(['1285216', 'km']);
    expect(terms('C++ and C#')).toEqual(['c++', 'c#']);
  });

  it('ends sentences at full stops, not at abbreviations or initials', () => {
    expect(sentences('The symbol is W. The number is 74.')).toEqual([
      'The symbol is W.',
      'The number is 74.',
    ]);
    expect(sentences('George W. Bush met Mr. Smith in St. Louis. He left.')).toEqual([
      'George W. Bush met Mr. Smith in St. Louis.',
      'He left.',
    ]);
    expect(sentences('It rose by 3.5 percent. Good!\nNext line')).toEqual([
      'It rose by 3.5 percent.',
      'Good!',
      'Next line',
    ]);
  });
});
