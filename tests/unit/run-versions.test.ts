import { describe, expect, it } from 'vitest';
import type { AgentEvent } from '../../src/contracts';
import {
  askedAgain,
  shownOf,
  soundVersions,
  versionsOf,
  withVersion,
} from '../../src/research/run-versions';
import type { SavedRun } from '../../src/research/thread-store';
import { recorded, runUsage, upTo } from '../fixtures/run-events';

const question = 'What is the capital of Peru?';
const answered: SavedRun = { question, depth: 'quick', events: recorded() };
const failed: AgentEvent = {
  type: 'run-failed',
  error: { code: 'model-corrupt', message: 'No.' },
  usage: runUsage,
};
const stopped: AgentEvent = { type: 'run-stopped', answer: '', usage: runUsage };

/** How the versions of a run were asked, in order. */
const depths = (run: SavedRun) => versionsOf(run).map(({ depth }) => depth);

describe('versions of a run', () => {
  const second = askedAgain(answered, { depth: 'deep', thinking: true });
  const third = askedAgain({ ...second, events: recorded() }, { depth: 'standard' });

  it('are kept when its question is asked again', () => {
    expect(second).toEqual({
      ...{ question, depth: 'deep', thinking: true, events: [] },
      earlier: [{ depth: 'quick', events: recorded() }],
    });
    expect(shownOf(answered)).toEqual({ at: 0, count: 1 });
    expect(shownOf(third)).toEqual({ at: 2, count: 3 });
    expect(depths(third)).toEqual(['quick', 'deep', 'standard']);
  });

  it('keep their order, whichever is shown', () => {
    const first = withVersion(third, 0);
    expect(first).toMatchObject({ question, depth: 'quick', place: 0 });
    expect(first.thinking).toBeUndefined();
    expect(depths(first)).toEqual(['quick', 'deep', 'standard']);
    const back = withVersion(first, 1);
    expect(back).toMatchObject({ depth: 'deep', thinking: true });
    expect(shownOf(back)).toEqual({ at: 1, count: 3 });
    expect(versionsOf(withVersion(back, 2))).toEqual(versionsOf(third));
    // The newest comes after all of them.
    expect(depths(askedAgain(first, {}))).toEqual(['quick', 'deep', 'standard', 'quick']);
    expect(withVersion(third, 3)).toBe(third);
  });

  it('that goes on leaves those that were saved with it as they were', () => {
    const shown = withVersion(third, 0);
    shown.events.push(stopped);
    expect(versionsOf(third)[0]!.events).toEqual(recorded());
  });

  it('keep the files that came with the question', () => {
    const files = [{ url: 'file:a', name: 'a.txt' }];
    expect(withVersion(askedAgain({ ...answered, files }, {}), 0).files).toEqual(files);
  });

  it.each<[name: string, events: AgentEvent[], kept: number]>([
    ['failed at once', [failed], 0],
    ['failed before its answer', [...upTo('tool-finished'), failed], 0],
    ['failed in the middle of its answer', [...recorded().slice(0, 15), failed], 1],
    ['was stopped before it began', [stopped], 0],
    ['never began', [], 0],
    ['was stopped after a search', [...upTo('tool-finished'), stopped], 1],
  ])('one that %s is replaced, or kept where it says something', (_name, events, kept) => {
    expect(askedAgain({ question, events }, {}).earlier ?? []).toHaveLength(kept);
    const among = { ...askedAgain(answered, {}), events };
    expect(askedAgain(among, {}).earlier).toHaveLength(kept + 1);
  });
});

describe('versions that were stored or taken in', () => {
  const [one, two] = [{ events: recorded() }, { depth: 'deep' as const, events: recorded() }];
  const run = (earlier: unknown, place?: unknown): SavedRun =>
    ({ ...answered, earlier, ...(place === undefined ? {} : { place }) }) as SavedRun;

  it.each<[name: string, run: SavedRun, sound: SavedRun, broken: number]>([
    ['there are none', answered, answered, 0],
    ['all can be shown', run([one, two], 1), run([one, two], 1), 0],
    ['the last one is shown', run([one, two], 2), run([one, two]), 0],
    ['one is broken', run([one, null, two], 2), run([one, two], 1), 1],
    ['one has broken events', run([{ events: [{ type: 'run-finished' }] }, two]), run([two]), 1],
    ['all are broken', run([{ events: 'x' }, 3]), answered, 2],
    ['they are no list', run('x'), answered, 1],
    ['its place is none', run([one], 'x'), run([one], 0), 0],
    ['its place is beyond them', run([one], 9), run([one]), 0],
  ])('cost the run nothing where %s', (_name, stored, sound, broken) => {
    const found = soundVersions(stored);
    expect(found.run).toEqual(sound);
    expect(found.broken).toHaveLength(broken);
  });
});
