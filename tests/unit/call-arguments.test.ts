import { describe, expect, it } from 'vitest';
import type { Source } from '../../src/contracts';
import type { ToolStep } from '../../src/research/fold';
import { argumentLines, stepArguments } from '../../src/ui/call-arguments';

const url = 'https://a.example/peru?q=1';
const source: Source = { n: 1, url, title: 'Peru', passages: [] };

function step(args: Record<string, unknown>, more: Partial<ToolStep> = {}): ToolStep {
  return {
    kind: 'tool',
    id: 'call-1',
    name: 'find_docs',
    arguments: args,
    state: 'done',
    shown: '',
    sources: [],
    ms: 1,
    droppedTokens: 0,
    ...more,
  };
}

describe('what a tool is called with', () => {
  it('is one line for each argument, as text', () => {
    const args = {
      to: 'a <b>\n c',
      many: 3,
      deep: { list: [1, null] },
      no: false,
      gone: undefined,
    };
    expect(argumentLines(args)).toEqual([
      { name: 'to', text: 'a <b>\n c' },
      { name: 'many', text: '3' },
      { name: 'deep', text: '{"list":[1,null]}' },
      { name: 'no', text: 'false' },
      { name: 'gone', text: 'undefined' },
    ]);
  });

  it('leaves out what is said elsewhere, and nothing that is like it', () => {
    expect(argumentLines({ url, note: `see ${url}` }, [url])).toEqual([
      { name: 'note', text: `see ${url}` },
    ]);
  });
});

describe('the arguments of a step', () => {
  const names = (one: ToolStep, known: Source[] = []) =>
    stepArguments(one, known).map(({ name }) => name);

  it('are all told of a tool that has only its name on the line', () =>
    expect(names(step({ words: 'Peru', limit: 2 }))).toEqual(['words', 'limit']));
  it('are not told twice of a search', () => {
    expect(names(step({ q: 'Peru' }))).toEqual([]);
    expect(names(step({ query: 'Peru', limit: 2 }))).toEqual(['limit']);
  });
  it('are not told twice of a page, and its whole address where nothing else has it', () => {
    expect(names(step({ url }, { sources: [source] }))).toEqual([]);
    expect(names(step({ url }, { state: 'failed' }), [source])).toEqual(['url']);
    expect(names(step({ url, find: 'Lima' }))).toEqual(['url', 'find']);
  });
});
