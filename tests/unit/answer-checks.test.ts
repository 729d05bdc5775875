import { describe, expect, it } from 'vitest';
import {
  explain,
  labelOf,
  pairCitations,
  shareOf,
  stateOf,
  withAttributions,
} from '../../src/research/answer-checks';
import type { Citation } from '../../src/contracts';
import { citation } from '../fixtures/run-events';

const check = (n: number, claim: string, more: Partial<Citation> = {}): Citation => ({
  ...citation,
  n,
  claim,
  match: 'quote',
  ...more,
});
const failed = { verified: false, match: undefined, failure: 'number' } as const;

describe('pairCitations', () => {
  const claims = (answer: string, ...citations: Citation[]) =>
    pairCitations(answer, citations).map((pair) => [pair.n, pair.citation?.claim]);

  it('gives each sentence its own check of a source, whatever their order', () => {
    expect(
      claims(
        'Ay is. [1] Be is. [2] Cy is. [1]',
        check(1, 'Cy is.'),
        check(2, 'Be is.'),
        check(1, 'Ay is.'),
      ),
    ).toEqual([
      [1, 'Ay is.'],
      [2, 'Be is.'],
      [1, 'Cy is.'],
    ]);
  });

  it('gives marks of one sentence the one check that they share', () => {
    const claim = 'Ay and Be.';
    expect(claims('Ay [1] and Be [1, 2].', check(1, claim), check(2, claim))).toEqual([
      [1, claim],
      [1, claim],
      [2, claim],
    ]);
  });

  it('takes a check of the same source where an old run cut sentences otherwise, and none of another', () => {
    expect(claims('Ay is [1]. Be is [3].', check(1, 'Ay'))).toEqual([
      [1, 'Ay'],
      [3, undefined],
    ]);
  });
});

describe('an attributed sentence', () => {
  const found = check(2, 'Lima has a port.', { attributed: true });

  it('gets a mark behind it, which is paired with its check', () => {
    const shown = withAttributions('**Lima** has a port. It is big. [1]', [
      check(1, 'It is big.'),
      found,
    ]);
    expect(shown).toBe('**Lima** has a port. [2] It is big. [1]');
    expect(pairCitations(shown, [check(2, 'Other.'), found])[0]?.citation).toBe(found);
  });

  it.each(['Lima has a port. [1]', 'Lima has no port.', '```\nLima has a port.\n```'])(
    'leaves %j as it is',
    (answer) => expect(withAttributions(answer, [found])).toBe(answer),
  );
});

describe('shareOf', () => {
  it.each<[string, Citation[], ReturnType<typeof shareOf>]>([
    ['Ay is red. [1] Bo is red.', [check(1, 'Ay is red.')], { found: 1, total: 2 }],
    ['Ay is red. [1]', [check(1, 'Ay is red.', failed)], { found: 0, total: 1 }],
    [
      'Ay is red. [1][2]',
      [check(1, 'Ay is red.', failed), check(2, 'Ay is red.')],
      { found: 1, total: 1 },
    ],
    ['Ay is red.', [check(2, 'Ay is red.', { attributed: true })], { found: 1, total: 1 }],
    ['I did not find this in the sources.', [], undefined],
    ['Ay is red. [1]', [check(1, 'Ay is red.', { match: undefined })], undefined],
  ])('%j', (answer, citations, share) => expect(shareOf(answer, citations)).toEqual(share));
});

it.each<[Partial<Citation> | undefined, string, string]>([
  [{}, 'quote', 'quote found in source'],
  [{ match: 'words' }, 'words', 'supported, not word for word'],
  [{ match: undefined }, 'words', 'found in source'],
  [failed, 'failed', 'number not in source'],
  [{ ...failed, failure: 'no-source' }, 'failed', 'names no source'],
  [{ ...failed, failure: undefined }, 'failed', 'not found in source'],
  [undefined, 'unchecked', 'not checked yet'],
])('a check %j is shown as %s: %s', (more, state, label) => {
  const one = more && check(1, 'Ay.', more);
  expect([stateOf(one), labelOf(one)]).toEqual([state, label]);
  if (one && (one.match || one.failure)) expect(explain(one)).toMatch(/\.$/);
});
