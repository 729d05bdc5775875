import { describe, expect, it } from 'vitest';
import { foldRun } from '../../src/research/fold';
import { momentsOf } from '../../src/research/replay';
import { recorded } from '../fixtures/run-events';

describe('momentsOf', () => {
  it('goes from the question to the answer, and each moment folds to what was shown then', () => {
    const events = recorded();
    const moments = momentsOf(events);
    expect(moments[0]).toEqual({ events: 1, label: 'Asked' });
    expect(moments.at(-1)).toEqual({ events: events.length, label: 'Answered' });
    expect(moments.map(({ label }) => label)).toContain('Called google_search');
    const views = moments.map((moment) => foldRun(events.slice(0, moment.events)));
    expect(views.map(({ steps }) => steps.length)).toEqual(
      views.map(({ steps }) => steps.length).sort((a, b) => a - b),
    );
    expect(views.at(-1)).toEqual(foldRun(events));
  });
});
