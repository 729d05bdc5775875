import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkCitation } from '../../src/agent/citations';

/** Rules are tuned on the dev half alone: ids up to 100. */
interface Row {
  id: number;
  half: 'dev' | 'heldout';
  kind: string;
  claim: string;
  source: string;
}
const rows = readFileSync('tests/eval/citations.jsonl', 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Row);
const RIGHT = ['verbatim', 'reworded'];

describe.each(['dev', 'heldout'] as const)('the labelled citations, %s half', (half) => {
  const mine = rows.filter((row) => row.half === half);
  const verified = mine.filter(
    ({ claim, source }) => checkCitation(claim, { title: '', passages: [source] }).verified,
  );

  it('has a hundred pairs', () => expect(mine).toHaveLength(100));

  it('verifies nothing that is wrong', () => {
    const wrong = verified.filter(({ kind }) => ![...RIGHT, 'paraphrase'].includes(kind));
    expect(wrong.map(({ id, kind, claim }) => `${id} ${kind}: ${claim}`)).toEqual([]);
  });

  it('verifies at least 95 % of the right quotes', () => {
    const right = mine.filter(({ kind }) => RIGHT.includes(kind));
    const missed = right.filter((row) => !verified.includes(row));
    expect(missed.length / right.length, missed.map((row) => row.claim).join()).toBeLessThanOrEqual(
      0.05,
    );
  });
});

it.each(['Finland is Finland is Finnish.', 'Finland is Finland.'])('garbled: %s', (claim) => {
  const source = { title: 'Finland', passages: ['The people of Finland speak Finnish.'] };
  expect(checkCitation(claim, source).verified).toBe(false);
});

it('tells the capital from the country', () => {
  const source = { title: 'Peru', passages: ['The capital of Peru is Lima.'] };
  expect(checkCitation('Peru is the capital of Lima.', source).verified).toBe(false);
  expect(checkCitation('Lima is the capital of Peru.', source).verified).toBe(true);
});
