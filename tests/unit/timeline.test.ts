import { describe, expect, it } from 'vitest';
import type { AgentEvent } from '../../src/contracts';
import { emptyRun, foldRun } from '../../src/research/fold';
import { creditsOf, firstTokenMs, timelineOf } from '../../src/ui/timeline';
import { peru, recorded, upTo } from '../fixtures/run-events';

const search = (id: string, credits?: number): AgentEvent[] => [
  { type: 'tool-call-proposed', step: 9, id, name: 'google_search', arguments: { q: 'Lima' } },
  {
    type: 'tool-finished',
    id,
    ok: true,
    shown: '',
    sources: [peru],
    ms: 7,
    ...(credits === undefined ? {} : { credits }),
  },
];

describe('the timeline of a run', () => {
  it('has each prefill, each generation and each tool in order, with tokens that were computed', () => {
    const stretches = timelineOf(foldRun(recorded()));
    expect(stretches.map(({ kind }) => kind)).toEqual([
      'prefill',
      'decode',
      'tool',
      'prefill',
      'decode',
    ]);
    expect(stretches.slice(0, 3)).toEqual([
      { kind: 'prefill', label: 'Read the prompt', ms: 50, tokens: 60 },
      { kind: 'decode', label: 'Wrote', ms: 90, tokens: 9 },
      { kind: 'tool', label: 'Searched capital of Peru', ms: 12 },
    ]);
  });

  it('is empty before anything has ended', () => {
    expect(timelineOf(emptyRun())).toEqual([]);
    expect(timelineOf(foldRun(upTo('prompt-prefilled')))).toEqual([]);
    expect(firstTokenMs(emptyRun())).toBeUndefined();
  });

  it('tells the time to the first token and what the searches cost', () => {
    const run = foldRun(recorded());
    expect(firstTokenMs(run)).toBe(50);
    expect(creditsOf(run)).toBeUndefined();
    expect(creditsOf(foldRun([...recorded(), ...search('x', 1), ...search('y', 2)]))).toBe(3);
  });
});
