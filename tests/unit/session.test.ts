import { beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../src/errors';
import { foldRun } from '../../src/research/fold';
import type { Thread } from '../../src/research/thread-store';
import { recorded, runUsage, upTo } from '../fixtures/run-events';
import { card, setUp, untilStopped } from './session-harness';

describe('Session', () => {
  let app: ReturnType<typeof setUp>;
  beforeEach(() => {
    app = setUp();
  });

  it('loads the model, runs, tells of every event and saves', async () => {
    await app.session.ask('  What is the capital of Peru? ');
    expect(app.session.runs.map((run) => run.status)).toEqual(['finished']);
    expect(app.session.running).toBe(false);
    expect(app.dispatched).toEqual(recorded());
    expect(app.requests[0]?.sampling).toEqual({ ...card.sampling, seed: 7 });
    expect(app.saved.at(-1)?.runs).toHaveLength(1);
    expect(foldRun(app.saved.at(-1)!.runs[0]!.events)).toEqual(app.session.runs[0]);
  });

  it('saves while the run goes on', async () => {
    await app.session.ask('q');
    expect(app.saved.length).toBeGreaterThan(3);
    expect(app.saved[0]!.runs[0]!.events).toHaveLength(1);
  });

  it('changes what is shown once a frame, not once an event', async () => {
    await app.session.ask('q');
    expect(app.frames).toHaveLength(1);
  });

  it('hands earlier runs to a follow-up, and none to a new chat', async () => {
    await app.session.ask('first');
    await app.session.ask('second');
    expect(app.requests[1]?.previous.map((events) => events[0])).toMatchObject([
      { question: 'first' },
    ]);
    await app.session.reset();
    await app.session.ask('third');
    expect(app.requests[2]?.previous).toEqual([]);
    expect(app.session.runs.map((run) => run.question)).toEqual(['third']);
  });

  it('branches into a thread of its own, and leaves the old one as it was', async () => {
    await app.session.ask('first');
    await app.session.ask('second');
    const id = app.session.id;
    await app.session.branch(1);
    expect(app.session.id).not.toBe(id);
    expect(app.session.runs.map((run) => run.question)).toEqual(['first']);
    await app.session.ask('other');
    expect(app.saved.at(-1)?.runs.map(({ question }) => question)).toEqual(['first', 'other']);
    const old = app.saved.findLast((thread) => thread.id === id);
    expect(old?.runs.map(({ question }) => question)).toEqual(['first', 'second']);
    await app.session.branch(0);
    expect(app.session).toMatchObject({ id: undefined, runs: [] });
  });

  it('asks again in place of the last run', async () => {
    await app.session.ask('first');
    await app.session.ask('second');
    await app.session.retry();
    expect(app.session.runs.map((run) => run.question)).toEqual(['first', 'second']);
    expect(app.requests[2]).toMatchObject({ question: 'second' });
    expect(app.requests[2]?.previous).toHaveLength(1);
    expect(app.requests[2]).toMatchObject({ depth: 'standard' });
    await app.session.retry({ depth: 'quick' });
    expect(app.requests[3]).toMatchObject({ question: 'second', depth: 'quick' });
    await app.session.retry();
    expect(app.requests[4]).toMatchObject({ depth: 'quick' });
  });

  it('asks again with thinking or without, whatever the assistant has', async () => {
    await app.session.ask('first');
    expect(app.requests[0]).not.toHaveProperty('thinking');
    await app.session.retry({ thinking: true });
    expect(app.requests[1]).toMatchObject({ thinking: true, depth: 'standard' });
    app.manner.thinking = true;
    await app.session.retry({ thinking: false, depth: 'quick' });
    expect(app.requests[2]).not.toHaveProperty('thinking');
    // The same way as before, until something else is said.
    await app.session.retry();
    expect(app.requests[3]).toMatchObject({ depth: 'quick' });
    expect(app.requests[3]).not.toHaveProperty('thinking');
    await app.session.retry({ thinking: undefined });
    expect(app.requests[4]).toMatchObject({ thinking: true, depth: 'quick' });
  });

  it('thinks in the one run alone for which that was said', async () => {
    await app.session.ask('first');
    await app.session.retry({ thinking: true });
    await app.session.ask('second');
    expect(app.requests.map(({ thinking }) => thinking)).toEqual([undefined, true, undefined]);
    const kept = app.saved.at(-1)!.runs.map(({ thinking }) => thinking);
    expect(kept).toEqual([true, undefined]);
  });

  it('asks an earlier question again in a branch, and keeps the old thread whole', async () => {
    await app.session.ask('first');
    await app.session.ask('second', { depth: 'deep' });
    await app.session.ask('third');
    const { id } = app.session;
    await app.session.branch(2);
    await app.session.retry();
    expect(app.requests[3]).toMatchObject({ question: 'second', depth: 'deep' });
    expect(app.requests[3]?.previous).toHaveLength(1);
    const questions = (of: Thread | undefined) => of?.runs.map(({ question }) => question);
    expect(app.session.runs.map(({ question }) => question)).toEqual(['first', 'second']);
    expect(app.saved.at(-1)?.id).toBe(app.session.id);
    expect(questions(app.saved.at(-1))).toEqual(['first', 'second']);
    const old = app.saved.findLast((thread) => thread.id === id);
    expect(questions(old)).toEqual(['first', 'second', 'third']);
  });

  it('keeps the files of a question: saved, asked again, branched and opened', async () => {
    const files = [{ url: 'library://file/1/a.md', name: 'a.md' }];
    const shown = () => app.session.runs.map((run) => run.files);
    await app.session.ask('first', { files });
    await app.session.ask('second');
    expect(shown()).toEqual([files, undefined]);
    await app.session.branch(1);
    await app.session.retry({ depth: 'quick' });
    expect(app.requests[2]).toMatchObject({ question: 'first', depth: 'quick' });
    expect(shown()).toEqual([files]);
    const saved = app.saved.at(-1)!;
    expect(saved.runs.map((run) => run.files)).toEqual([files]);
    await app.session.reset();
    await app.session.ask('without');
    expect(shown()).toEqual([undefined]);
    expect(app.saved.at(-1)!.runs[0]).not.toHaveProperty('files');
    await app.session.open(saved);
    expect(shown()).toEqual([files]);
  });

  it('does nothing with an empty question, or with a second one while it runs', async () => {
    app.setRun(untilStopped);
    await app.session.ask('  ');
    const run = app.session.ask('first');
    await app.session.ask('second');
    expect(app.session.runs.map((one) => one.question)).toEqual(['first']);
    app.session.stop();
    await run;
  });

  it('stops', async () => {
    app.setRun(untilStopped);
    const run = app.session.ask('q');
    setTimeout(() => app.session.stop(), 5);
    await run;
    expect(app.session.runs[0]).toMatchObject({ status: 'stopped', answer: 'The capital' });
    expect(app.session.running).toBe(false);
  });

  it('stops while it still waits for the model', async () => {
    const run = app.session.ask('q');
    app.session.stop();
    await run;
    expect(app.session.runs[0]?.status).toBe('stopped');
    expect(app.dispatched.map((event) => event.type)).toEqual(['run-stopped']);
    expect(app.requests).toEqual([]);
  });

  it('outlives a load that another one takes over, as when the page still reads its settings', async () => {
    const asked = app.session.ask('q');
    await app.model.load();
    await asked;
    expect(app.session.runs.map((run) => run.status)).toEqual(['finished']);
    expect(app.model.phase).toBe('ready');
  });

  it('shows why the model did not load, and loads again on retry', async () => {
    app.fault.load = new AppError('model-corrupt', 'The model file is damaged.');
    await app.session.ask('q');
    expect(app.session.runs[0]).toMatchObject({
      status: 'failed',
      error: { code: 'model-corrupt', message: 'The model file is damaged.' },
    });
    expect(app.model.phase).toBe('failed');
    app.fault.load = undefined;
    await app.session.retry();
    expect(app.session.runs.map((run) => run.status)).toEqual(['finished']);
  });

  it('connects to the relay again when a retry follows its loss', async () => {
    const error = { code: 'relay-unreachable', message: 'No relay.' };
    app.setRun(async function* ({ question }) {
      yield recorded(question)[0]!;
      yield { type: 'run-failed', error, usage: runUsage };
    });
    await app.session.ask('q');
    expect(app.relay.phase).toBe('unreachable');
    app.setRun(async function* () {
      yield* recorded();
    });
    await app.session.retry();
    expect(app.relay.phase).toBe('ready');
    expect(app.session.runs.map((run) => run.status)).toEqual(['finished']);
  });

  it('opens a saved thread, goes on with it, and shows a cut-off run as stopped', async () => {
    const runs = [
      { question: 'first', events: recorded('first') },
      { question: 'second', events: upTo('tool-started') },
    ];
    await app.session.open({ id: 't', at: 1, changed: 2, runs });
    expect(app.session.runs.map((run) => run.status)).toEqual(['finished', 'stopped']);
    await app.session.ask('third');
    expect(app.saved.at(-1)).toMatchObject({ id: 't', at: 1 });
    expect(app.saved.at(-1)?.runs).toHaveLength(3);
  });
});

describe('a run that broke off', () => {
  let app: ReturnType<typeof setUp>;
  beforeEach(() => {
    app = setUp();
  });
  const cut = () => ({
    id: 't',
    at: 1,
    changed: 2,
    runs: [
      { question: 'first', events: recorded('first') },
      { question: 'second', depth: 'quick' as const, events: upTo('tool-started') },
    ],
  });

  it('goes on after a reload with its events, depth and earlier turns', async () => {
    const before = cut();
    await app.session.open(before);
    expect(app.session.interrupted).toBe(true);
    app.setRun(async function* () {
      yield { type: 'run-resumed', at: 5 };
      yield* recorded('second').slice(upTo('tool-started').length);
    });
    await app.session.resume();
    expect(app.requests[0]).toMatchObject({ question: 'second', depth: 'quick' });
    expect(app.requests[0]?.resume).toEqual(before.runs[1]!.events);
    expect(app.requests[0]?.previous).toHaveLength(1);
    expect(app.session.runs.map(({ status }) => status)).toEqual(['finished', 'finished']);
    expect(app.session.interrupted).toBe(false);
    const kept = app.saved.at(-1)!.runs[1]!.events.map(({ type }) => type);
    expect(kept.slice(0, 11)).toEqual([
      ...upTo('tool-started').map(({ type }) => type),
      'run-resumed',
    ]);
    expect(kept.at(-1)).toBe('run-finished');
    expect(app.session.runs[1]).toEqual(foldRun(app.session.eventsOf(1)));
  });

  it.each([true, false])(
    'goes on with what was said of its thinking (%s), also where the model had not begun',
    async (thinking) => {
      const runs = [{ question: 'q', thinking, events: [] }];
      app.manner.thinking = !thinking;
      await app.session.open({ id: 't', at: 1, changed: 2, runs });
      await app.session.resume();
      expect(app.requests[0]?.thinking).toBe(thinking || undefined);
    },
  );

  it('goes on after a person stopped it, but not by itself', async () => {
    app.setRun(untilStopped);
    const run = app.session.ask('q');
    setTimeout(() => app.session.stop(), 5);
    await run;
    expect(app.session).toMatchObject({ unfinished: true, interrupted: false });
    app.setRun(async function* () {
      yield { type: 'run-resumed', at: 5 };
      yield recorded().at(-1)!;
    });
    await app.session.resume();
    expect(app.session.runs[0]?.status).toBe('finished');
    await app.session.resume();
    expect(app.requests).toHaveLength(2);
  });

  it('is left alone where nothing broke off', async () => {
    await app.session.resume();
    await app.session.ask('q');
    await app.session.resume();
    expect(app.requests).toHaveLength(1);
  });
});

describe('a run in the hands of a person', () => {
  it('waits for the plan, and takes it as it was changed', async () => {
    const app = setUp();
    let accepted: string[] | undefined;
    app.setRun(async function* ({ confirmPlan }) {
      accepted = await confirmPlan(['A?', 'B?']);
      yield* recorded();
    });
    const run = app.session.ask('q', { depth: 'deep' });
    await expect.poll(() => app.session.plan?.questions).toEqual(['A?', 'B?']);
    app.session.plan?.accept(['A?']);
    expect(app.session.plan).toBeUndefined();
    await run;
    expect(accepted).toEqual(['A?']);
    expect(app.requests[0]?.depth).toBe('deep');
  });

  it('is told to answer now, also while its plan waits', async () => {
    const app = setUp();
    app.setRun(async function* ({ confirmPlan, hurry }) {
      await confirmPlan(['A?']);
      expect(hurry.aborted).toBe(true);
      yield* recorded();
    });
    const run = app.session.ask('q', { depth: 'deep' });
    await expect.poll(() => app.session.plan).toBeDefined();
    app.session.answerNow();
    await run;
    expect(app.session).toMatchObject({ running: false, hurried: true });
    app.setRun(async function* () {
      yield* recorded();
    });
    await app.session.ask('q');
    expect(app.session.hurried).toBe(false);
  });
});
