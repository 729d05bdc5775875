import { describe, expect, it } from 'vitest';
import { limitsOf } from '../../src/agent/limits';
import { excerpts } from '../../src/agent/excerpts';
import { parsePlan, reportOf } from '../../src/agent/report';
import { NOT_FOUND, PLAN_REQUEST } from '../../src/agent/shapes';
import { historyOf } from '../../src/agent/transcript';
import { foldRun } from '../../src/research/fold';
import {
  call,
  card,
  collect,
  ofType,
  peru,
  ScriptedEngine,
  ScriptedToolbox,
  searchResult,
} from '../fixtures/agent';

const search = (q: string): string => call('google_search', { q });
const chile = searchResult([
  'Chile',
  'https://a.example/chile',
  'The capital of Chile is Santiago.',
]);
const PLAN = '1. What is the capital of Peru?\n2. What is the capital of Chile?';
const QUESTION = 'Compare the capitals of Peru and Chile';

describe('a deep run', () => {
  const outputs = [
    PLAN,
    search('capital of Peru'),
    'The capital of Peru is Lima. [1]',
    search('capital of Chile'),
    'The capital of Chile is Santiago. [2]',
  ];
  const deep = { question: QUESTION, depth: 'deep' as const };

  it('plans, looks each sub-question up, and reports', async () => {
    const engine = new ScriptedEngine(...outputs);
    const events = await collect({ ...deep, engine, toolbox: new ScriptedToolbox(peru, chile) });
    expect(engine.prompts[0]).toContain(`user\n${QUESTION}\n\n${PLAN_REQUEST}<|im_end|>`);
    // Each section begins where the thread ended: the plan and other sections are not read again.
    expect(engine.prompts[3]).not.toContain('Lima');
    expect(engine.prompts[3]).toContain('user\nWhat is the capital of Chile?<|im_end|>');
    expect(events.at(-1)).toMatchObject({
      type: 'run-finished',
      finish: 'answered',
      answer:
        '## What is the capital of Peru?\n\nThe capital of Peru is Lima. [1]\n\n' +
        '## What is the capital of Chile?\n\nThe capital of Chile is Santiago. [2]',
      citations: [
        { n: 1, verified: true },
        { n: 2, verified: true },
      ],
    });
    const view = foldRun(events);
    expect(view.plan).toEqual({
      questions: PLAN.replaceAll(/\d\. /g, '').split('\n'),
      accepted: true,
    });
    expect(view.steps.filter(({ kind }) => kind === 'section')).toHaveLength(2);
    // A follow-up sees the question and the report.
    expect(historyOf([events]).messages.map(({ role }) => role)).toEqual(['user', 'assistant']);
  });

  it('lets a person change the plan', async () => {
    const engine = new ScriptedEngine(PLAN, search('x'), 'The capital of Peru is Lima. [1]');
    const events = await collect({
      ...deep,
      engine,
      confirmPlan: (questions) => Promise.resolve([questions[0]!, '  ']),
    });
    expect(ofType(events, 'section-started')).toHaveLength(1);
    expect(events.at(-1)).toMatchObject({ answer: 'The capital of Peru is Lima. [1]' });
  });

  it.each([
    ['words without a list', 'I would search.'],
    ['a call', search('capital')],
    ['nothing', ''],
  ])('takes the question itself where the plan is %s', async (_name, plan) => {
    const engine = new ScriptedEngine(plan, search('x'), 'The capital of Peru is Lima. [1]');
    const events = await collect({ ...deep, engine });
    expect(ofType(events, 'plan-accepted')).toEqual([
      { type: 'plan-accepted', questions: [QUESTION] },
    ]);
    expect(events.at(-1)).toMatchObject({ answer: 'The capital of Peru is Lima. [1]' });
  });

  it('reports what it has when it is stopped', async () => {
    const stop = new AbortController();
    const engine = new ScriptedEngine(...outputs);
    const toolbox = new ScriptedToolbox(peru, chile);
    const events = await collect({ ...deep, engine, toolbox, signal: stop.signal }, (event) => {
      if (event.type === 'section-finished') stop.abort();
    });
    expect(events.at(-1)).toMatchObject({
      type: 'run-stopped',
      answer:
        '## What is the capital of Peru?\n\nThe capital of Peru is Lima. [1]\n\n' +
        '## Open questions\n\n- What is the capital of Chile?',
    });
    const rest = await collect({
      ...deep,
      engine: new ScriptedEngine(...outputs.slice(3)),
      toolbox: new ScriptedToolbox(chile),
      resume: events,
    });
    expect(ofType([...events, ...rest], 'section-started')).toHaveLength(2);
    expect(rest.at(-1)).toMatchObject({
      answer: expect.stringContaining('Santiago. [2]') as unknown,
    });
  });
});

describe('parsePlan', () => {
  it.each([
    ['1. What is A?\n2. What is B?', ['What is A?', 'What is B?']],
    ['Here is my plan:\n- What is A?\n* What is B?\n', ['What is A?', 'What is B?']],
    ['1) What is A?\n2) What is A?', ['What is A?']],
    ['What is A?', ['Q']],
    ['1. \n2. x', ['Q']],
    [`1. ${'long '.repeat(100)}`, ['Q']],
    [Array.from({ length: 20 }, (_, at) => `${at}. Number ${at}?`).join('\n'), 8],
  ])('reads %j', (text, wanted) => {
    const plan = parsePlan(text, 'Q');
    if (typeof wanted === 'number') expect(plan).toHaveLength(wanted);
    else expect(plan).toEqual(wanted);
  });
});

describe('reportOf', () => {
  it('lists what stayed open', () => {
    const sections = [
      { question: 'A?', answer: 'It is a. [1]' },
      { question: 'B?', answer: NOT_FOUND },
      { question: 'D?', answer: `The area of D? ${NOT_FOUND}` },
    ];
    expect(reportOf(['A?', 'B?', 'D?', 'C?'], sections)).toBe(
      '## A?\n\nIt is a. [1]\n\n## Open questions\n\n- B?\n- D?\n- C?',
    );
    expect(reportOf(['A?'], sections)).toBe('It is a. [1]');
    expect(reportOf(['A?'], [])).toBe('');
  });
});

describe('a run that has to answer', () => {
  it('answers at once when a person asks for it during a call', async () => {
    const hurry = new AbortController();
    const engine = new ScriptedEngine(search('a'), search('b'), 'The capital of Peru is Lima. [1]');
    const toolbox = new ScriptedToolbox(peru, () => new Promise(() => undefined));
    const events = await collect({ engine, toolbox, hurry: hurry.signal }, (event) => {
      if (event.type === 'tool-progressed' && event.id === 'call-2') hurry.abort();
    });
    expect(ofType(events, 'answer-demanded')).toEqual([
      { type: 'answer-demanded', reason: 'asked' },
    ]);
    expect(engine.prompts[2]).toContain('Answer now from what you have read.');
    expect(events.at(-1)).toMatchObject({ finish: 'asked', citations: [{ verified: true }] });
  });

  it('breaks a call off that is being written, and lets an answer end', async () => {
    const hurry = new AbortController();
    const engine = new ScriptedEngine(search('a'), search('b'), 'The capital of Peru is Lima. [1]');
    const events = await collect({ engine, hurry: hurry.signal }, (event) => {
      if (event.type === 'token-generated' && event.step === 2) hurry.abort();
    });
    expect(ofType(events, 'tool-call-proposed')).toHaveLength(1);
    expect(events.at(-1)).toMatchObject({
      finish: 'asked',
      answer: 'The capital of Peru is Lima. [1]',
    });

    const late = new AbortController();
    const answering = new ScriptedEngine(search('a'), 'The capital of Peru is Lima. [1]');
    const others = await collect({ engine: answering, hurry: late.signal }, (event) => {
      if (event.type === 'token-generated' && event.step === 2) late.abort();
    });
    expect(others.at(-1)).toMatchObject({ finish: 'answered' });
  });

  it('answers with what was read where the model goes on calling', async () => {
    const hurry = new AbortController();
    const engine = new ScriptedEngine(search('a'), search('b'), search('c'));
    const events = await collect({ engine, hurry: hurry.signal }, (event) => {
      if (event.type === 'tool-finished') hurry.abort();
    });
    expect(events.at(-1)).toMatchObject({
      finish: 'asked',
      excerpts: true,
      answer: 'The capital of Peru is Lima. [1]',
      citations: [{ verified: true }],
    });
  });

  it('is told so when its calls bring nothing new any more', async () => {
    const outputs = [1, 2, 3, 4].map((n) => search(`capital ${n}`));
    const engine = new ScriptedEngine(...outputs, 'The capital of Peru is Lima. [1]');
    const toolbox = new ScriptedToolbox(peru, peru, peru, peru);
    const events = await collect({ engine, toolbox, card: { ...card, maxSteps: 9 } });
    expect(toolbox.calls).toHaveLength(4);
    expect(events.at(-1)).toMatchObject({ finish: 'stalled' });
  });

  it.each([
    ['time', { now: ticking(400_000) }],
    ['tokens', { card: { ...card, maxNewTokens: 0.5, maxSteps: 9 } }],
  ] as const)('ends when its %s is used up', async (reason, given) => {
    const outputs = [1, 2, 3].map((n) => search(`capital ${n}`));
    const engine = new ScriptedEngine(...outputs, 'Lima. [1]');
    const events = await collect({ engine, ...given });
    expect(ofType(events, 'answer-demanded')[0]).toMatchObject({ reason });
    expect(events.at(-1)).toMatchObject({ type: 'run-finished', finish: reason });
  });

  it('is quicker where a quick answer is wanted', () => {
    const [quick, standard] = [limitsOf('quick', card), limitsOf('standard', card)];
    for (const key of ['calls', 'seconds', 'tokens'] as const)
      expect(quick[key]).toBeLessThan(standard[key]);
  });
});

describe('a call that was made before', () => {
  it('is answered from memory where its result had to make room', async () => {
    const long = (word: string) =>
      searchResult([word, `https://a.example/${word}`, `${word} `.repeat(150)]);
    const engine = new ScriptedEngine(
      search('alpha'),
      search('beta'),
      search('gamma'),
      search('alpha'),
      'Done.',
    );
    const toolbox = new ScriptedToolbox(long('alpha'), long('beta'), long('gamma'));
    const events = await collect({
      engine,
      toolbox,
      card: { ...card, contextTokens: 1300, maxSteps: 9 },
    });
    expect(toolbox.calls).toHaveLength(3);
    const [first, , , again] = ofType(events, 'tool-finished');
    expect(again).toMatchObject({ ok: true, shown: first!.shown });
  });
});

describe('excerpts', () => {
  it('quotes what shares most words with the question, and nothing where nothing does', () => {
    const sources = [
      { n: 3, url: 'u', title: 't', passages: ['Peru is large. The capital of Peru is Lima.'] },
    ];
    expect(excerpts('What is the capital of Peru?', sources, 1)).toBe(
      'The capital of Peru is Lima. [3]',
    );
    expect(excerpts('Who wrote Hamlet?', sources)).toBe('');
  });
});

/** A clock that goes on by so much at each look. */
function ticking(ms: number): () => number {
  let time = 0;
  return () => (time += ms);
}
