import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkCitation, checkCitations } from '../../src/agent/citations';
import { findCitations, NOT_FOUND } from '../../src/agent/claims';
import { sentenceSpans } from '../../src/agent/sentences';
import type { Citation } from '../../src/contracts';

const claims = (answer: string): string[] =>
  findCitations(answer).map(({ n, claim }) => `${n}: ${claim}`);

describe('findCitations', () => {
  it.each<[string, string[]]>([
    ['Lima is it [1].', ['1: Lima is it.']],
    ['Lima is it. [1]', ['1: Lima is it.']],
    ['Lima is it.[1]', ['1: Lima is it.']],
    ['Lima is it [1][2].', ['1: Lima is it.', '2: Lima is it.']],
    ['Lima is it [1, 2].', ['1: Lima is it.', '2: Lima is it.']],
    ['Lima is it. [1] [2] It is big. [3]', ['1: Lima is it.', '2: Lima is it.', '3: It is big.']],
    ['One. Two [2]! Three.', ['2: Two!']],
    ['[1] Lima is it.', ['1: Lima is it.']],
    ['Lima [1] is it, says [1] Peru.', ['1: Lima is it, says Peru.']],
    [
      'It has 34.5 million people [1], Dr. Smith says.',
      ['1: It has 34.5 million people, Dr. Smith says.'],
    ],
    ['- **Lima** is it [1]\n- Quito is not [2]', ['1: Lima is it', '2: Quito is not']],
    ['リマです。[1]次です。[2]', ['1: リマです。', '2: 次です。']],
    ['He said “Lima.” [1] Then he left.', ['1: He said “Lima.”']],
    [
      'Lima is it [1].\n\n```js\nconst a = b[1];\n```\nQuito is not [2].',
      ['1: Lima is it.', '2: Quito is not.'],
    ],
    ['Lima is it [1].\n```\nit is still written [1]', ['1: Lima is it.']],
    ['$$\na[1] + b = c\n$$\nLima is it [1].', ['1: Lima is it.']],
    ['Lima is it [1].[^a] It is big [2].', ['1: Lima is it.', '2: It is big.']],
    ['Lima[^a] is it [1].\n\n[^a]: Since 1535 [2].', ['1: Lima is it.', '2: Since 1535.']],
    ['No marks. a[b] [x] [1a] [1234]', []],
    ['', []],
  ])('%j', (answer, expected) => {
    expect(claims(answer)).toEqual(expected);
  });

  it('names each pair of number and claim once', () => {
    expect(claims('Lima is it [1] [1]. Lima is it [1].')).toEqual(['1: Lima is it.']);
  });
});

const PERU =
  '# Peru\nPeru is a country in South America. The capital is Lima. It has 1,285,216 km² of land. ' +
  'About 34.0 million people live there. The Amazon does not rise in the east. ' +
  'Spanish and Quechua are spoken. The currency is the sol. It borders Chile and Ecuador.';
const CHOPIN = 'Frédéric Chopin was born in 1810 in Żelazowa Wola and died in 1849 in Paris.';
const CITIES = 'Lima is the capital of Peru. Quito has 2 million people. It lies at 2,850 metres.';

interface Case {
  claim: string;
  title?: string;
  text: string;
}

describe('checkCitation verifies', () => {
  it.each<[Case, string]>([
    [{ claim: 'The capital of Peru is Lima.', text: CITIES }, 'Lima is the capital of Peru.'],
    [{ claim: 'The capital of Peru is Lima.', title: 'Peru', text: PERU }, 'The capital is Lima.'],
    [{ claim: 'Lima is Peru’s capital.', title: 'Peru', text: PERU }, 'The capital is Lima.'],
    [
      { claim: 'Peru has 34 million people.', title: 'Peru', text: PERU },
      'About 34.0 million people live there.',
    ],
    [
      { claim: '34,000,000 people live in Peru', title: 'Peru', text: PERU },
      'About 34.0 million people live there.',
    ],
    [
      { claim: 'Peru has 1285216 km² of land.', title: 'Peru', text: PERU },
      'It has 1,285,216 km² of land.',
    ],
    [
      {
        claim: 'Peru has 1,285,216 square kilometres of land.',
        title: 'Peru',
        text: 'It has 1,285,216 square km of land.',
      },
      'It has 1,285,216 square km of land.',
    ],
    [{ claim: 'Peru borders Chile.', title: 'Peru', text: PERU }, 'It borders Chile and Ecuador.'],
    [
      { claim: 'Spanish is spoken in Peru.', title: 'Peru', text: PERU },
      'Spanish and Quechua are spoken.',
    ],
    [
      { claim: 'The Amazon does not rise in the east.', text: PERU },
      'The Amazon does not rise in the east.',
    ],
    [
      { claim: 'The Amazon never rises in the east.', text: PERU },
      'The Amazon does not rise in the east.',
    ],
    [{ claim: 'Chopin was born in 1810.', text: CHOPIN }, CHOPIN],
    [{ claim: 'Chopin died in 1849.', text: CHOPIN }, CHOPIN],
    [{ claim: 'Frederic Chopin died in Paris.', text: CHOPIN }, CHOPIN],
    [
      { claim: 'Quito lies at 2850 metres.', text: CITIES },
      'Quito has 2 million people. It lies at 2,850 metres.',
    ],
    [
      {
        claim: 'Apollo 11 landed on the Moon in 1969.',
        title: 'Apollo 11',
        text: 'It landed on the Moon in 1969.',
      },
      'It landed on the Moon in 1969.',
    ],
    [
      { claim: 'Gold has three isotopes.', text: 'Gold: it has 3 isotopes.' },
      'Gold: it has 3 isotopes.',
    ],
    [{ claim: '“Lima” — the capital!', text: 'The capital is Lima.' }, 'The capital is Lima.'],
    [
      { claim: 'Countries border Peru.', text: 'Which country borders Peru?' },
      'Which country borders Peru?',
    ],
    [
      { claim: 'It melts at −39 °C.', text: 'Mercury melts at -39 °C.' },
      'Mercury melts at -39 °C.',
    ],
    [
      { claim: '東京は日本の首都です。', text: '東京は日本の首都です。人口は多い。' },
      '東京は日本の首都です。',
    ],
  ])('%j', ({ claim, title = '', text }, quote) => {
    expect(checkCitation(claim, { title, passages: ['Something else.', text] })).toMatchObject({
      verified: true,
      quote,
    });
  });
});

describe('checkCitation does not verify', () => {
  it.each<[string, Case]>([
    ['a swapped name', { claim: 'The capital of Peru is Cusco.', title: 'Peru', text: PERU }],
    ['a swapped name at the start', { claim: 'Quito is the capital of Peru.', text: CITIES }],
    ['a swapped number', { claim: 'Peru has 43 million people.', title: 'Peru', text: PERU }],
    ['a swapped magnitude', { claim: 'Peru has 34 billion people.', title: 'Peru', text: PERU }],
    [
      'a number without its magnitude',
      { claim: '34 people live in Peru.', title: 'Peru', text: PERU },
    ],
    ['a swapped unit', { claim: 'Quito lies at 2,850 feet.', text: CITIES }],
    ['a lost sign', { claim: 'It melts at 39 °C.', text: 'Mercury melts at -39 °C.' }],
    ['the number of another fact', { claim: 'Chopin was born in 1849.', text: CHOPIN }],
    ['the number of another name', { claim: 'Lima has 2 million people.', text: CITIES }],
    [
      'the number of another name in one sentence',
      {
        claim: 'Lima has 2 million people.',
        text: 'Lima has 10 million people and Quito 2 million.',
      },
    ],
    ['words from far apart', { claim: 'The capital borders Chile in Lima.', text: PERU }],
    ['words from two passages', { claim: 'Lima has 10 million people.', text: 'Lima is big.' }],
    [
      'another thing named',
      {
        claim: 'The capital of Peru is Quito.',
        title: 'Peru',
        text: 'The capital of Ecuador is Quito.',
      },
    ],
    [
      'another owner',
      { claim: 'Peru’s capital is Quito.', title: 'Peru', text: 'Quito is Ecuador’s capital.' },
    ],
    ['a swapped relation', { claim: 'The currency of Peru is Lima.', title: 'Peru', text: PERU }],
    ['a denial of what is said', { claim: 'The capital is not Lima.', text: PERU }],
    ['what the source denies', { claim: 'The Amazon rises in the east.', text: PERU }],
    [
      'mostly other words',
      { claim: 'Lima hosts famous annual music festivals.', text: 'Lima hosts trade.' },
    ],
    ['a year beside the right one', { claim: 'Chopin died in 1848.', text: CHOPIN }],
    ['a digit more', { claim: 'It has 11,285,216 km² of land.', text: PERU }],
    [
      'another subject without a capital letter',
      {
        claim: 'The chemical element copper belongs to the category of transition metals.',
        title: 'Molybdenum',
        text: 'The chemical element molybdenum belongs to the category of transition metals.',
      },
    ],
    [
      'the opposite word',
      {
        claim: 'The population of the northern islands is large.',
        text: 'The population of the northern islands is small.',
      },
    ],
    ['nothing', { claim: '', text: PERU }],
    ['no word of weight', { claim: 'It is so.', text: 'It is so.' }],
    ['an empty source', { claim: 'Lima is the capital.', text: '' }],
  ])('%s', (_name, { claim, title = '', text }) => {
    expect(
      checkCitation(claim, { title, passages: [text, 'There are 10 million people.'] }),
    ).toMatchObject({
      verified: false,
      quote: '',
    });
  });

  it('a source that was never read', () => {
    expect(checkCitation('Lima.', { title: 'Lima', passages: [] }).verified).toBe(false);
  });
});

describe('checkCitations', () => {
  const sources = [
    { n: 1, url: 'https://a.example', title: 'Peru', passages: [PERU] },
    { n: 2, url: 'https://b.example', title: '', passages: [CITIES, 'Lima has a port.'] },
  ];

  it('names the source of each mark, and none for a number without one', () => {
    expect(checkCitations('The capital of Peru is Lima. [1][9]', sources)).toEqual([
      {
        n: 1,
        url: 'https://a.example',
        title: 'Peru',
        claim: 'The capital of Peru is Lima.',
        quote: 'The capital is Lima.',
        verified: true,
        match: 'words',
      },
      {
        n: 9,
        url: '',
        title: '',
        claim: 'The capital of Peru is Lima.',
        quote: '',
        verified: false,
        failure: 'no-source',
      },
    ]);
  });

  it.each<[string, Citation['failure']]>([
    ['Peru has 35 million people [1].', 'number'],
    ['The capital of Peru is Cusco [1].', 'name'],
    ['The capital of Peru is not Lima [1].', 'negation'],
    ['Peru exports a great deal of fish [1].', 'words'],
    ['Lima [3].', 'no-source'],
  ])('says why: %s', (answer, failure) => {
    expect(checkCitations(answer, sources)).toMatchObject([{ verified: false, failure }]);
  });

  it('finds the source of a sentence without a mark, the one that has it word for word first', () => {
    const answer =
      '# Lima\n\nLima is the capital of Peru. It is a fine place. Lima has a port [2].';
    const found = checkCitations(answer, sources);
    expect(found).toMatchObject([
      { n: 2, claim: 'Lima has a port.', match: 'quote' },
      { n: 2, claim: 'Lima is the capital of Peru.', match: 'quote', attributed: true },
    ]);
    expect(found[0]).not.toHaveProperty('attributed');
  });

  it.each(['Lima has 12 million people.', NOT_FOUND, 'Is Lima the capital of Peru?', ''])(
    'attributes nothing: %j',
    (answer) => expect(checkCitations(answer, sources)).toEqual([]),
  );

  it('quotes word for word, and never throws', () => {
    const text = fc
      .array(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('Lima', '. ', '\n', ' 3 ')))
      .map((p) => p.join(''));
    fc.assert(
      fc.property(text, text, (claim, passage) => {
        const { verified, quote } = checkCitation(claim, { title: '', passages: [passage] });
        expect(passage.includes(quote)).toBe(true);
        expect(quote !== '').toBe(verified);
      }),
    );
  });
});

describe('sentenceSpans', () => {
  it.each<[string, string[]]>([
    ['A is b. C is d! E?', ['A is b.', 'C is d!', 'E?']],
    ['It is 3.5 m. Dr. J. Smith said so.', ['It is 3.5 m.', 'Dr. J. Smith said so.']],
    ['# Head\nText one.\n\nText two', ['# Head', 'Text one.', 'Text two']],
    ['“So.” He left…', ['“So.”', 'He left…']],
    ['是。不是。', ['是。', '不是。']],
    ['  \n ', []],
  ])('%j', (text, sentences) => {
    expect(sentenceSpans(text).map(({ start, end }) => text.slice(start, end))).toEqual(sentences);
  });
});
