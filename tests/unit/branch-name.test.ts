import { expect, it } from 'vitest';
import { branchName } from '../../src/research/branch-name';
import type { Thread, ThreadHead } from '../../src/research/thread-store';

const branch = (at: number, ...questions: string[]): Thread => ({
  ...{ id: 'b', at: 1, changed: 2, from: { id: 'a', at } },
  runs: questions.map((question) => ({ question, events: [] })),
});
const head = (id: string, question: string, title?: string): ThreadHead => ({
  ...{ id, at: 1, changed: 1, question, ...(title ? { title } : {}) },
});
const old = head('a', 'First?');

it.each<[name: string, thread: Thread, others: ThreadHead[], expected: string | undefined]>([
  ['the question that differs', branch(1, 'First?', 'And\n then? '), [old], 'And then?'],
  ['nothing, where that is the first', branch(0, 'Other?'), [old], undefined],
  ['a number, where it is the same', branch(0, 'First?'), [old], 'First? (2)'],
  ['the next number', branch(0, 'First?'), [old, head('c', 'First?', 'First? (2)')], 'First? (3)'],
  ['a name of its own', branch(0, 'First?'), [{ ...old, title: 'Mine' }], undefined],
  ['not against itself', branch(0, 'First?'), [head('b', 'First?')], undefined],
  ['nothing yet, before it is asked', branch(1, 'First?'), [old], undefined],
  ['nothing any more, after that', branch(1, 'First?', 'Then?', 'More?'), [old], undefined],
  ['no more than a name holds', branch(1, 'First?', 'x'.repeat(300)), [], 'x'.repeat(200)],
])('a branch is called by %s', (_name, thread, others, expected) => {
  expect(branchName(thread, others)).toBe(expected);
});

it('what is no branch has no such name', () => {
  const thread = branch(0, 'First?');
  delete thread.from;
  expect(branchName(thread, [old])).toBeUndefined();
  const broken = { ...thread, from: 'x' } as unknown as Thread;
  expect(branchName(broken, [old])).toBeUndefined();
});
