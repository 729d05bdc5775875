import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { checkCitation } from '../../src/agent/citations';
import { hasNegation, wordsOf, type Word } from '../../src/agent/claim-words';
import { splitPassages } from '../../src/agent/passages';
import { sentenceSpans } from '../../src/agent/sentences';

/** Rules are tuned on the dev halves alone; the held-out ones are only counted. */
interface Row {
  half: 'dev' | 'heldout';
  kind: string;
  claim: string;
  title: string;
  source: string;
}
interface Group extends Omit<Row, 'kind' | 'claim'> {
  claims: [kind: string, claim: string][];
}
const easy = readFileSync('tests/eval/citations.jsonl', 'utf8')
  .trim()
  .split('\n')
  .map((line) => ({ title: '', ...(JSON.parse(line) as Omit<Row, 'title'>) }));
const groups = JSON.parse(readFileSync('tests/eval/citations-hard.json', 'utf8')) as Group[];
const hard = groups.flatMap(({ claims, ...rest }) =>
  claims.map(([kind, claim]): Row => ({ kind, claim, ...rest })),
);
const RIGHT = ['verbatim', 'quote', 'reworded'];
const isVerified = ({ claim, title, source }: Row): boolean =>
  checkCitation(claim, { title, passages: [source] }).verified;

describe.each<[string, Row[], number]>([
  ['200, dev', easy.filter(({ half }) => half === 'dev'), 100],
  ['200, held out', easy.filter(({ half }) => half === 'heldout'), 100],
  ['harder, dev', hard.filter(({ half }) => half === 'dev'), 42],
  ['harder, held out', hard.filter(({ half }) => half === 'heldout'), 60],
])('the labelled citations: %s', (_name, rows, count) => {
  const verified = rows.filter(isVerified);
  const names = (some: Row[]): string[] => some.map(({ kind, claim }) => `${kind}: ${claim}`);

  it('are all there', () => expect(rows).toHaveLength(count));

  it('verifies nothing that is wrong', () => {
    const wrong = verified.filter(({ kind }) => ![...RIGHT, 'paraphrase'].includes(kind));
    expect(names(wrong)).toEqual([]);
  });

  it('verifies at least 95 % of the right quotes', () => {
    const right = rows.filter(({ kind }) => RIGHT.includes(kind));
    const quotes = right.filter(({ kind }) => kind !== 'reworded');
    expect(names(quotes.filter((row) => !verified.includes(row)))).toEqual([]);
    const missed = right.filter((row) => !verified.includes(row));
    // One of the nineteen right ones in the held-out half of the harder set is not found.
    expect(missed.length, names(missed).join()).toBeLessThanOrEqual(Math.ceil(right.length * 0.05));
  });
});

describe('sentences of the corpus', () => {
  interface Page {
    title: string;
    sections: { heading: string; text: string }[];
  }
  const pages = JSON.parse(
    gunzipSync(readFileSync('public/corpus/pages.json.gz')).toString(),
  ) as Page[];
  const facts = pages
    .filter((_, at) => at % 181 === 0)
    .flatMap(({ title, sections }) => {
      const text = sections.map(({ heading, text }) => `## ${heading}\n\n${text}`).join('\n\n');
      const passages = splitPassages(text)
        .slice(0, 12)
        .map((passage) => passage.text);
      const sentences = passages.flatMap((passage) =>
        sentenceSpans(passage).map(({ start, end }) => passage.slice(start, end)),
      );
      return sentences
        .filter((one) => !one.startsWith('#') && one.length < 300 && wordsOf(one).length > 2)
        .map((claim) => ({ claim, source: { title, passages } }));
    });
  const verified = (mutate: (claim: string, words: Word[]) => string | undefined): string[] =>
    facts.flatMap(({ claim, source }) => {
      const changed = mutate(claim, wordsOf(claim.normalize('NFKC')));
      return changed !== undefined && checkCitation(changed, source).verified ? [changed] : [];
    });
  /** Exchanges the first word of a kind with the last. */
  const exchange = (kind: Word['kind']) => (claim: string, words: Word[]) => {
    const some = words.filter((word) => word.kind === kind);
    const [a, b] = [some[0], some.at(-1)];
    if (!a || !b || a.key === b.key) return undefined;
    const text = (from: number, to?: number): string => claim.slice(from, to);
    return (
      text(0, a.start) +
      text(b.start, b.end) +
      text(a.end, b.start) +
      text(a.start, a.end) +
      text(b.end)
    );
  };

  it('are found word for word', () => {
    const kinds = facts.map(({ claim, source }) => checkCitation(claim, source));
    expect(facts.length).toBeGreaterThan(200);
    expect(kinds.every((one) => one.verified && one.match === 'quote')).toBe(true);
  });
  it('are not found with two names exchanged', () =>
    expect(verified(exchange('name'))).toEqual([]));
  it('are not found with two numbers exchanged', () =>
    expect(verified(exchange('number'))).toEqual([]));
  it('are not found with a number of another sentence', () => {
    const others = facts.flatMap(({ claim }) => claim.match(/\d[\d,.]*\d/g) ?? []);
    const changed = verified((claim, words) => {
      const number = words.find(({ kind }) => kind === 'number');
      const other = number && others.find((one) => !claim.includes(one));
      return other && claim.slice(0, number.start) + other + claim.slice(number.end);
    });
    expect(changed).toEqual([]);
  });
  it('are not found when denied', () => {
    const denied = verified((claim) =>
      / (?:is|was|has|are) /.test(claim) && !hasNegation(claim)
        ? claim.replace(/ (is|was|has|are) /, ' $1 not ')
        : undefined,
    );
    expect(denied).toEqual([]);
  });
});

it.each([
  'Finland is Finland is Finnish.',
  'Finland is Finland.',
  'Finnish people of Finland the speak.',
])('garbled: %s', (claim) => {
  const source = { title: 'Finland', passages: ['The people of Finland speak Finnish.'] };
  expect(checkCitation(claim, source).verified).toBe(false);
});

it('tells the capital from the country', () => {
  const source = { title: 'Peru', passages: ['The capital of Peru is Lima.'] };
  expect(checkCitation('Peru is the capital of Lima.', source).verified).toBe(false);
  expect(checkCitation('Lima is the capital of Peru.', source).verified).toBe(true);
});
