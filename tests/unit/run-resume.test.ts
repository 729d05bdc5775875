import { describe, expect, it } from 'vitest';
import type {
  AgentEvent,
  Engine,
  GenerateEvent,
  GenerateRequest,
  ToolResult,
} from '../../src/contracts';
import { historyOf } from '../../src/agent/transcript';
import { foldRun } from '../../src/research/fold';
import {
  call,
  collect,
  ofType,
  pageResult,
  searchResult,
  ScriptedToolbox,
  usage,
} from '../fixtures/agent';

/** Says what comes next after a prompt, whatever was generated before: as a greedy model does. */
class GreedyEngine implements Engine {
  readonly id = 'wllama';
  readonly prompts: string[] = [];
  readonly #says: (question: string, results: number) => string;

  /** @param says its output by the newest question and how many results stand after it. */
  constructor(says: (question: string, results: number) => string) {
    this.#says = says;
  }

  load = () => Promise.resolve();
  unload = () => Promise.resolve();
  countTokens = (text: string) => Promise.resolve(Math.ceil(text.length / 4));

  async *generate({ prompt, signal }: GenerateRequest): AsyncGenerator<GenerateEvent> {
    this.prompts.push(prompt);
    const asked = prompt.slice(
      prompt.search(/<\|im_start\|>user\n(?!<tool_response>)(?![\s\S]*user\n(?!<tool_response>))/),
    );
    const results = asked.split('<tool_response>').length - 1;
    const output = this.#says(asked, results);
    const opening = '<think>\n\n</think>\n\n';
    const written = asked.slice(asked.lastIndexOf(opening) + opening.length);
    expect(output.startsWith(written)).toBe(true);
    yield { type: 'prefill', done: 1, total: 1 };
    for (const text of output.slice(written.length).match(/[\s\S]{1,7}/g) ?? []) {
      await Promise.resolve();
      if (signal.aborted) break;
      yield { type: 'token', text };
    }
    yield usage(signal.aborted ? 'abort' : 'stop');
  }
}

/** Answers by what is asked, and counts. */
class AnsweringToolbox extends ScriptedToolbox {
  override async call(...given: Parameters<ScriptedToolbox['call']>): Promise<ToolResult> {
    await super.call(...given);
    const [name] = given;
    return name === 'scrape'
      ? pageResult('https://a.example/peru', 'Peru', 'The capital of Peru is Lima.')
      : searchResult(['Peru', 'https://a.example/peru', 'Peru is a country.']);
  }
}

const says = [
  call('google_search', { q: 'capital of Peru' }),
  `Not in the results, so I open [1] Peru.\n${call('scrape', { url: 'https://a.example/peru' })}`,
  'The capital of Peru is Lima. [1]',
];
const inOrder = (outputs: string[]) => (_: string, results: number) => outputs[results] ?? '';
const given = () => ({ engine: new GreedyEngine(inOrder(says)), toolbox: new AnsweringToolbox() });
const last = (events: readonly AgentEvent[]) => ofType(events, 'run-finished').at(-1);
const withoutTime = (events: readonly AgentEvent[]) => {
  const end = last(events)!;
  return { answer: end.answer, citations: end.citations, finish: end.finish };
};

describe('a run that goes on', () => {
  it('ends the same wherever it was cut off, and makes no call again whose result it has', async () => {
    const whole = await collect(given());
    expect(withoutTime(whole)).toMatchObject({
      finish: 'answered',
      citations: [{ verified: true }],
    });
    for (let cut = 1; cut < whole.length - 1; cut += 1) {
      const resume = whole.slice(0, cut);
      const { engine, toolbox } = given();
      const rest = await collect({ engine, toolbox, resume });
      expect(rest[0]).toMatchObject({ type: 'run-resumed' });
      const all = [...resume, ...rest];
      expect(withoutTime(all), `cut after ${resume.at(-1)!.type}`).toEqual(withoutTime(whole));
      expect(foldRun(all).sources).toEqual(foldRun(whole).sources);
      expect(foldRun(all).steps.map(({ kind }) => kind)).toEqual(
        foldRun(whole).steps.map(({ kind }) => kind),
      );
      const recorded = ofType(resume, 'tool-finished').length;
      expect(toolbox.calls).toHaveLength(2 - recorded);
      // A follow-up sees the same, and so the KV cache is of the same use.
      expect(historyOf([all])).toEqual(historyOf([whole]));
    }
  });

  it('does so in deep mode too, from the plan to the last section', async () => {
    const plan = '1. What is the capital of Peru?\n2. What is Peru?';
    const answers = ['The capital of Peru is Lima. [1]', 'Peru is a country. [1]'];
    const output = (asked: string, results: number): string => {
      if (asked.includes('sub-questions')) return plan;
      const second = asked.includes('What is Peru?');
      return results > 0
        ? answers[second ? 1 : 0]!
        : call('google_search', { q: second ? 'p' : 'q' });
    };
    const deep = () => ({
      question: 'Tell me of Peru',
      depth: 'deep' as const,
      engine: new GreedyEngine(output),
      toolbox: new AnsweringToolbox(),
    });
    const whole = await collect(deep());
    expect(last(whole)?.answer).toContain('## What is Peru?\n\nPeru is a country. [1]');
    for (let cut = 1; cut < whole.length - 1; cut += 1) {
      const again = deep();
      const resume = whole.slice(0, cut);
      const rest = await collect({ ...again, resume });
      expect(withoutTime(rest), `cut after ${resume.at(-1)!.type}`).toEqual(withoutTime(whole));
      expect(again.toolbox.calls).toHaveLength(2 - ofType(resume, 'tool-finished').length);
    }
  });

  it('goes on in the middle of a sentence', async () => {
    const whole = await collect(given());
    const at = whole.findLastIndex(({ type }) => type === 'token-generated');
    const { engine, toolbox } = given();
    await collect({ engine, toolbox, resume: whole.slice(0, at) });
    expect(engine.prompts).toHaveLength(1);
    expect(engine.prompts[0]).toMatch(/The capital of Peru is [^<]*$/);
  });

  it('goes on after a stop and after a failure, and adds up what was used', async () => {
    const stop = new AbortController();
    const { engine, toolbox } = given();
    const half = await collect({ engine, toolbox, signal: stop.signal }, (event) => {
      if (event.type === 'tool-finished') stop.abort();
    });
    expect(half.at(-1)).toMatchObject({ type: 'run-stopped' });
    const rest = await collect({ engine, toolbox, resume: half });
    expect(toolbox.calls.map(([name]) => name)).toEqual(['google_search', 'scrape']);
    expect(last(rest)?.usage.completionTokens).toBe(30);
    const view = foldRun([...half, ...rest]);
    expect(view).toMatchObject({ status: 'finished', error: undefined });
    expect(view.steps.some((step) => step.kind === 'tool' && step.state === 'failed')).toBe(false);
  });

  it('keeps the memory of its calls', async () => {
    const repeats = [says[0]!, says[0]!, says[2]!];
    const { toolbox } = given();
    const whole = await collect({ engine: new GreedyEngine(inOrder(repeats)), toolbox });
    const at = whole.findIndex(({ type }) => type === 'tool-finished') + 1;
    const again = new AnsweringToolbox();
    const rest = await collect({
      engine: new GreedyEngine(inOrder(repeats)),
      toolbox: again,
      resume: whole.slice(0, at),
    });
    expect(again.calls).toEqual([]);
    expect(ofType(rest, 'tool-finished')[0]?.shown).toMatch(/made before/);
  });
});
