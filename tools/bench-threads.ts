/**
 * `npm run bench threads`: 500 threads of 25 questions and answers, each run as the app saves it. How long the
 * main thread is busy at once while the app opens with them, beside the same without any, and while they are
 * searched and scrolled, and one of 60 is opened and read. Ends with 1 when a limit is passed. Needs an otherwise idle machine.
 */
import type { Page } from '@playwright/test';
import type { AgentEvent } from '../src/contracts';
import { recordEvent } from '../src/research/fold';
import { plainText } from '../src/research/thread-search';
import { openApp } from './drive';
import { takeLongTasks, watchLongTasks } from './long-tasks';

const THREADS = 500;
const RUNS = 25;
const LONGEST = 60;
const LIMIT_MS = 50;

/** Fills the store with copies of one run, under questions of their own. */
async function fill(page: Page, events: AgentEvent[]): Promise<void> {
  const text = plainText({ question: '', events });
  for (let from = 0; from < THREADS; from += 20)
    await page.evaluate(
      async ({ from, runs, long, events, text }) => {
        const opening = indexedDB.open('jan-nano-history');
        await new Promise((resolve) => (opening.onsuccess = resolve));
        const database = opening.result;
        const change = database.transaction('threads', 'readwrite');
        const records = change.objectStore('threads');
        for (let n = from; n < from + 20; n += 1) {
          const id = `bench-${String(n)}`;
          const question = `What is number ${String(n)}?`;
          records.put({ id, at: n, changed: n, question }, ['head', id]);
          for (let at = 0; at < (n === long.thread ? long.runs : runs); at += 1) {
            records.put({ question, events }, ['run', id, at]);
            records.put(`${question.toLowerCase()}\n${text}`, ['text', id, at]);
          }
        }
        await new Promise((resolve, reject) => {
          change.oncomplete = resolve;
          change.onerror = reject;
        });
        database.close();
      },
      { from, runs: RUNS, long: { thread: THREADS - 1, runs: LONGEST }, events, text },
    );
}

/** A task under 50 ms is no long one, and counts as nothing: then there is nothing to compare with. */
const ratio = (ms: number, alone: number): string =>
  alone > 0 ? (ms / alone).toFixed(2) : `${ms} ms ÷ none over 50 ms`;

const longest = (tasks: number[]): number => Math.round(Math.max(0, ...tasks));

async function main(): Promise<void> {
  const app = await openApp({ offline: true, seed: 1 });
  const { page } = app;
  const rows: Record<string, number> = {};
  try {
    const events: AgentEvent[] = [];
    await app.ask('What is the capital of Peru?', (event) => recordEvent(events, event));
    await watchLongTasks(page);
    const open = async (rowsShown: number): Promise<number> => {
      await page.reload();
      await page.locator('.status[data-model="ready"]').waitFor();
      if (rowsShown > 1) await page.getByText('What is number 499?').waitFor();
      return longest(await takeLongTasks(page));
    };
    await open(1); // the code is compiled and cached
    rows['opened with one thread'] = await open(1);
    await fill(page, events);
    rows['opened with 500'] = await open(THREADS);

    const list = page.getByRole('navigation', { name: 'History' });
    await list.getByRole('searchbox').pressSequentially('number 137 lima', { delay: 60 });
    await list.getByRole('button', { name: 'What is number 137?', exact: true }).waitFor();
    rows['searched'] = longest(await takeLongTasks(page));
    await list.getByRole('searchbox').fill('');
    await list.getByText('What is number 499?').hover();
    for (let turn = 0; turn < 60; turn += 1) {
      await page.mouse.wheel(0, 400);
      await page.waitForTimeout(30);
    }
    rows['scrolled'] = longest(await takeLongTasks(page));
    await list.getByText('What is number 4').last().click();
    await page
      .locator('article')
      .nth(RUNS - 1)
      .waitFor();
    rows[`a thread of ${String(RUNS)} runs opened`] = longest(await takeLongTasks(page));
    await list.getByText('What is number 499?').click();
    const run = page.locator('article');
    await run.nth(LONGEST - 1).waitFor();
    rows[`a thread of ${String(LONGEST)} runs opened`] = longest(await takeLongTasks(page));
    await page.locator('main').hover();
    for (let turn = 0; turn < 60; turn += 1) {
      await page.mouse.wheel(0, -400);
      await page.waitForTimeout(30);
    }
    rows[`a thread of ${String(LONGEST)} runs scrolled`] = longest(await takeLongTasks(page));
  } finally {
    await app.close();
  }
  console.table(Object.entries(rows).map(([what, ms]) => ({ what, 'longest task, ms': ms })));
  const limited: [string, number][] = [
    ['opening with 500', rows['opened with 500']],
    ['searching', rows['searched']],
    ['scrolling the list', rows['scrolled']],
    ['scrolling the longest thread', rows[`a thread of ${String(LONGEST)} runs scrolled`] ?? 0],
  ];
  for (const [what, ms] of limited) {
    const verdict = ms <= LIMIT_MS ? 'ok' : 'OVER';
    console.log(`${what}: longest task ${ms} ms, ≤ ${LIMIT_MS} ms: ${verdict}`);
    if (ms > LIMIT_MS) process.exitCode = 1;
  }
  // Opening the app alone has tasks of its own: tells whether an OVER is of the threads or of the machine.
  const alone = rows['opened with one thread'];
  console.log(`opening with 500 ÷ with one: ${ratio(rows['opened with 500'], alone)}`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
