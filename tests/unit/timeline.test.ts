import { describe, expect, it } from 'vitest';
import type { AgentEvent } from '../../src/contracts';
import { emptyRun, foldRun, usageSoFar } from '../../src/research/fold';
import {
  creditsOf,
  firstTokenMs,
  searchesOf,
  speedOf,
  timelineOf,
  workMs,
} from '../../src/ui/timeline';
import { peru, recorded, runUsage, upTo } from '../fixtures/run-events';

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

  it('counts the searches that brought a result', () => {
    expect(searchesOf(emptyRun())).toBe(0);
    expect(searchesOf(foldRun(upTo('tool-progressed')))).toBe(0);
    expect(searchesOf(foldRun([...recorded(), ...search('x')]))).toBe(2);
  });

  it('adds up what was used before the run is over, and how long it worked', () => {
    expect(usageSoFar(emptyRun())).toMatchObject({ finalPromptTokens: 0, reusedTokens: 0 });
    const run = foldRun(upTo('tool-finished'));
    expect(usageSoFar(run)).toEqual({ ...runUsage, totalMs: 0 });
    expect(workMs(run)).toBe(152);
    expect(usageSoFar(foldRun(recorded()))).toMatchObject({
      finalPromptTokens: 100,
      prefilledTokens: 120,
      reusedTokens: 80,
      completionTokens: 18,
    });
  });

  it('tells the speed, which is 0 before there is one', () => {
    expect(speedOf(usageSoFar(emptyRun()))).toBe(0);
    expect(speedOf(runUsage)).toBe(100);
  });
});
