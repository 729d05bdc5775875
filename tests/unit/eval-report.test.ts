import { describe, expect, it } from 'vitest';
import type { AgentEvent } from '../../src/contracts';
import { NOT_FOUND } from '../../src/agent/shapes';
import { judge, percent, report } from '../../tools/eval-report';
import { changePages, readSet, SETS, type SetName, type SetQuestion } from '../../tools/eval-sets';
import type { Outcome } from '../../src/evaluate/outcome';
import { outcomeWith } from '../fixtures/outcome';

const question: SetQuestion = {
  set: 'one-hop',
  question: 'What is the capital of Peru?',
  expected: 'Lima',
  entity: 'Peru',
  attribute: 'countries/capital',
  url: 'corpus://countries/peru',
  kind: 'trained form',
};
const snippet = 'Found 1\n[1] Peru\ncorpus://countries/peru\nThe capital of Peru is Lima. [1]';
const page =
  'Page\n[1] Peru\ncorpus://countries/peru\nPart 1 of 1\nThe capital of Peru is Lima. [1]';

function call(name: string, shown: string): AgentEvent[] {
  return [
    { type: 'tool-call-proposed', step: 1, id: name, name, arguments: {} },
    { type: 'tool-finished', id: name, ok: true, shown, sources: [], ms: 1 },
  ];
}

function outcome(answer: string, verified: boolean[] = [], calls = 1): Outcome {
  return outcomeWith({
    question: question.question,
    answer,
    citations: verified.map((one) => ({
      n: 1,
      claim: '',
      url: '',
      title: '',
      quote: '',
      verified: one,
    })),
    toolCalls: Array.from({ length: calls }, () => ({ name: '', arguments: {}, ok: true })),
  });
}

describe('judge', () => {
  it.each<[string, Partial<SetQuestion>, Outcome, boolean]>([
    ['right and verified', {}, outcome('It is Lima [1].', [true]), true],
    ['right without a citation', {}, outcome('It is Lima.'), false],
    ['right, one citation refused', {}, outcome('It is Lima [1].', [true, false]), false],
    ['wrong', {}, outcome('It is Cusco [1].', [true]), false],
    ['not found, and so it is', { set: 'unanswerable', expected: [] }, outcome(NOT_FOUND), true],
    [
      'an answer to nothing',
      { set: 'unanswerable', expected: [] },
      outcome('Lima [1]', [true]),
      false,
    ],
    ['talk', { set: 'talk', expected: [] }, outcome('Hello!', [], 0), true],
    ['talk that searches', { set: 'talk', expected: [] }, outcome('Hello!', [], 1), false],
    ['a swapped fact', { set: 'swapped', expected: 'Cusco' }, outcome('It is Cusco [1].'), true],
    ['a fact remembered', { set: 'swapped', expected: 'Cusco' }, outcome('It is Lima [1].'), false],
    ['a removed fact', { set: 'removed', before: 'Lima', expected: [] }, outcome(NOT_FOUND), true],
    [
      'a removed fact said',
      { set: 'removed', before: 'Lima', expected: [] },
      outcome('Lima'),
      false,
    ],
  ])('%s', (_, set, answer, passed) => {
    expect(judge({ ...question, ...set }, answer, []).passed).toBe(passed);
  });

  it('sees whether the page with the answer is cited, right answer or not', () => {
    const of = (cited: string, attributed?: true) => {
      const answer = outcome('Cusco [1].', [true]);
      answer.citations = answer.citations.map((one) => ({
        ...one,
        url: cited,
        ...(attributed && { attributed }),
      }));
      return judge(question, answer, []).sourced;
    };
    expect(of(question.url)).toBe(true);
    expect(of('corpus://countries/chile')).toBe(false);
    expect(of(question.url, true)).toBe(false);
  });

  it('sees where the value stood, and whether the page was found', () => {
    const of = (events: AgentEvent[]) => judge(question, outcome('Lima'), events);
    expect(of(call('google_search', snippet))).toMatchObject({ place: 'snippet', found: true });
    const opened = [
      ...call('google_search', snippet.replace('Lima', '…')),
      ...call('scrape', page),
    ];
    expect(of(opened)).toMatchObject({ place: 'page', found: true });
    expect(of(call('google_search', 'Found nothing.'))).toMatchObject({
      place: 'not shown',
      found: false,
    });
  });
});

describe('report', () => {
  const good = judge(question, outcome('Lima [1].', [true]), call('google_search', snippet));
  const bad = judge(question, outcome('Cusco.'), call('google_search', snippet));
  const text = report([good, bad], '2026-11-24');

  it('counts by set, form and place, and lists what failed', () => {
    expect(text).toContain('| one-hop | 2 | 50 % | 100 % | 50 % | 50 % | 0 % |');
    expect(text).toContain('| one-hop, trained form | 2 | 50 %');
    expect(text).toContain('| one-hop, snippet | 2 | 50 %');
    expect(text).toContain('| 2.5 | 900 | 100 | 40 |');
    expect(text).toContain('## Failures (1)');
    expect(text).toContain('result: Found 1');
  });

  it('has no share of nothing', () => {
    expect(percent(0, 0)).toBe('–');
  });
});

describe('sets', () => {
  it.each(SETS.filter((set): set is Exclude<SetName, 'swapped' | 'removed'> => !/ed$/.test(set)))(
    '%s: questions in one form',
    (set) => {
      const questions = readSet(set);
      expect(questions.length).toBeGreaterThanOrEqual(50);
      for (const one of questions) {
        expect(one).toMatchObject({ set, question: expect.stringMatching(/\S/) as string });
        const answerable = set !== 'unanswerable' && set !== 'talk';
        expect([one.expected].flat().length > 0, one.question).toBe(answerable);
      }
    },
  );
});

describe('changed pages', () => {
  const pages = ['Peru', 'Chile'].map((title) => ({
    url: `corpus://countries/${title.toLowerCase()}`,
    title,
    subject: 'countries',
    asOf: '2020',
    source: 'test',
    sections: [
      {
        heading: 'Overview',
        text: `The capital of ${title} is ${title === 'Peru' ? 'Lima' : 'Santiago'}. It is large.`,
      },
    ],
  }));
  const other = { ...question, expected: 'Santiago', url: 'corpus://countries/chile' };

  it('give the value of another entity', () => {
    const changed = changePages(pages, [question, other], 'swapped');
    expect(changed.pages[0]?.sections[0]?.text).toBe(
      'The capital of Peru is Santiago. It is large.',
    );
    expect(changed.questions[0]).toMatchObject({ expected: 'Santiago', before: 'Lima' });
    expect(pages[0]?.sections[0]?.text).toContain('Lima');
  });

  it('leave the sentence out', () => {
    const changed = changePages(pages, [question], 'removed');
    expect(changed.pages[0]?.sections[0]?.text).toBe('It is large.');
    expect(changed.questions[0]).toMatchObject({ expected: [], before: 'Lima' });
  });
});
