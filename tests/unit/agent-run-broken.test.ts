import { describe, expect, it } from 'vitest';
import { foldRun } from '../../src/research/fold';
import { AppError } from '../../src/errors';
import { call, collect, ofType, ScriptedEngine, ScriptedToolbox } from '../fixtures/agent';

const SEARCH = call('google_search', { q: 'capital of Peru' });
const ANSWER = 'The capital of Peru is Lima. [1]';

describe('a run that breaks off', () => {
  it.each([
    ['a plain error', new Error('boom'), 'engine-crashed'],
    ['its own error', new AppError('out-of-memory', 'Too big.'), 'out-of-memory'],
    ['an abort that nobody asked for', new AppError('aborted', 'Unloaded.'), 'aborted'],
  ])('fails when the engine throws %s', async (_name, error, code) => {
    const engine = new ScriptedEngine(async function* () {
      yield { type: 'token', text: 'Li' };
      await Promise.resolve();
      throw error;
    });
    const events = await collect({ engine });
    expect(events.at(-1)).toMatchObject({ type: 'run-failed', error: { code } });
  });

  it('fails when the engine ends without a word', async () => {
    const engine = new ScriptedEngine(async function* () {
      yield* await Promise.resolve([]);
    });
    const events = await collect({ engine });
    expect(events.at(-1)).toMatchObject({ type: 'run-failed', error: { code: 'engine-crashed' } });
  });

  it('fails when the relay is down, after it said what was asked', async () => {
    const toolbox = new ScriptedToolbox();
    toolbox.list = () => Promise.reject(new AppError('relay-unreachable', 'No relay.'));
    const events = await collect({ engine: new ScriptedEngine(), toolbox });
    expect(events.map(({ type }) => type)).toEqual(['run-started', 'run-failed']);
    expect(events[0]).toMatchObject({ question: 'What is the capital of Peru?', tools: [] });
    expect(events[1]).toMatchObject({ error: { code: 'relay-unreachable', message: 'No relay.' } });
  });

  it('stops before it begins', async () => {
    const engine = new ScriptedEngine('Hello.');
    const events = await collect({ engine, signal: AbortSignal.abort() });
    expect(events.map(({ type }) => type)).toEqual(['run-started', 'run-stopped']);
    expect(engine.requests).toHaveLength(0);
  });

  it('stops while tools are listed, by a server that never answers', async () => {
    const stop = new AbortController();
    const toolbox = new ScriptedToolbox();
    toolbox.list = () => {
      queueMicrotask(() => stop.abort());
      return new Promise(() => undefined);
    };
    const events = await collect({ engine: new ScriptedEngine(), toolbox, signal: stop.signal });
    expect(events.at(-1)).toMatchObject({ type: 'run-stopped', answer: '' });
  });

  it('stops while an answer is generated, and keeps what there is', async () => {
    const stop = new AbortController();
    const engine = new ScriptedEngine('The capital of Peru is Lima.');
    const events = await collect({ engine, signal: stop.signal }, (event) => {
      if (event.type === 'token-generated' && event.text === 'pit') stop.abort();
    });
    expect(events.at(-2)).toMatchObject({
      type: 'generation-finished',
      usage: { finish: 'abort' },
    });
    expect(events.at(-1)).toMatchObject({
      type: 'run-stopped',
      answer: expect.stringMatching(/^The capit.{0,3}$/) as unknown,
      usage: { completionTokens: 10 },
    });
  });

  it('checks what it had answered when it was stopped, and checks it anew when it goes on', async () => {
    const stop = new AbortController();
    const answer = 'The capital of Peru is Lima. [1] It has ten million people. [1]';
    const engine = new ScriptedEngine(SEARCH, answer);
    let said = '';
    const events = await collect({ engine, signal: stop.signal }, (event) => {
      if (event.type === 'token-generated' && (said += event.text).includes('It has')) stop.abort();
    });
    expect(ofType(events, 'citation-checked').map(({ citation }) => citation)).toMatchObject([
      { n: 1, claim: 'The capital of Peru is Lima.', verified: true },
    ]);
    expect(foldRun(events)).toMatchObject({ status: 'stopped', citations: [{ verified: true }] });
    const resumed = foldRun([...events, { type: 'run-resumed', at: 1 }]);
    expect(resumed).toMatchObject({ status: 'running', citations: [] });
  });

  it('notes what a search cost, where the service tells it', async () => {
    const results = [
      { organic: [], credits: 2 },
      { organic: [], credits: 'many' },
    ];
    const toolbox = new ScriptedToolbox(
      ...results.map((structured) => ({ ok: true, text: JSON.stringify(structured), structured })),
    );
    const again = call('google_search', { q: 'Lima' });
    const events = await collect({ engine: new ScriptedEngine(SEARCH, again, ANSWER), toolbox });
    expect(ofType(events, 'tool-finished').map(({ credits }) => credits)).toEqual([2, undefined]);
  });

  it('stops during prefill', async () => {
    const stop = new AbortController();
    const events = await collect(
      { engine: new ScriptedEngine('Hi'), signal: stop.signal },
      (event) => {
        if (event.type === 'prompt-prefilled') stop.abort();
      },
    );
    expect(ofType(events, 'token-generated')).toEqual([]);
    expect(events.at(-1)).toMatchObject({ type: 'run-stopped', answer: '' });
  });

  it('stops when the engine throws on an abort', async () => {
    const stop = new AbortController();
    const engine = new ScriptedEngine(async function* () {
      yield { type: 'token', text: 'Lima' };
      await Promise.resolve();
      stop.abort();
      throw new DOMException('gone', 'AbortError');
    });
    const events = await collect({ engine, signal: stop.signal });
    expect(events.at(-1)).toMatchObject({ type: 'run-stopped', answer: 'Lima' });
  });

  it.each([
    ['waits for the signal', (signal: AbortSignal) => rejectOnAbort(signal)],
    ['never answers', () => new Promise<never>(() => undefined)],
  ])('stops during a tool that %s', async (_name, answer) => {
    const stop = new AbortController();
    const engine = new ScriptedEngine(`I look.\n${SEARCH}`, ANSWER);
    const toolbox = new ScriptedToolbox(answer);
    const events = await collect({ engine, toolbox, signal: stop.signal }, (event) => {
      if (event.type === 'tool-progressed') stop.abort();
    });
    expect(ofType(events, 'tool-finished')).toEqual([]);
    expect(events.at(-1)).toMatchObject({ type: 'run-stopped', answer: '' });
    expect(engine.requests).toHaveLength(1);
  });

  it('stops between steps', async () => {
    const stop = new AbortController();
    const engine = new ScriptedEngine(SEARCH, ANSWER);
    const events = await collect({ engine, signal: stop.signal }, (event) => {
      if (event.type === 'tool-finished') stop.abort();
    });
    expect(engine.requests).toHaveLength(1);
    expect(events.at(-1)).toMatchObject({ type: 'run-stopped' });
  });
});

function rejectOnAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new DOMException('Stopped', 'AbortError')));
  });
}
