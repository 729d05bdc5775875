import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import type {
  AgentEvent,
  Citation,
  Engine,
  GenerateEvent,
  ModelCard,
  RunUsage,
  Source,
  Toolbox,
  Usage,
} from '../../src/contracts';
import { AppError } from '../../src/errors';
import { applyEvent, emptyRun, foldRun, recordEvent, sourceOf } from '../../src/research/fold';
import type { Thread } from '../../src/research/history';
import { ModelState } from '../../src/research/model.svelte';
import { pairCitations } from '../../src/research/pair-citations';
import type { Parts, RunRequest } from '../../src/research/parts';
import { RelayState } from '../../src/research/relay.svelte';
import { Session } from '../../src/research/session.svelte';

const usage: Usage = {
  promptTokens: 100,
  reusedTokens: 40,
  completionTokens: 9,
  prefillMs: 50,
  decodeMs: 90,
  finish: 'stop',
};
const runUsage: RunUsage = {
  finalPromptTokens: 100,
  prefilledTokens: 60,
  reusedTokens: 40,
  completionTokens: 9,
  prefillMs: 50,
  decodeMs: 90,
  totalMs: 200,
};
const peru: Source = {
  n: 1,
  url: 'corpus://countries/peru',
  title: 'Peru',
  passages: ['The capital of Peru is Lima.'],
};
const citation: Citation = {
  n: 1,
  url: peru.url,
  title: 'Peru',
  quote: 'The capital of Peru is Lima.',
  claim: 'The capital of Peru is Lima.',
  verified: true,
};
const call =
  '<tool_call>\n{"name": "google_search", "arguments": {"q": "capital of Peru"}}\n</tool_call>';

/** A whole run, as the agent yields it. */
function recorded(question = 'What is the capital of Peru?'): AgentEvent[] {
  const tools = ['google_search', 'scrape'];
  return [
    { type: 'run-started', question, model: 'jan-pocket', engine: 'wllama', tools, at: 5 },
    { type: 'prompt-rendered', step: 1, prompt: '<|im_start|>…' },
    { type: 'prompt-prefilled', step: 1, done: 64, total: 100 },
    { type: 'prompt-prefilled', step: 1, done: 100, total: 100 },
    { type: 'token-generated', step: 1, text: '<think>Look it up.</th' },
    { type: 'token-generated', step: 1, text: `ink>${call.slice(0, 12)}` },
    { type: 'token-generated', step: 1, text: call.slice(12) },
    { type: 'generation-finished', step: 1, text: `<think>Look it up.</think>${call}`, usage },
    {
      type: 'tool-call-proposed',
      step: 1,
      id: 'call-1',
      name: 'google_search',
      arguments: { q: 'capital of Peru' },
    },
    { type: 'tool-started', id: 'call-1' },
    { type: 'tool-progressed', id: 'call-1', progress: { progress: 1, message: 'half way' } },
    { type: 'tool-finished', id: 'call-1', ok: true, shown: 'Found 1', sources: [peru], ms: 12 },
    { type: 'budget-applied', id: 'call-1', keptTokens: 90, droppedTokens: 30 },
    { type: 'prompt-rendered', step: 2, prompt: '<|im_start|>…' },
    { type: 'token-generated', step: 2, text: 'The capital of Peru ' },
    { type: 'token-generated', step: 2, text: 'is Lima [1].' },
    { type: 'generation-finished', step: 2, text: 'The capital of Peru is Lima [1].', usage },
    { type: 'citation-checked', citation },
    {
      type: 'run-finished',
      answer: 'The capital of Peru is Lima [1].',
      citations: [citation],
      usage: runUsage,
      finish: 'answered',
    },
  ];
}

const upTo = (type: AgentEvent['type']) => {
  const events = recorded();
  return events.slice(0, events.findIndex((event) => event.type === type) + 1);
};

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

  it('is the same for the shorter list that is saved', () => {
    const saved: AgentEvent[] = [];
    for (const event of recorded()) recordEvent(saved, event);
    expect(saved.length).toBeLessThan(recorded().length);
    expect(foldRun(saved)).toEqual(foldRun(recorded()));
  });
});

describe('pairCitations', () => {
  const check = (n: number, claim: string): Citation => ({ ...citation, n, claim });
  const claims = (answer: string, ...citations: Citation[]) =>
    pairCitations(answer, citations).map((pair) => [pair.n, pair.citation?.claim]);

  it('gives each sentence its own check of a source', () => {
    expect(claims('A [1]. B [2]. C [1].', check(1, 'A.'), check(2, 'B.'), check(1, 'C.'))).toEqual([
      [1, 'A.'],
      [2, 'B.'],
      [1, 'C.'],
    ]);
  });

  it('gives marks of one sentence the one check that they share', () => {
    expect(
      claims('A [1] and B [1, 2]. C [1].', check(1, 'AB'), check(2, 'AB'), check(1, 'C')),
    ).toEqual([
      [1, 'AB'],
      [1, 'AB'],
      [2, 'AB'],
      [1, 'C'],
    ]);
  });

  it('leaves a mark without a check where there is none', () => {
    expect(claims('A [1]. B [3].', check(1, 'A'))).toEqual([
      [1, 'A'],
      [3, undefined],
    ]);
  });
});

const card: ModelCard = {
  id: 'jan-pocket',
  name: 'Jan-Pocket',
  description: '',
  engines: { wllama: { files: [{ url: 'a.gguf', bytes: 3 }], quantisation: 'Q8_0' } },
  tokenizer: { url: 't.json', bytes: 1 },
  contextTokens: 100,
  maxNewTokens: 10,
  toolResultTokens: 10,
  searchResults: 5,
  maxSteps: 4,
  sampling: { temperature: 0, topP: 1, topK: 1, minP: 0 },
};

function setUp() {
  const requests: RunRequest[] = [];
  const dispatched: AgentEvent[] = [];
  const saved: Thread[] = [];
  const generated: string[] = [];
  const frames: (() => void)[] = [];
  const fault: { load?: AppError; list?: AppError } = {};
  let play: (request: RunRequest) => AsyncIterable<AgentEvent> = async function* ({ question }) {
    yield* recorded(question);
  };
  const engine: Engine = {
    id: 'wllama',
    load: (_, { signal }) => {
      signal.throwIfAborted();
      return fault.load ? Promise.reject(fault.load) : Promise.resolve();
    },
    async *generate({ prompt, signal }): AsyncGenerator<GenerateEvent> {
      generated.push(prompt);
      yield { type: 'prefill', done: 1, total: 2 };
      while (prompt === 'endless' && !signal.aborted) await new Promise((go) => setTimeout(go, 1));
      yield { type: 'usage', usage };
    },
    countTokens: (text) => Promise.resolve(text.length),
    unload: () => Promise.resolve(),
  };
  const toolbox: Toolbox = {
    list: () => (fault.list ? Promise.reject(fault.list) : Promise.resolve([])),
    call: () => Promise.resolve({ ok: true, text: '' }),
  };
  const parts: Parts = {
    cards: () => Promise.resolve([card]),
    chooseEngine: () => Promise.resolve({ id: 'wllama', reason: 'no WebGPU' }),
    createEngine: () => Promise.resolve(engine),
    createToolbox: () => Promise.resolve(toolbox),
    health: () => Promise.resolve({ ok: true, search: 'offline' }),
    run: (request) => {
      requests.push(request);
      return play(request);
    },
    promptPrefix: () => Promise.resolve('endless'),
  };
  const model = new ModelState(parts);
  const relay = new RelayState(parts);
  const session = new Session({
    parts,
    model,
    relay,
    sampling: () => ({ seed: 7 }),
    onEvent: (event) => dispatched.push(event),
    save: (thread) => saved.push(structuredClone(thread)),
    onFrame: (work) => frames.push(work),
  });
  return {
    ...{ model, relay, session, requests, dispatched, saved, generated, frames, fault },
    setRun: (run: typeof play) => (play = run),
  };
}

/** Runs until it is aborted, as the agent does. */
async function* untilStopped({ question, signal }: RunRequest): AsyncGenerator<AgentEvent> {
  yield recorded(question)[0]!;
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  yield { type: 'run-stopped', answer: 'The capital', usage: runUsage };
}

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

  it('asks again in place of the last run', async () => {
    await app.session.ask('first');
    await app.session.ask('second');
    await app.session.retry();
    expect(app.session.runs.map((run) => run.question)).toEqual(['first', 'second']);
    expect(app.requests[2]).toMatchObject({ question: 'second' });
    expect(app.requests[2]?.previous).toHaveLength(1);
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

describe('ModelState', () => {
  it('refuses a model or an engine that is not there', async () => {
    const { model } = setUp();
    expect(await model.choose({ model: 'jan-giga' })).toBe(false);
    expect(model.error?.code).toBe('model-missing');
    expect(await model.choose({ engine: 'webllm' })).toBe(false);
    expect(model.error?.code).toBe('bad-input');
    expect(await model.choose({ model: 'jan-pocket', engine: 'wllama' })).toBe(true);
    expect(model.bytes).toBe(3);
  });

  it('can be cancelled while it loads', async () => {
    const { model } = setUp();
    const loading = model.load();
    model.cancel();
    await loading;
    expect(model.phase).toBe('cancelled');
    expect(model.error).toBeUndefined();
  });

  it('stops warming up as soon as a question comes', async () => {
    const { model, session, generated } = setUp();
    await model.load();
    const warming = model.warm([]);
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(model.phase).toBe('warming');
    await session.ask('q');
    await warming;
    expect(generated).toEqual(['endless']);
    expect(session.runs[0]?.status).toBe('finished');
    expect(model.phase).toBe('ready');
  });
});

describe('RelayState', () => {
  it('says what the relay offers', async () => {
    const { relay } = setUp();
    await relay.connect('http://r');
    expect(relay).toMatchObject({ phase: 'ready', address: 'http://r', tools: [] });
    expect(relay.health?.search).toBe('offline');
  });

  it('says why it cannot be reached, and recovers', async () => {
    const { relay, fault } = setUp();
    fault.list = new AppError('relay-unreachable', 'No relay answers at http://r.');
    await relay.connect('http://r');
    expect(relay.phase).toBe('unreachable');
    expect(relay.error?.message).toContain('http://r');
    fault.list = undefined;
    await relay.connect('http://r');
    expect(relay.phase).toBe('ready');
    expect(relay.error).toBeUndefined();
  });

  it('gives the tools that it knew, each of which fails, while it cannot be reached', async () => {
    const { signal } = new AbortController();
    const first = setUp();
    await first.relay.connect('http://known');
    const { relay, fault } = setUp();
    fault.list = new AppError('relay-unreachable', 'No relay answers.');
    await relay.connect('http://known');
    const toolbox = await relay.toolboxNow();
    expect(await toolbox.list({ signal })).toEqual(first.relay.tools);
    expect(await toolbox.call('google_search', {}, { signal })).toMatchObject({ ok: false });
    // One that refuses is another matter: the run says why.
    fault.list = new AppError('relay-refused', 'It wants an access token.');
    await expect((await relay.toolboxNow()).list({ signal })).rejects.toThrow('access token');
    // With the relay back, a run has the real ones again.
    fault.list = undefined;
    expect(await relay.toolboxNow()).not.toBe(toolbox);
    expect(relay.phase).toBe('ready');
  });
});
