import { describe, expect, it } from 'vitest';
import { atQuote, markQuotes, openableUrl, placeOf, tileOf } from '../../src/research/source-link';

describe('openableUrl', () => {
  it.each([
    [
      'corpus://countries/peru',
      'http://localhost:8787',
      'http://localhost:8787/corpus/countries/peru',
    ],
    ['corpus://a/b', 'https://example.org/relay/', 'https://example.org/relay/corpus/a/b'],
    ['corpus://a/b', 'https://example.org/mcp', 'https://example.org/corpus/a/b'],
    ['corpus://a/ü ?#', 'http://r', 'http://r/corpus/a/%C3%BC%20%3F%23'],
    ['corpus://a/%C3%BC', 'http://r', 'http://r/corpus/a/%C3%BC'],
    ['https://example.org/x?y=1', 'http://r', 'https://example.org/x?y=1'],
  ])('leads %s with relay %s to %s', (url, relay, href) => {
    expect(openableUrl(url, relay)).toBe(href);
  });

  it.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    'peru',
    '',
    'corpus://',
  ])('opens nothing for %j', (url) => expect(openableUrl(url, 'http://r')).toBeUndefined());

  it('cannot be led out of the corpus', () => {
    expect(openableUrl('corpus://../../mcp', 'http://r')).toMatch(/^http:\/\/r\//);
  });
});

describe('atQuote', () => {
  const page = 'https://example.org/peru';
  it.each([
    ['The capital is Lima', '#:~:text=The%20capital%20is%20Lima'],
    ['  two\n lines ', '#:~:text=two%20lines'],
    ['a well-known city, Lima & more', '#:~:text=a%20well%2Dknown%20city%2C%20Lima%20%26%20more'],
    ['“quoted” (really)', '#:~:text=%E2%80%9Cquoted%E2%80%9D%20%28really%29'],
    [
      'one two three four five six seven eight nine ten',
      '#:~:text=one%20two%20three%20four%20five%20six%20seven%20eight%20nine%20ten',
    ],
    [
      'one two three four five six seven eight nine ten eleven',
      '#:~:text=one%20two%20three%20four,eight%20nine%20ten%20eleven',
    ],
    ['', ''],
    [' … ', ''],
  ])('quotes %j as %s', (quote, end) => {
    expect(atQuote(page, quote)).toBe(page + end);
  });

  it('keeps a fragment that is there already', () => {
    expect(atQuote(`${page}#cities`, 'Lima')).toBe(`${page}#cities:~:text=Lima`);
  });

  it('is read back by the browser’s own parser as one directive', () => {
    const { hash } = new URL(atQuote(page, 'rain-fed, 5 % & more'));
    expect(hash.split('&')).toHaveLength(1);
    expect(decodeURIComponent(hash)).toBe('#:~:text=rain-fed, 5 % & more');
  });
});

describe('markQuotes', () => {
  const marked = (passage: string, ...quotes: string[]) =>
    markQuotes(passage, quotes)
      .map(({ text, quoted }) => (quoted ? `[${text}]` : text))
      .join('');

  it.each([
    ['The capital is Lima.', ['capital is Lima'], 'The [capital is Lima].'],
    ['The capital\n  is Lima.', ['capital is Lima'], 'The [capital\n  is Lima].'],
    ['Price: $5 (about).', ['$5 (about).'], 'Price: [$5 (about).]'],
    ['a b c d', ['b', 'd'], 'a [b] c [d]'],
    ['a b c', ['x'], 'a b c'],
    ['a b c', [''], 'a b c'],
  ])('in %j marks %j', (passage, quotes, expected) => {
    expect(marked(passage, ...quotes)).toBe(expected);
  });
});

describe('what stands for a site', () => {
  it('names the host, or the subject of a corpus page', () => {
    expect(placeOf('https://www.example.org/a/b')).toBe('example.org');
    expect(placeOf('corpus://world-factbook/peru')).toBe('Offline corpus › world factbook');
    expect(placeOf('nonsense')).toBe('nonsense');
  });

  it('has the first letter of the title and a steady colour', () => {
    const tile = tileOf({ title: '“élan”', url: 'https://example.org' });
    expect(tile.letter).toBe('É');
    expect(tileOf({ title: '“élan”', url: 'https://example.org' })).toEqual(tile);
    expect(tileOf({ title: '', url: '' }).letter).toBe('?');
    expect(tile.hue).toBeGreaterThanOrEqual(0);
    expect(tile.hue).toBeLessThan(6);
  });
});
