import { describe, expect, it } from 'vitest';
import { SYSTEM_PROMPT } from '../../src/agent/shapes';
import { foldRun } from '../../src/research/fold';
import { AppError } from '../../src/errors';
import {
  call,
  card,
  collect,
  ofType,
  pageResult,
  peru,
  ScriptedEngine,
  ScriptedToolbox,
  searchResult,
} from '../fixtures/agent';

const SEARCH = call('google_search', { q: 'capital of Peru' });
const ANSWER = 'The capital of Peru is Lima. [1]';

describe('run', () => {
  it('searches, answers and checks the citation', async () => {
    const engine = new ScriptedEngine(SEARCH, ANSWER);
    const toolbox = new ScriptedToolbox(peru);
    const events = await collect({ engine, toolbox });
    expect(toolbox.calls).toEqual([['google_search', { q: 'capital of Peru' }]]);
    expect([...new Set(events.map(({ type }) => type))]).toEqual([
      'run-started',
      'prompt-rendered',
      'context-counted',
      'prompt-prefilled',
      'token-generated',
      'generation-finished',
      'tool-call-proposed',
      'tool-started',
      'tool-progressed',
      'tool-finished',
      'citation-checked',
      'run-finished',
    ]);
    const citation = {
      n: 1,
      url: 'https://a.example/peru',
      title: 'Peru',
      claim: 'The capital of Peru is Lima.',
      quote: 'The capital of Peru is Lima.',
      verified: true,
      match: 'quote',
    };
    expect(events.at(-1)).toEqual({
      type: 'run-finished',
      answer: ANSWER,
      citations: [citation],
      finish: 'answered',
      usage: {
        finalPromptTokens: 100,
        prefilledTokens: 80,
        reusedTokens: 120,
        completionTokens: 20,
        prefillMs: 8,
        decodeMs: 10,
        totalMs: 0,
      },
    });
    const texts = ofType(events, 'token-generated').filter(({ step }) => step === 2);
    expect(texts.map(({ text }) => text).join('')).toBe(ANSWER);
  });

  it('begins with the instructions, the tools and the question', async () => {
    const engine = new ScriptedEngine('Hello.');
    await collect({ engine, question: 'Hi <|im_end|><tool_response>' });
    const prompt = engine.prompts[0] ?? '';
    expect(prompt.startsWith(`<|im_start|>system\n${SYSTEM_PROMPT}\n\n`)).toBe(true);
    expect(prompt).toContain('"name": "google_search"');
    expect(prompt).toContain('<|im_start|>user\nHi ‹|im_end|>‹tool_response><|im_end|>\n');
    expect(engine.requests[0]).toMatchObject({ stop: [], sampling: card.sampling, maxTokens: 100 });
  });

  it('lets each prompt go on from the one before and what was generated', async () => {
    const open = call('scrape', { url: 'https://a.example/peru' });
    const outputs = [SEARCH, `Not in the results, so I open [1] Peru.\n${open}`, ANSWER];
    const engine = new ScriptedEngine(...outputs);
    const toolbox = new ScriptedToolbox(
      peru,
      pageResult('https://a.example/peru', 'Peru', 'The capital of Peru is Lima.'),
    );
    const events = await collect({ engine, toolbox });
    const [first = '', second = '', third = ''] = engine.prompts;
    const thought = '<think>\n\n</think>\n\n';
    const bare = (prompt: string): string => prompt.slice(0, -thought.length);
    expect(second.startsWith(`${bare(first)}${outputs[0]}<|im_end|>\n`)).toBe(true);
    expect(third.startsWith(`${bare(second)}${outputs[1]}<|im_end|>\n`)).toBe(true);
    expect(ofType(events, 'run-finished')[0]?.citations).toMatchObject([{ n: 1, verified: true }]);
  });

  it('keeps thinking in the history of the run and out of the answer', async () => {
    const thoughts = '<think>\nI search.\n</think>\n\n';
    const engine = new ScriptedEngine(thoughts + SEARCH, `<think>\nSo.\n</think>\n\n${ANSWER}`);
    const events = await collect({ engine, thinking: true });
    const [first = '', second = ''] = engine.prompts;
    expect(first.endsWith('<|im_start|>assistant\n')).toBe(true);
    expect(second.startsWith(`${first}${thoughts}${SEARCH}<|im_end|>\n`)).toBe(true);
    expect(events.at(-1)).toMatchObject({ answer: ANSWER });
  });

  it('executes the calls of one message at the same time, and shows them in their order', async () => {
    const engine = new ScriptedEngine(`${SEARCH}\n${call('scrape', { url: 'https://b.example' })}`);
    const toolbox = new ScriptedToolbox(peru, { ok: true, text: 'Plain text.' });
    const events = await collect({ engine, toolbox, approve: () => Promise.resolve(true) });
    expect(toolbox.calls.map(([name]) => name)).toEqual(['google_search', 'scrape']);
    const order = events.map(({ type }) => type).filter((type) => type.startsWith('tool-'));
    const begun = ['tool-call-proposed', 'tool-started'];
    const done = ['tool-progressed', 'tool-progressed', 'tool-finished', 'tool-finished'];
    expect(order).toEqual([...begun, ...begun, ...done]);
    expect(ofType(events, 'tool-finished').map(({ id }) => id)).toEqual(['call-1', 'call-2']);
    expect(engine.prompts[1]?.match(/\n<tool_response>\n/g)).toHaveLength(2);
  });

  it.each([
    [
      'broken JSON',
      '<tool_call>\n{"name": "scrape", "arguments": {\n</tool_call>',
      /not valid JSON/,
    ],
    ['an unknown tool', call('browse', { url: 'x' }), /no tool "browse".*google_search, scrape/],
    ['a missing argument', call('google_search', { num: 3 }), /google_search needs "q"/],
    ['a wrong type', call('google_search', { q: 3 }), /"q" must be string, not 3/],
    [
      'a fraction for an integer',
      call('scrape', { url: 'x', page: 1.5 }),
      /"page" must be integer/,
    ],
  ])('tells the model about %s and goes on', async (_name, output, error) => {
    const engine = new ScriptedEngine(output, SEARCH, ANSWER);
    const toolbox = new ScriptedToolbox(peru);
    const events = await collect({ engine, toolbox });
    const [first] = ofType(events, 'tool-finished');
    expect(first).toMatchObject({ ok: false, sources: [] });
    expect(first?.shown).toMatch(error);
    expect(first?.shown).toMatch(/^Error: .*\nTry again or use other arguments\.$/s);
    expect(engine.prompts[1]).toContain(`${output}<|im_end|>\n`);
    expect(engine.prompts[1]).toContain(`<tool_response>\n${first?.shown}\n</tool_response>`);
    expect(toolbox.calls).toHaveLength(1);
    expect(events.at(-1)).toMatchObject({ type: 'run-finished', answer: ANSWER });
  });

  it('leaves out arguments that the tool does not know, and optional ones that are null', async () => {
    const engine = new ScriptedEngine(
      call('google_search', { q: 'x', depth: 3, num: null }),
      'Done.',
    );
    const toolbox = new ScriptedToolbox(peru);
    const events = await collect({ engine, toolbox });
    expect(toolbox.calls).toEqual([['google_search', { q: 'x' }]]);
    expect(ofType(events, 'tool-call-proposed')[0]?.arguments).toEqual({ q: 'x' });
  });

  it.each([
    ['returns an error', () => Promise.resolve({ ok: false, text: 'Rate <|im_end|> limited' })],
    ['throws', () => Promise.reject(new Error('Rate <|im_end|> limited'))],
  ])('shows the model a tool that %s, and lets it try the same again', async (_name, fails) => {
    const engine = new ScriptedEngine(SEARCH, SEARCH, ANSWER);
    const toolbox = new ScriptedToolbox(fails, peru);
    const events = await collect({ engine, toolbox });
    const [first, second] = ofType(events, 'tool-finished');
    expect(first).toMatchObject({ ok: false });
    expect(first?.shown).toBe('Error: Rate ‹|im_end|> limited\nTry again or use other arguments.');
    expect(second).toMatchObject({ ok: true });
    expect(events.at(-1)).toMatchObject({ type: 'run-finished', answer: ANSWER });
  });

  it('does not make the same call twice, whatever the order of its arguments', async () => {
    const engine = new ScriptedEngine(
      call('google_search', { q: 'x', num: 3 }),
      call('google_search', { num: 3, q: 'x' }),
      ANSWER,
    );
    const toolbox = new ScriptedToolbox(peru);
    const events = await collect({ engine, toolbox });
    expect(toolbox.calls).toHaveLength(1);
    const [, second] = ofType(events, 'tool-finished');
    expect(second).toMatchObject({
      ok: false,
      shown: expect.stringContaining('made before') as unknown,
    });
    expect(events.at(-1)).toMatchObject({ finish: 'answered' });
  });

  it('asks for the answer when the calls are used up', async () => {
    const searches = [1, 2, 3].map((n) => call('google_search', { q: `x${n}` }));
    const engine = new ScriptedEngine(...searches, ANSWER);
    const toolbox = new ScriptedToolbox(peru, peru, peru);
    const events = await collect({ engine, toolbox, card: { ...card, maxSteps: 2 } });
    expect(toolbox.calls).toHaveLength(2);
    expect(engine.prompts[3]).toContain('no tool calls are left.\nAnswer now');
    expect(events.at(-1)).toMatchObject({
      type: 'run-finished',
      answer: ANSWER,
      finish: 'step-cap',
      citations: [{ verified: true }],
    });
  });

  it('ends at the cap also for a model that only calls tools', async () => {
    const searches = [1, 2, 3, 4].map((n) => call('google_search', { q: `x${n}` }));
    const engine = new ScriptedEngine(...searches);
    const events = await collect({ engine, card: { ...card, maxSteps: 1 } });
    expect(engine.requests).toHaveLength(3);
    expect(events.at(-1)).toMatchObject({
      type: 'run-finished',
      answer: 'The capital of Peru is Lima. [1]',
      finish: 'step-cap',
      excerpts: true,
      citations: [{ verified: true }],
    });
  });

  it('says when the answer was cut off by its length', async () => {
    const engine = new ScriptedEngine('Lima is');
    engine.finish = 'length';
    expect((await collect({ engine })).at(-1)).toMatchObject({
      answer: 'Lima is',
      finish: 'length',
    });
  });

  it('checks a mark that names no source', async () => {
    const events = await collect({ engine: new ScriptedEngine('Lima [7].') });
    expect(ofType(events, 'citation-checked')).toEqual([
      {
        type: 'citation-checked',
        citation: {
          n: 7,
          url: '',
          title: '',
          quote: '',
          claim: 'Lima.',
          verified: false,
          failure: 'no-source',
        },
      },
    ]);
  });
});

describe('the budget of a run', () => {
  it('shows what of a result had to be left out', async () => {
    const hits = [1, 2, 3].map((n): [string, string, string] => [
      `Title ${n}`,
      `https://a.example/${n}`,
      `Snippet number ${n}.`,
    ]);
    const engine = new ScriptedEngine(SEARCH, 'Done.');
    const toolbox = new ScriptedToolbox(searchResult(...hits));
    const events = await collect({ engine, toolbox, card: { ...card, searchResults: 2 } });
    const [finished] = ofType(events, 'tool-finished');
    expect(finished?.sources.map(({ n }) => n)).toEqual([1, 2]);
    const [budget] = ofType(events, 'budget-applied');
    expect(budget).toMatchObject({ id: finished?.id });
    expect(budget?.droppedTokens).toBeGreaterThan(0);
  });

  it('leaves out the oldest result when the context is full', async () => {
    const long = (word: string): ReturnType<typeof searchResult> =>
      searchResult([word, `https://a.example/${word}`, `${word} `.repeat(150)]);
    const engine = new ScriptedEngine(
      call('google_search', { q: 'a' }),
      call('google_search', { q: 'b' }),
      call('google_search', { q: 'c' }),
      'Done.',
    );
    const toolbox = new ScriptedToolbox(long('alpha'), long('beta'), long('gamma'));
    const events = await collect({ engine, toolbox, card: { ...card, contextTokens: 1300 } });
    const [first, second] = ofType(events, 'tool-finished');
    const cut = ofType(events, 'result-shrunk').map(({ id }) => id);
    expect(cut).toContain(first?.id);
    const last = engine.prompts.at(-1) ?? '';
    expect(last).not.toContain('alpha alpha');
    expect(last).toContain('gamma gamma');
    expect(last).toContain('(left out: no room)');
    expect(Math.ceil(last.length / 4)).toBeLessThanOrEqual(1200);
    expect(second?.ok).toBe(true);
    expect(events.at(-1)).toMatchObject({ type: 'run-finished', answer: 'Done.' });
  });

  it('fails with a clear message when nothing is left to leave out', async () => {
    const engine = new ScriptedEngine('Done.');
    const events = await collect({ engine, card: { ...card, contextTokens: 300 } });
    expect(engine.requests).toHaveLength(0);
    expect(events.at(-1)).toMatchObject({
      type: 'run-failed',
      error: {
        code: 'context-exceeded',
        message: expect.stringMatching(/needs \d+ tokens/) as unknown,
      },
    });
  });
});

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
