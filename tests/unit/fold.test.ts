import { describe, expect, it } from 'vitest';
import type { AgentEvent } from '../../src/contracts';
import { applyEvent, emptyRun, foldRun, recordEvent, sourceOf } from '../../src/research/fold';
import { citation, peru, recorded, runUsage, upTo, usage } from '../fixtures/run-events';

describe('the fold', () => {
  it('gives the whole run', () => {
    const run = foldRun(recorded());
    expect(run).toMatchObject({
      question: 'What is the capital of Peru?',
      model: 'jan-pocket',
      engine: 'wllama',
      at: 5,
      status: 'finished',
      answer: 'The capital of Peru is Lima [1].',
      citations: [citation],
      sources: [peru],
      usage: runUsage,
      finish: 'answered',
    });
    expect(run.steps.map((step) => step.kind)).toEqual(['generation', 'tool', 'generation']);
    expect(run.steps[0]).toMatchObject({
      thinking: 'Look it up.',
      text: '',
      calledTool: true,
      usage,
    });
    expect(run.steps[1]).toMatchObject({
      state: 'done',
      shown: 'Found 1',
      ms: 12,
      droppedTokens: 30,
    });
  });

  it('says whether the model was let to think', () => {
    const [started] = recorded();
    expect(foldRun([started!]).thinking).toBeUndefined();
    expect(foldRun([{ ...started!, thinking: true } as AgentEvent]).thinking).toBe(true);
  });

  it('never shows markup, not even half a tag', () => {
    let run = emptyRun();
    for (const event of recorded()) {
      run = applyEvent(run, event);
      expect(run.answer).not.toMatch(/[<>{}]/);
    }
  });

  it('shows the prefill, then a running tool and what it reports', () => {
    expect(foldRun(upTo('prompt-prefilled')).steps[0]).toMatchObject({
      prefill: { done: 64, total: 100 },
    });
    expect(foldRun(upTo('tool-call-proposed')).steps[1]).toMatchObject({ state: 'proposed' });
    expect(foldRun(upTo('tool-progressed')).steps[1]).toMatchObject({
      state: 'running',
      progress: 'half way',
    });
  });

  it('says when the engine was started again in the middle', () => {
    const events = upTo('prompt-prefilled');
    const run = foldRun([...events, { type: 'engine-restarted', step: 1, reason: 'unplugged' }]);
    expect(run.steps[0]).toMatchObject({ kind: 'generation', restarted: 'unplugged' });
    expect(run.status).toBe('running');
  });

  it('leaves what it was given as it was', () => {
    const before = foldRun(upTo('tool-started'));
    const copy = structuredClone(before);
    applyEvent(before, recorded()[11]!);
    expect(before).toEqual(copy);
  });

  it('replaces a source that was read further and sorts by number', () => {
    const run = foldRun(upTo('tool-finished'));
    const longer = { ...peru, passages: [...peru.passages, 'Lima lies on the coast.'] };
    const more: AgentEvent = {
      type: 'tool-finished',
      id: 'call-2',
      ok: true,
      shown: '',
      sources: [{ ...peru, n: 2 }, longer],
      ms: 1,
    };
    expect(applyEvent(run, more).sources).toEqual([longer, { ...peru, n: 2 }]);
  });

  it('ends what was going on when the run broke off', () => {
    const run = foldRun([
      ...upTo('tool-started'),
      { type: 'run-failed', error: { code: 'unknown', message: 'No.' }, usage: runUsage },
    ]);
    expect(run).toMatchObject({ status: 'failed', error: { code: 'unknown', message: 'No.' } });
    expect(run.steps[1]).toMatchObject({ state: 'failed' });
  });

  it('has a source for a citation of an earlier turn', () => {
    const run = { ...foldRun(recorded()), sources: [] };
    expect(sourceOf(run, 1)).toMatchObject({ url: peru.url, passages: [] });
    expect(sourceOf(run, 9)).toBeUndefined();
  });

  it('counts the tokens of a generation, however they were joined', () => {
    const run = foldRun(recorded());
    expect(run.steps.map((step) => step.kind === 'generation' && step.tokens)).toEqual([
      3,
      false,
      2,
    ]);
    const token: AgentEvent = { type: 'token-generated', step: 2, text: ' It' };
    const saved: AgentEvent[] = [];
    for (const event of [token, token, { ...token, tokens: 3 }]) recordEvent(saved, event);
    expect(saved).toEqual([{ ...token, text: ' It It It', tokens: 5 }]);
  });

  it('is the same for the shorter list that is saved', () => {
    const saved: AgentEvent[] = [];
    for (const event of recorded()) recordEvent(saved, event);
    expect(saved.length).toBeLessThan(recorded().length);
    expect(foldRun(saved)).toEqual(foldRun(recorded()));
  });
});
