import { expect, type Page } from '@playwright/test';
import { checkCitations } from '../../src/agent/citations';
import type { AgentEvent, Source } from '../../src/contracts';
import { toJson } from '../../src/research/export';
import type { SavedRun } from '../../src/research/thread-store';
import { runUsage, usage } from '../fixtures/run-events';

/** An answer as another model might write it, with the checks of the real code. */
export function recordedRun(question: string, answer: string, sources: Source[]): SavedRun {
  const citations = checkCitations(answer, sources);
  const tools = ['google_search', 'scrape'];
  const events: AgentEvent[] = [
    { type: 'run-started', question, model: 'jan-pocket', engine: 'wllama', tools, at: 5 },
    { type: 'prompt-rendered', step: 1, prompt: '…' },
    { type: 'generation-finished', step: 1, text: '', usage },
    { type: 'tool-call-proposed', step: 1, id: 'call-1', name: 'google_search', arguments: {} },
    { type: 'tool-finished', id: 'call-1', ok: true, shown: 'Found 2', sources, ms: 12 },
    { type: 'generation-finished', step: 2, text: answer, usage },
    ...citations.map((citation): AgentEvent => ({ type: 'citation-checked', citation })),
    { type: 'run-finished', answer, citations, usage: runUsage, finish: 'answered' },
  ];
  return { question, events };
}

/** Takes a thread in as a person does, from a file of the app's own, and opens it. */
export async function openThread(page: Page, runs: SavedRun[]): Promise<void> {
  const thread = { id: 'recorded', at: 1, changed: 2, runs };
  await page.goto('./');
  await page
    .getByLabel('File of threads')
    .first()
    .setInputFiles({
      name: 'threads.json',
      mimeType: 'application/json',
      buffer: Buffer.from(toJson([thread])),
    });
  // Where the window is narrow the list is there, and not shown.
  const said = page.locator('nav [role="status"]').first();
  // Not a new one where the page has had it before.
  await expect(said).toContainText('taken in');
  await page.goto('./#recorded');
  await page.reload();
  await expect(page.locator('article')).toHaveCount(runs.length);
}
