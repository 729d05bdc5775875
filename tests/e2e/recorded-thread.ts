import { expect, type Page } from '@playwright/test';
import { checkCitations } from '../../src/agent/citations';
import type { AgentEvent, Citation, Source } from '../../src/contracts';
import { reportOf } from '../../src/agent/report';
import { toJson } from '../../src/research/export';
import type { SavedRun, Thread } from '../../src/research/thread-store';
import { runUsage, usage } from '../fixtures/run-events';
import { closeHistory, openHistory } from './history';

export const checked = (citation: Citation): AgentEvent => ({ type: 'citation-checked', citation });

/** An answer as another model might write it, with the checks of the real code. */
export function recordedRun(question: string, answer: string, sources: Source[]): SavedRun {
  const citations = checkCitations(answer, sources);
  const tools = ['google_search', 'scrape'];
  const call = { name: 'google_search', arguments: { q: question } };
  const events: AgentEvent[] = [
    { type: 'run-started', question, model: 'jan-pocket', engine: 'wllama', tools, at: 5 },
    { type: 'prompt-rendered', step: 1, prompt: '…' },
    { type: 'generation-finished', step: 1, text: '', usage },
    { type: 'tool-call-proposed', step: 1, id: 'call-1', ...call },
    { type: 'tool-finished', id: 'call-1', ok: true, shown: 'Found 2', sources, ms: 12 },
    { type: 'generation-finished', step: 2, text: answer, usage },
    ...citations.map(checked),
    { type: 'run-finished', answer, citations, usage: runUsage, finish: 'answered' },
  ];
  return { question, events };
}

/** The same run up to its answer, and what came in place of that. */
export function brokenOff({ question, events }: SavedRun, end: AgentEvent[]): SavedRun {
  const search = events.findIndex(({ type }) => type === 'tool-finished');
  return { question, events: [...events.slice(0, search + 1), ...end] };
}

/** A deep run, which looked up one question after the other. */
export function recordedReport(
  question: string,
  sections: { question: string; answer: string; sources: Source[] }[],
): SavedRun {
  const questions = sections.map((section) => section.question);
  const tools = ['google_search', 'scrape'];
  const known = new Map<number, Source>();
  const events: AgentEvent[] = [
    {
      type: 'run-started',
      question,
      model: 'jan-pocket',
      engine: 'wllama',
      tools,
      depth: 'deep',
      at: 5,
    },
    { type: 'generation-finished', step: 1, text: '', usage },
    { type: 'plan-proposed', questions },
    { type: 'plan-accepted', questions },
  ];
  for (const [index, { question: one, answer, sources }] of sections.entries()) {
    const [search, write, id] = [2 * index + 2, 2 * index + 3, `call-${index}`];
    const named = { id, name: 'google_search', arguments: { q: one } };
    for (const source of sources) known.set(source.n, source);
    events.push(
      { type: 'section-started', index, question: one },
      { type: 'generation-finished', step: search, text: '', usage },
      { type: 'tool-call-proposed', step: search, ...named },
      { type: 'tool-finished', id, ok: true, shown: 'Found', sources, ms: 12 },
      { type: 'generation-finished', step: write, text: answer, usage },
      { type: 'section-finished', index, answer },
    );
  }
  const citations = sections.flatMap(({ answer }) => checkCitations(answer, [...known.values()]));
  const answer = reportOf(questions, sections);
  events.push(...citations.map(checked), {
    type: 'run-finished',
    answer,
    citations,
    usage: runUsage,
    finish: 'answered',
  });
  return { question, depth: 'deep', events };
}

/** Takes threads in as a person does, from a file of the app's own. */
export async function takeIn(page: Page, threads: Thread[]): Promise<void> {
  await page.goto('./');
  const history = await openHistory(page);
  await history.getByLabel('File of threads').setInputFiles({
    name: 'threads.json',
    mimeType: 'application/json',
    buffer: Buffer.from(toJson(threads)),
  });
  // Not a new one where the page has had it before.
  await expect(history.getByRole('status').first()).toContainText('taken in');
  await closeHistory(page);
}

/** Takes a thread in, and opens it; `search` as the address of the page has it. */
export async function openThread(page: Page, runs: SavedRun[], search = ''): Promise<void> {
  await takeIn(page, [{ id: 'recorded', at: 1, changed: 2, runs }]);
  await page.goto(`./${search}#recorded`);
  if (!search) await page.reload();
  await expect(page.locator('article')).toHaveCount(runs.length);
}

const lima: Source[] = [
  {
    n: 1,
    url: 'https://www.example.org/lima',
    title: 'Lima',
    passages: ['Lima is the capital of Peru.'],
  },
];
/** A question and a follow-up, both answered. */
export const twoRuns = ['What is the capital of Peru?', 'And once more?'].map((question) =>
  recordedRun(question, 'Lima is the capital of Peru [1].', lima),
);
