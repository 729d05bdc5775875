import { describe, expect, it } from 'vitest';
import { NOT_FOUND } from '../../src/agent/claims';
import { foldRun } from '../../src/research/fold';
import { planStates } from '../../src/research/plan-states';
import type { AgentEvent } from '../../src/contracts';
import { runUsage } from '../fixtures/run-events';

const questions = ['one?', 'two?', 'three?'];
const begun: AgentEvent[] = [
  {
    type: 'run-started',
    question: 'q',
    model: 'm',
    engine: 'wllama',
    tools: [],
    depth: 'deep',
    at: 1,
  },
  { type: 'plan-proposed', questions },
  { type: 'plan-accepted', questions },
];
const section = (index: number, answer: string): AgentEvent[] => [
  { type: 'section-started', index, question: questions[index]! },
  { type: 'section-finished', index, answer },
];
const stopped: AgentEvent = { type: 'run-stopped', answer: '', usage: runUsage };

describe('the sub-questions of a plan', () => {
  it.each<[string, AgentEvent[], string[]]>([
    ['begin with the first', begun, ['current', 'waiting', 'waiting']],
    [
      'are done or stay open',
      [...begun, ...section(0, 'It is. [1]'), ...section(1, `It? ${NOT_FOUND}`)],
      ['done', 'open', 'current'],
    ],
    [
      'wait for ever where the run was stopped',
      [...begun, ...section(0, ''), stopped],
      ['open', 'waiting', 'waiting'],
    ],
  ])('%s', (_, events, states) => {
    expect(planStates(foldRun(events))).toEqual(states);
  });

  it('are none without a plan', () => {
    expect(planStates(foldRun(begun.slice(0, 1)))).toEqual([]);
  });
});
