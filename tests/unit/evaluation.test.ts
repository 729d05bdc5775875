import 'fake-indexeddb/auto';
import { createStore, entries, set } from 'idb-keyval';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { AgentEvent, Engine, ModelCard } from '../../src/contracts';
import { EvaluationState, type EvaluationOptions } from '../../src/research/evaluation.svelte';
import { clearEvaluation, loadEvaluation } from '../../src/research/evaluation-store';
import type { RunRequest } from '../../src/research/parts';
import { recorded, runUsage, upTo } from '../fixtures/run-events';

const card = {
  id: 'jan-pocket',
  engines: { wllama: { files: [{ url: 'a.gguf', bytes: 3, sha256: 'd1' }], quantisation: 'Q8_0' } },
  tokenizer: { url: 't.json', bytes: 1, sha256: 'd2' },
  sampling: { temperature: 0, topP: 1, topK: 1, minP: 0 },
} as ModelCard;

const file = {
  name: 'q.csv',
  sha256: 'd3',
  questions: ['one', 'two', 'three', 'four'].map((question) => ({
    id: question,
    question,
    expected: [question === 'three' ? 'elsewhere' : 'Lima'],
  })),
};

type Play = (request: RunRequest) => AsyncIterable<AgentEvent>;

async function* answers({ question }: RunRequest) {
  yield* recorded(question);
}

function setUp(play: Play = answers) {
  const asked: RunRequest[] = [];
  const world = {
    play,
    card,
    relay: { phase: 'ready', address: 'http://relay', health: { search: 'offline' } },
  };
  const parts = {
    run: (request: RunRequest) => {
      asked.push(request);
      return world.play(request);
    },
  };
  const engine = { id: 'wllama' } as Engine;
  const options = {
    parts,
    model: {
      ready: () => Promise.resolve(engine),
      get card() {
        return world.card;
      },
    },
    relay: Object.assign(world.relay, {
      toolboxNow: () => Promise.resolve({ originOf: () => undefined }),
    }),
    manner: () => ({ sampling: { topK: 7 } }),
    permission: () => 'ask',
  } as unknown as EvaluationOptions;
  return {
    asked,
    world,
    state: new EvaluationState(options),
    again: () => new EvaluationState(options),
  };
}

vi.stubGlobal('navigator', { userAgent: 'a browser' });
beforeEach(clearEvaluation);
const raw = createStore('jan-nano-evaluation', 'evaluation');

describe('an evaluation in the page', () => {
  it('asks each question alone, with its seed, and grades the answers', async () => {
    const { state, asked } = setUp();
    await state.begin(file, 4, 5, 'quick');
    expect(state.error).toBeUndefined();
    expect(asked.map(({ question }) => question)).toEqual(['one', 'two', 'three', 'four']);
    expect(asked[2]).toMatchObject({
      previous: [],
      depth: 'quick',
      sampling: { temperature: 0, topK: 7, seed: 5 },
    });
    expect(await asked[0]!.approve({} as never)).toBe(false);
    expect(state.rows.map(({ grade }) => grade)).toEqual(['A', 'A', 'B', 'A']);
    expect(state.figures).toMatchObject({ name: 'wllama Q8_0', questions: 4 });
    expect(state.left).toBe(0);
    expect(state.evaluation?.manifest).toMatchObject({
      settings: { questions: { sha256: 'd3', sample: 4, of: 4 }, tools: 'http://relay offline' },
      weights: { wllama: { files: [{ url: 'a.gguf', sha256: 'd1' }] } },
    });
  });

  it('stops in the middle of a question, and asks that one again after a reload', async () => {
    const { state, again, world } = setUp();
    world.play = async function* ({ question, signal }) {
      if (question === 'two') {
        yield* upTo('generation-finished');
        state.stop();
        expect(signal.aborted).toBe(true);
        yield { type: 'run-stopped', answer: '', usage: runUsage };
      } else yield* recorded(question);
    };
    await state.begin(file, 4, 1, 'standard');
    expect(state.rows.map(({ id }) => id)).toEqual(['one']);
    expect(state.error).toBeUndefined();
    expect(state.running).toBe(false);

    world.play = answers;
    const later = again();
    await later.open();
    expect(later.left).toBe(3);
    await later.run();
    expect(later.rows.map(({ id }) => id)).toEqual(['one', 'two', 'three', 'four']);
  });

  it('keeps no answer that came without the relay', async () => {
    const { state, world } = setUp();
    world.play = async function* ({ question }) {
      if (question === 'two') world.relay.phase = 'unreachable';
      yield* recorded(question);
    };
    await state.begin(file, 4, 1, 'standard');
    expect(state.rows).toHaveLength(1);
    expect(state.error?.code).toBe('relay-unreachable');
    world.relay.phase = 'ready';
    world.play = answers;
    await state.run();
    expect(state.rows).toHaveLength(4);
    expect(state.error).toBeUndefined();
  });

  it('does not go on with another model', async () => {
    const { state, world } = setUp();
    world.play = async function* (request) {
      if (request.question === 'two') throw new Error('broken');
      yield* answers(request);
    };
    await state.begin(file, 4, 1, 'standard');
    expect(state.error?.message).toContain('broken');
    world.play = answers;
    world.card = { ...card, id: 'jan-nano' };
    await state.run();
    expect(state.error).toMatchObject({
      code: 'bad-input',
      message: expect.stringMatching(/first 1 were answered by jan-pocket on wllama/) as string,
    });
    expect(state.rows).toHaveLength(1);
  });

  it('is thrown away, and brought back', async () => {
    const { state, again } = setUp();
    await state.begin(file, 2, 1, 'standard');
    await state.discard();
    expect([state.evaluation, state.rows.length, state.canUndo]).toEqual([undefined, 0, true]);
    const meanwhile = again();
    await meanwhile.open();
    expect(meanwhile.evaluation).toBeUndefined();
    await state.undo();
    await meanwhile.open();
    expect(meanwhile.rows).toHaveLength(2);
    expect(state.canUndo).toBe(false);
  });
});

describe('a broken record of an evaluation', () => {
  const question = { id: 'x', question: 'x', expected: ['y'] };

  it.each<[what: string, change: (row: Record<string, unknown>) => unknown]>([
    ['is no object', () => 'nonsense'],
    ['is null', () => null],
    ['is but a question', () => question],
    ['has an unknown grade', (row) => ({ ...row, grade: 'D' })],
    ['has no answer', (row) => ({ ...row, outcome: { ...(row['outcome'] as object), answer: 7 } })],
    [
      'has no figures',
      (row) => ({ ...row, outcome: { ...(row['outcome'] as object), usage: {} } }),
    ],
    ['has citations of another shape', (row) => ({ ...row, outcome: { citations: [null] } })],
    ['has a transcript of another shape', (row) => ({ ...row, transcript: [{ by: 'model' }] })],
    ['has the id of another', (row) => ({ ...row, id: 'three' })],
  ])('that %s is set aside, shown, and its question asked again', async (_what, change) => {
    const { state, again, asked } = setUp();
    await state.begin(file, 4, 1, 'standard');
    const before = state.rows;
    const broken = change({ ...before[1]! });
    await set('two', broken, raw);
    const later = again();
    await later.open();
    expect(later.error).toBeUndefined();
    expect(later.damaged).toEqual([{ key: 'two', value: broken }]);
    // Those of one millisecond are in no order.
    const byId = (rows: typeof before) => rows.toSorted((a, b) => a.id.localeCompare(b.id));
    expect(byId(later.rows)).toEqual(byId(before.filter(({ id }) => id !== 'two')));
    expect(later.figures).toMatchObject({ questions: 3 });

    asked.length = 0;
    await later.run();
    expect(asked.map((one) => one.question)).toEqual(['two']);
    expect(later.left).toBe(0);
    // It is there until a person deletes it, whatever becomes of the evaluation.
    await later.discard();
    await later.begin(file, 1, 1, 'standard');
    expect((await loadEvaluation()).damaged).toEqual([{ key: 'two', value: broken }]);
    await later.forgetDamaged();
    expect(later.damaged).toEqual([]);
    expect(await loadEvaluation()).toMatchObject({ kept: { rows: later.rows }, damaged: [] });
  });

  it.each([
    'nonsense',
    { name: 'q.csv' },
    { name: 'q', sha256: 'd', questions: [{}], of: 1, seed: 1, depth: 'quick' },
    { name: 'q', sha256: 'd', questions: [], of: 1, seed: 1, depth: 'abyss' },
    { name: 'q', sha256: 'd', questions: [], of: 1, seed: 1, depth: 'quick', manifest: {} },
  ])('that is the head takes its rows along, and the next one begins: %j', async (head) => {
    const { state, again } = setUp();
    await state.begin(file, 2, 1, 'standard');
    const { rows } = state;
    await set('evaluation', head, raw);
    const later = again();
    await later.open();
    expect([later.evaluation, later.rows]).toEqual([undefined, []]);
    const damaged = [
      { key: 'evaluation', value: head },
      ...rows.map((row) => ({ key: row.id, value: row })),
    ];
    expect(later.damaged).toHaveLength(3);
    expect(later.damaged).toEqual(expect.arrayContaining(damaged));
    await later.begin(file, 1, 1, 'standard');
    expect(later.rows).toHaveLength(1);
    expect((await loadEvaluation()).damaged).toHaveLength(3);
    await clearEvaluation();
    expect(await entries(raw)).toEqual([]);
  });
});
