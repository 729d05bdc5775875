import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { AgentEvent } from '../../src/contracts';
import { AppError } from '../../src/errors';
import { foldRun } from '../../src/research/fold';
import { recorded, runUsage } from '../fixtures/run-events';
import { setUp, untilStopped } from './session-harness';

describe('the versions of an answer', () => {
  let app: ReturnType<typeof setUp>;
  beforeEach(() => {
    app = setUp();
    let asked = 0;
    app.setRun(async function* ({ question }) {
      const answer = `Answer ${(asked += 1)}`;
      yield recorded(question)[0]!;
      yield { type: 'run-finished', answer, citations: [], usage: runUsage, finish: 'answered' };
    });
  });
  const answers = () => app.session.runs.map(({ answer }) => answer);
  const kept = () => app.saved.at(-1)!.runs;
  const answerOf = (events: AgentEvent[] | undefined) => foldRun(events ?? []).answer;

  it('stay when the last question is asked again, and the thread goes on from the one that is shown', async () => {
    await app.session.ask('first');
    await app.session.ask('second', { depth: 'quick' });
    expect(app.session.versionOf(1)).toEqual({ at: 0, count: 1 });
    await app.session.retry({ depth: 'deep' });
    expect(answers()).toEqual(['Answer 1', 'Answer 3']);
    expect(app.session.versionOf(1)).toEqual({ at: 1, count: 2 });

    app.session.showVersion(1, 0);
    expect(answers()).toEqual(['Answer 1', 'Answer 2']);
    expect(app.session.versionOf(1)).toEqual({ at: 0, count: 2 });
    expect(answerOf([...app.session.eventsOf(1)])).toBe('Answer 2');
    expect(kept()[1]).toMatchObject({ depth: 'quick', place: 0 });
    expect(answerOf(kept()[1]?.events)).toBe('Answer 2');
    expect(kept()[1]?.earlier?.map(({ events }) => answerOf(events))).toEqual(['Answer 3']);
    await app.session.ask('third');
    expect(app.requests.at(-1)?.previous.map(answerOf)).toEqual(['Answer 1', 'Answer 2']);
  });

  it('of an earlier run are looked at, and change nothing', async () => {
    await app.session.ask('first');
    await app.session.retry();
    await app.session.ask('second');
    const saves = app.saved.length;
    app.session.showVersion(0, 0);
    expect(answers()).toEqual(['Answer 1', 'Answer 3']);
    expect(app.session.versionOf(0)).toEqual({ at: 0, count: 2 });
    expect(answerOf([...app.session.eventsOf(0)])).toBe('Answer 1');
    expect(app.saved).toHaveLength(saves);
    await app.session.ask('third');
    expect(app.requests.at(-1)?.previous.map(answerOf)).toEqual(['Answer 2', 'Answer 3']);
    expect(answerOf(kept()[0]?.events)).toBe('Answer 2');
    // A branch goes on from what it shows.
    app.session.showVersion(0, 0);
    await app.session.branch(1);
    await app.session.ask('other');
    expect(app.requests.at(-1)?.previous.map(answerOf)).toEqual(['Answer 1']);
  });

  it('come back with their thread', async () => {
    await app.session.ask('first');
    await app.session.retry();
    app.session.showVersion(0, 0);
    const thread = app.saved.at(-1)!;
    await app.session.reset();
    await app.session.open(thread);
    expect(answers()).toEqual(['Answer 1']);
    expect(app.session.versionOf(0)).toEqual({ at: 0, count: 2 });
    app.session.showVersion(0, 1);
    expect(answers()).toEqual(['Answer 2']);
    app.session.showVersion(0, 2);
    expect(answers()).toEqual(['Answer 2']);
  });

  it('are not hidden for good by an attempt that says nothing', async () => {
    await app.session.ask('first');
    app.setRun(() => {
      throw new AppError('model-corrupt', 'Damaged.');
    });
    await app.session.retry();
    expect(app.session.runs[0]?.status).toBe('failed');
    expect(app.session.versionOf(0)).toEqual({ at: 1, count: 2 });
    // It is replaced where it is tried again.
    await app.session.retry();
    expect(app.session.versionOf(0)).toEqual({ at: 1, count: 2 });
    app.session.showVersion(0, 0);
    expect(app.session.runs[0]).toMatchObject({ status: 'finished', answer: 'Answer 1' });
  });

  it('are not changed while a run goes on', async () => {
    await app.session.ask('first');
    app.setRun(untilStopped);
    const run = app.session.retry();
    app.session.showVersion(0, 0);
    expect(app.session.versionOf(0)).toEqual({ at: 1, count: 2 });
    setTimeout(() => app.session.stop(), 5);
    await run;
    expect(answers()).toEqual(['The capital']);
    app.session.showVersion(0, 0);
    expect(answers()).toEqual(['Answer 1']);
    expect(app.session.unfinished).toBe(false);
  });

  it('stay as they are where another tab is at the thread', async () => {
    await app.session.ask('first');
    await app.session.retry();
    const before = [app.session.runs, kept()];
    const request = (_: string, __: unknown, work: (lock: null) => unknown) => work(null);
    vi.stubGlobal('navigator', { locks: { request } });
    await app.session.retry({ depth: 'deep' });
    expect(app.session).toMatchObject({ elsewhere: true, running: false });
    await app.session.ask('second');
    vi.unstubAllGlobals();
    expect([app.session.runs, kept()]).toEqual(before);
    expect(app.session.versionOf(0)).toEqual({ at: 1, count: 2 });
  });
});

describe('a branch', () => {
  it('knows the thread that it comes from, and where it goes its own way', async () => {
    const app = setUp();
    await app.session.ask('first');
    await app.session.ask('second');
    const { id } = app.session;
    await app.session.branch(1);
    expect(app.session.from).toEqual({ id, at: 1 });
    expect(app.saved.at(-1)).toMatchObject({ from: { id, at: 1 } });
    await app.session.ask('other');
    const branch = app.saved.at(-1)!;
    expect(branch.from).toEqual({ id, at: 1 });
    // Of its own question there is no run yet: it is saved with the first one.
    await app.session.branch(0);
    expect(app.session).toMatchObject({ id: undefined, from: { id: branch.id, at: 0 } });
    await app.session.ask('anew');
    expect(app.saved.at(-1)?.from).toEqual({ id: branch.id, at: 0 });
    await app.session.open(branch);
    expect(app.session.from).toEqual({ id, at: 1 });
    await app.session.reset();
    await app.session.ask('new');
    expect(app.saved.at(-1)).not.toHaveProperty('from');
  });
});
