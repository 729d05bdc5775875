import { describe, expect, it } from 'vitest';
import type { AgentEvent, Citation, Source } from '../../src/contracts';
import { answerToMarkdown } from '../../src/research/export';
import { foldRun } from '../../src/research/fold';
import { citedSources, isReport, leftOut } from '../../src/research/run-sources';
import { peru, recorded, runUsage, upTo } from '../fixtures/run-events';

const chile: Source = {
  n: 2,
  url: 'corpus://countries/chile',
  title: 'Chile | a country',
  passages: ['The capital of Chile is Santiago.'],
};
const cite = ({ n, url, title }: Source, claim: string, verified = true): Citation => ({
  n,
  url,
  title,
  claim,
  quote: verified ? claim : '',
  verified,
});

/** A report of two sections. */
function report(): AgentEvent[] {
  const lima = 'The capital of Peru is Lima.';
  const two = 'The capital of Chile is Santiago.';
  const citations = [cite(peru, lima), cite(peru, two, false), cite(chile, two)];
  const questions = ['Capital of Peru?', 'Capital of Chile?'];
  const answers = [`${lima} [1]`, `${two} [1] [2]`];
  const finished = { type: 'tool-finished', ok: true, shown: '', ms: 1 } as const;
  return [
    {
      type: 'run-started',
      question: 'Capitals?',
      model: 'm',
      engine: 'wllama',
      tools: [],
      depth: 'deep',
      at: 1,
    },
    { type: 'plan-accepted', questions },
    { type: 'section-started', index: 0, question: questions[0]! },
    { type: 'tool-call-proposed', step: 1, id: 'a', name: 'google_search', arguments: { q: 'x' } },
    { ...finished, id: 'a', sources: [peru, chile] },
    { type: 'section-finished', index: 0, answer: answers[0]! },
    { type: 'section-started', index: 1, question: questions[1]! },
    { type: 'section-finished', index: 1, answer: answers[1]! },
    {
      type: 'run-finished',
      answer: answers.join('\n\n'),
      citations,
      usage: runUsage,
      finish: 'answered',
    },
  ];
}

describe('the sources of a report', () => {
  it('say in which sections they are cited and what was found', () => {
    const run = foldRun(report());
    expect(isReport(run)).toBe(true);
    expect(citedSources(run)).toEqual([
      { n: 1, source: peru, sections: [1, 2], found: 1, total: 2 },
      { n: 2, source: chile, sections: [2], found: 1, total: 1 },
    ]);
  });

  it('stand in a table of the exported answer', () => {
    expect(answerToMarkdown(foldRun(report()))).toContain(
      '\n\n## Sources\n\n' +
        '| No. | Source | Cited in section | Checks that found the words |\n' +
        '| --- | --- | --- | --- |\n' +
        '| 1 | Peru | 1, 2 | 1 of 2 |\n' +
        '| 2 | Chile \\| a country | 2 | 1 of 1 |\n',
    );
  });

  it('have no sections in any other answer, and no table', () => {
    const run = foldRun(recorded());
    expect(isReport(run)).toBe(false);
    expect(citedSources(run)).toEqual([{ n: 1, source: peru, sections: [], found: 1, total: 1 }]);
    expect(answerToMarkdown(run)).not.toContain('## Sources');
  });
});

describe('what was left out', () => {
  const page = (id: string, source: Source, dropped: number): AgentEvent[] => [
    { type: 'tool-call-proposed', step: 9, id, name: 'scrape', arguments: { url: source.url } },
    { type: 'tool-finished', id, ok: true, shown: '…', sources: [source], ms: 1 },
    { type: 'budget-applied', id, keptTokens: 10, droppedTokens: dropped },
  ];

  it('is nothing where all fitted, or where a search had more results than are shown', () => {
    const run = foldRun(upTo('run-finished'));
    expect(run.steps.some((step) => step.kind === 'tool' && step.droppedTokens > 0)).toBe(true);
    expect(leftOut(run)).toEqual([]);
  });

  it('names each page once, with the tokens of all its parts', () => {
    const run = foldRun([...recorded(), ...page('p', chile, 30), ...page('q', chile, 12)]);
    expect(leftOut(run)).toEqual([{ source: chile, tokens: 42, page: true }]);
  });

  it('names the sources of a search that made room later', () => {
    const shrunk: AgentEvent = {
      type: 'result-shrunk',
      index: 2,
      id: 'a',
      shown: '',
      keptTokens: 1,
      droppedTokens: 80,
    };
    expect(leftOut(foldRun([...report(), shrunk]))).toEqual([
      { source: peru, tokens: 0, page: false },
      { source: chile, tokens: 0, page: false },
    ]);
  });
});
