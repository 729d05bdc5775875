/** The catalogue: that it holds every word in each language, and that what it gives follows the choice. */
import { afterEach, describe, expect, it } from 'vitest';
import type { Said } from '../../src/contracts';
import { AppError, fromErrorInfo, toErrorInfo } from '../../src/errors';
import { area, say, saying, speakFrom, type Spoken } from '../../src/i18n/area';
import * as ar from '../../src/i18n/ar';
import * as de from '../../src/i18n/de';
import { en as english, settings } from '../../src/i18n/en/settings';
import { formatsOf } from '../../src/i18n/formats';
import { languageFor } from '../../src/i18n/languages';
import type { Messages } from '../../src/i18n/messages';
import * as zh from '../../src/i18n/zh';
import { checkSampling } from '../../src/research/sampling';
import { count, seconds } from '../../src/ui/format';

const files = import.meta.glob<{ en: object }>('../../src/i18n/en/*.ts', { eager: true });
const en = Object.fromEntries(
  Object.entries(files).map(([path, file]) => {
    const name = /([\w-]+)\.ts$/.exec(path)?.[1] ?? '';
    return [name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase()), file.en];
  }),
);

/** Names, and words that the language shares with English. */
const same = new Set(['Top-p', 'Top-k', 'Min-p']);
const sharedWithGerman = new Set([
  'System',
  'Sampling',
  'Engine',
  'Standard',
  'Plan',
  'Name',
  'Relay',
  'Hub',
  'in ',
]);

type Words = string | ((...args: (string | number)[]) => string);

/** Every string and function with the way to it. */
function leaves(words: unknown, path = ''): [path: string, words: Words][] {
  if (typeof words !== 'object' || words === null) return [[path, words as Words]];
  return Object.entries(words).flatMap(([key, inner]) =>
    leaves(inner, path ? `${path}.${key}` : key),
  );
}

/** Large enough that a number with its unit shows which one it is. */
const values = [3e9, 7e9];

function render(words: Words, args: (string | number)[] = []): string {
  if (typeof words === 'string') return words;
  const filled = Array.from({ length: words.length }, (_, at) => args[at] ?? values[0]!);
  try {
    return words(...filled);
  } catch {
    return words(...filled.map(String)); // It takes a string, and does more with it than to show it.
  }
}

/** Which arguments can be seen in the text. */
function shown(words: Words): number[] {
  if (typeof words === 'string') return [];
  const seen = (at: number) => {
    const args = Array.from({ length: words.length }, (_, i) => values[i === at ? 1 : 0]!);
    return render(words, args) !== render(words);
  };
  return Array.from({ length: words.length }, (_, at) => at).filter(seen);
}

function isEnglish(language: string, english: Words, text: Words): boolean {
  // What is left without its arguments may be signs alone, and the same everywhere.
  const [bare, own] = [english, text].map((words) => render(words, Array<string>(5).fill('')));
  const isSigns = (what = '') => !/\p{L}/u.test(what.replace(/[kMG]?B\b/g, ''));
  if (isSigns(bare) || isSigns(own) || same.has(bare!)) return false;
  if (language === 'zh') return !/\p{Script=Han}/u.test(render(text));
  if (language === 'ar') return !/\p{Script=Arabic}/u.test(render(text));
  return render(text) === render(english) && !sharedWithGerman.has(bare!);
}

const englishLeaves = new Map(leaves(en));

describe.each(Object.entries({ de, zh, ar }))('the words of %s', (language, words) => {
  const own = leaves(words);

  it('are those that English has', () => {
    expect(own.map(([path]) => path).sort()).toEqual([...englishLeaves.keys()].sort());
  });

  it('are there, and are no English', () => {
    expect(own.filter(([, text]) => !render(text).trim())).toEqual([]);
    const left = own.filter(([path, text]) => isEnglish(language, englishLeaves.get(path)!, text));
    expect(left.map(([path, text]) => `${path}: ${render(text)}`)).toEqual([]);
  });

  it('show what the English ones show', () => {
    const other = own.filter(([path, text]) => {
      const there = englishLeaves.get(path)!;
      return typeof text !== typeof there || String(shown(text)) !== String(shown(there));
    });
    expect(other.map(([path]) => path)).toEqual([]);
  });
});

describe('what the page speaks', () => {
  afterEach(() => speakFrom(() => ({ language: 'en' })));
  const speak = (language: Spoken['language'], words?: Messages) =>
    speakFrom(() => ({ language, words }));

  it('is English where nobody chose', () => {
    expect(settings.data).toBe('Data');
    expect(count(12345)).toBe('12,345');
  });

  it('reaches words that were taken before it was chosen', () => {
    const { themes } = settings;
    speak('de', de);
    expect(settings.data).toBe('Daten');
    expect(themes.light).toBe('Light');
    expect(settings.themes.light).toBe('Hell');
    expect(Object.keys(settings)).toEqual(Object.keys(english));
    expect(checkSampling('topK', '-1')).toEqual({
      ok: false,
      problem: 'Top-k ist eine ganze Zahl von 0 bis 1000',
    });
  });

  it('has its own numbers', () => {
    speak('de', de);
    expect(count(12345)).toBe('12.345');
    expect(seconds(1500)).toBe('1,5 Sek.');
  });

  describe('later', () => {
    const later = saying('settings', english);

    it('is said in the language of that moment, as an error too', () => {
      const said = later.recommendedIs('7');
      const error = new AppError('bad-input', said);
      expect(error.message).toBe('recommended: 7');
      // As it comes out of a worker or a stored run.
      const info = structuredClone(toErrorInfo(fromErrorInfo(toErrorInfo(error))));
      expect(say(info)).toBe('recommended: 7');
      speak('de', de);
      expect(say(info)).toBe('empfohlen: 7');
      expect(say({ message: 'Of a server.' })).toBe('Of a server.');
      expect(say('As it is')).toBe('As it is');
    });

    it('says what is within it, too', () => {
      const said = later.languageMissing(later.random);
      expect(said.text).toBe('random could not be loaded. Check the connection.');
      speak('de', de);
      expect(say(said)).toMatch(/^zufällig konnte nicht/);
    });

    it.each([
      ['__proto__', 'toString'],
      ['settings', 'constructor'],
      ['nothing', 'data'],
      ['settings', 'themes'],
    ])('is the text itself where a file names %s.%s', (area, key) => {
      speak('de', de);
      const said: Said = { area, key, args: [], text: 'The text.' };
      expect(say(said)).toBe('The text.');
    });
  });
});

describe('languageFor', () => {
  it.each([
    [['de-AT', 'en'], 'de'],
    [['fr', 'zh-TW', 'en'], 'zh'],
    [['AR-eg'], 'ar'],
    [['fr', 'it'], 'en'],
    [[], 'en'],
    [['constructor', 'de'], 'de'],
  ])('%j is %s', (preferred, language) => expect(languageFor(preferred)).toBe(language));
});

describe('formats', () => {
  it('writes English as before', () => {
    const { bytes, percent, seconds } = formatsOf('en');
    expect([bytes(1), bytes(1_250_000), bytes(2.34e9)]).toEqual(['1 kB', '1.3 MB', '2.3 GB']);
    expect([seconds(12), seconds(1500), seconds(80_000)]).toEqual(['12 ms', '1.5 s', '1 min 20 s']);
    expect(percent(0.999)).toBe('99 %');
  });

  it('counts in the forms of each language', () => {
    const forms = { one: '# page', other: '# pages' };
    expect([0, 1, 1000].map((n) => formatsOf('en').plural(n, forms))).toEqual([
      '0 pages',
      '1 page',
      '1,000 pages',
    ]);
    const six = { zero: '0', one: '1', two: '2', few: '# few', many: '# many', other: '# other' };
    expect([0, 1, 2, 3, 11, 100].map((n) => formatsOf('ar').plural(n, six))).toEqual([
      '0',
      '1',
      '2',
      '3 few',
      '11 many',
      '100 other',
    ]);
    expect(formatsOf('zh').plural(1, { other: '# 页' })).toBe('1 页');
  });

  it('of the catalogue do not compile with a key too many, too few, or of another form', () => {
    interface Two {
      a: string;
      f: (n: number) => string;
    }
    // @ts-expect-error one is missing
    const few: Two = { a: 'b' };
    // @ts-expect-error one is too many
    const many: Two = { a: 'b', f: String, c: 'c' };
    // @ts-expect-error another argument
    const other: Two = { a: 'b', f: (n: string) => n };
    // @ts-expect-error a form that English does not know
    formatsOf('en').plural(2, { one: '1', two: '2', other: '#' });
    // @ts-expect-error forms that Arabic needs
    formatsOf('ar').plural(2, { one: '1', other: '#' });
    // @ts-expect-error no such area
    area('nothing', {});
    expect([few, many, other]).toHaveLength(3);
  });
});
