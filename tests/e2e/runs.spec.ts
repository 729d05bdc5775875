import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import type { AgentEvent } from '../../src/contracts';
import { expectAccessible } from './accessible';

/** Runs that survive, report, answer at once and stay inside their context: real model, browser and relay. */

interface Recorder {
  agentEvents?: AgentEvent[];
  agentDied?: () => void;
}

async function record(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const events: AgentEvent[] = ((window as unknown as Recorder).agentEvents = []);
    addEventListener('agent-event', (event) =>
      events.push((event as CustomEvent<AgentEvent>).detail),
    );
  });
}
const eventsOf = (page: Page) =>
  page.evaluate(() => (window as unknown as Recorder).agentEvents ?? []);

async function ask(page: Page, text: string): Promise<void> {
  await page.getByLabel('Question', { exact: true }).fill(text);
  await page.keyboard.press('Enter');
}

const run = (page: Page) => page.locator('article').last();

async function answered(page: Page): Promise<void> {
  await expect(run(page)).toHaveAttribute('data-status', /finished|failed/, { timeout: 80_000 });
  await expect(run(page)).toHaveAttribute('data-status', 'finished');
}

/** A row of the figures under a run. */
const figure = (page: Page, name: string) => run(page).locator(`footer dt:text-is("${name}") + dd`);

/** What the figures hold while a run goes on and when it is over, with a plot of so many steps. */
async function expectFigures(page: Page, searches: string, steps: number): Promise<void> {
  await expect(figure(page, 'First token after')).toHaveText(/\d m?s$/);
  await expect(figure(page, 'Speed')).toHaveText(/^[\d.]+ tokens per second$/);
  await expect(figure(page, 'Reused from the KV cache')).toHaveText(/^[\d,]+ tokens?$/);
  await expect(figure(page, 'Searches')).toHaveText(searches);
  await expect(figure(page, 'Memory of the page')).toContainText('without the model');
  await expect(figure(page, 'Memory of the model')).toContainText(/an estimate: .* KV cache/);
  await expect(run(page)).toContainText('Context window:');

  for (const name of ['context', 'speed'])
    await expect(run(page).locator(`footer svg.${name}`)).toBeVisible();
  const rows = run(page).getByRole('table', { name: 'Over the run' }).getByRole('row');
  await expect(rows).toHaveCount(steps + 1);
  for (let step = 1; step <= steps; step += 1) {
    await expect(rows.nth(step)).toContainText(/[\d,]+ of 4,096 tokens/);
    await expect(rows.nth(step)).toContainText('tokens per second');
  }
}

/** Opens the thread and kills its tab at the first event that looks like `at`. */
async function dieAt(
  context: BrowserContext,
  address: string,
  at: { type: AgentEvent['type']; step?: number },
  question?: string,
): Promise<string> {
  const page = await context.newPage();
  const died = new Promise<void>((resolve) => {
    void page.exposeFunction('agentDied', resolve);
  });
  await page.addInitScript((wanted) => {
    addEventListener('agent-event', (event) => {
      const { detail } = event as CustomEvent<Record<string, unknown>>;
      if (!Object.entries(wanted).every(([key, value]) => detail[key] === value)) return;
      (window as unknown as Recorder).agentDied?.();
      // Nothing more happens in this tab, as if its process had been killed.
      const end = performance.now() + 20_000;
      while (performance.now() < end);
    });
  }, at);
  await page.goto(address);
  if (question) await ask(page, question);
  await died;
  const url = page.url();
  await page.close({ runBeforeUnload: false });
  return url;
}

test('a tab that is killed in every phase comes back and goes on where it stood', async ({
  context,
}) => {
  test.setTimeout(240_000);
  const question = 'What is the capital of Peru?';
  let url = await dieAt(context, './?seed=1', { type: 'prompt-prefilled', step: 1 }, question);
  for (const at of [
    { type: 'tool-started' },
    { type: 'tool-finished' },
    { type: 'token-generated', step: 2 },
  ] as const)
    url = await dieAt(context, url, at);

  const page = await context.newPage();
  await record(page);
  await page.goto(url);
  await answered(page);
  await expect(run(page)).toContainText('Lima');
  await expect(run(page).getByText('What is the capital of Peru?')).toBeVisible();
  const events = await eventsOf(page);
  expect(events[0]).toMatchObject({ type: 'run-resumed' });
  expect(events.at(-1)).toMatchObject({
    type: 'run-finished',
    citations: [{ n: 1, url: 'corpus://countries/peru', verified: true }],
  });
  // What is kept tells of one search, and of each time that the run went on.
  const saved = await page.evaluate(async () => {
    const open = indexedDB.open('jan-nano-history');
    await new Promise((resolve) => (open.onsuccess = resolve));
    const all = open.result.transaction('threads').objectStore('threads').getAll();
    await new Promise((resolve) => (all.onsuccess = resolve));
    return all.result as { events?: AgentEvent[] }[];
  });
  const runs = saved.flatMap(({ events }) => (events ? [events] : []));
  expect(runs).toHaveLength(1);
  const kept = runs[0]!;
  const results = kept.filter(({ type }) => type === 'tool-finished');
  expect(results).toHaveLength(1);
  expect(kept.filter(({ type }) => type === 'run-started')).toHaveLength(1);
  await page.close();
});

test('a quick run that is stopped is continued by hand', async ({ page }) => {
  await record(page);
  await page.goto('./?seed=1&depth=quick');
  await page.evaluate(() =>
    addEventListener('agent-event', (event) => {
      if ((event as CustomEvent<AgentEvent>).detail.type === 'tool-finished')
        document.querySelector<HTMLButtonElement>('button[aria-label="Stop"]')?.click();
    }),
  );
  await ask(page, 'What is the capital of Peru?');
  await expect(run(page)).toHaveAttribute('data-status', 'stopped');
  await expectAccessible(page, 'run-stopped');
  await page.getByRole('button', { name: 'Continue' }).click();
  await answered(page);
  await expect(run(page)).toContainText('Lima');
  const events = await eventsOf(page);
  expect(events.filter(({ type }) => type === 'tool-finished')).toHaveLength(1);
  expect(events[0]).toMatchObject({ type: 'run-started', depth: 'quick' });
  expect(events.at(-1)).toMatchObject({ type: 'run-finished', citations: [{ verified: true }] });
});

test(
  'a deep run shows its plan, takes it as it was changed, and reports by section',
  { tag: '@every-width' },
  async ({ page }) => {
    test.setTimeout(180_000);
    await record(page);
    await page.goto('./?seed=1');
    await page.getByLabel('Depth', { exact: true }).selectOption('deep');
    await ask(page, 'What are the capitals of Peru and Chile?');
    const plan = page.getByLabel('Plan', { exact: false }).first();
    await expect(plan).toBeVisible({ timeout: 60_000 });
    await plan.fill('What is the capital of Peru?\nWhat is the capital of Chile?');
    await expectAccessible(page, 'plan');
    await page.getByRole('button', { name: 'Look these up' }).click();
    await answered(page);
    await expect(
      run(page).getByRole('heading', { name: 'What is the capital of Chile?' }),
    ).toBeVisible();
    await expect(run(page)).toContainText('Lima');
    await expect(run(page)).toContainText('Santiago');
    const last = (await eventsOf(page)).at(-1);
    expect(last).toMatchObject({
      type: 'run-finished',
      citations: [{ verified: true }, { verified: true }],
    });
    const sources = run(page).getByRole('table');
    await expect(sources.getByRole('row')).toHaveCount(3);
    await expect(sources.getByRole('row').nth(2)).toContainText(/Found/);
    await expectAccessible(page, 'report');
    // The depth is remembered.
    await page.reload();
    await expect(page.getByLabel('Depth', { exact: true })).toHaveValue('deep');
  },
);

test(
  'a run shows its figures while it goes on, answers now when it is asked to, and its replay shows how it went',
  { tag: '@every-width' },
  async ({ page }) => {
    test.setTimeout(150_000);
    await record(page);
    // The search takes as long as one looks at the figures.
    let release = () => {};
    const looked = new Promise<void>((resolve) => (release = resolve));
    await page.route('**/mcp', async (route) => {
      if (route.request().postData()?.includes('tools/call')) await looked;
      await route.continue();
    });
    await page.goto('./?seed=1');
    await page.evaluate(() =>
      addEventListener('agent-event', (event) => {
        const { detail } = event as CustomEvent<AgentEvent>;
        if (detail.type !== 'tool-finished') return;
        const buttons = [...document.querySelectorAll<HTMLButtonElement>('form button')];
        buttons.find(({ textContent }) => textContent === 'Answer now')?.click();
      }),
    );
    await ask(page, 'What is the capital of Peru?');
    const panel = run(page).locator('footer summary');
    await expect(panel).toHaveText('Live figures', { timeout: 60_000 });
    await expect(run(page).locator('footer dl')).toHaveCount(0);
    await panel.click();
    await expectFigures(page, 'No search', 1);
    const time = await figure(page, 'Time').innerText();
    await expect(figure(page, 'Time')).not.toHaveText(time);

    release();
    await answered(page);
    const last = (await eventsOf(page)).at(-1);
    expect(last).toMatchObject({ type: 'run-finished', finish: 'asked' });
    await expect(run(page)).toContainText('Answered at once, as you asked.');
    // It stays as it was opened.
    await expect(panel).toContainText('tok/s');
    await expectFigures(page, '1 search', 2);
    await expectAccessible(page, 'figures');

    await page.getByRole('button', { name: 'Replay' }).click();
    const replay = page.getByRole('group', { name: 'Replay' });
    await expect(replay).toContainText('1 of');
    await expect(run(page).locator('.answer')).toHaveCount(0);
    const slider = replay.getByLabel('Step', { exact: true });
    await slider.focus();
    await page.keyboard.press('End');
    await expect(replay).toContainText('Answered');
    await expect(run(page)).toContainText('Answered at once');
    await expectAccessible(page, 'replay');
    await page.getByRole('button', { name: 'End the replay' }).click();
    await expect(replay).toHaveCount(0);
  },
);

test('ten follow-ups read little more than is new, and the context window is never left', async ({
  page,
}) => {
  test.setTimeout(300_000);
  await record(page);
  await page.goto('./?seed=1');
  const countries = 'Peru Chile Bolivia Ecuador Norway Sweden Finland Denmark Japan Kenya Egypt';
  for (const country of countries.split(' ')) {
    await ask(page, `What is the capital of ${country}?`);
    await answered(page);
  }
  const events = await eventsOf(page);
  let prefilled = 0;
  let ratio = 0;
  let compacted = false;
  for (const event of events) {
    if (event.type === 'result-shrunk' || event.type === 'messages-dropped') compacted = true;
    if (event.type === 'context-counted') {
      const { use } = event;
      const { instructions, thread, question, results, written, answer } = use;
      const filled = instructions + thread + question + results + written + answer;
      expect(filled).toBeLessThanOrEqual(use.window);
    }
    if (event.type !== 'generation-finished' || compacted) continue;
    prefilled += event.usage.promptTokens - event.usage.reusedTokens;
    ratio = prefilled / event.usage.promptTokens;
  }
  console.log(
    `prefilled ÷ prompt: ${ratio.toFixed(3)}${compacted ? ', until it was compacted' : ''}`,
  );
  expect(ratio).toBeGreaterThan(0.2);
  expect(ratio).toBeLessThanOrEqual(1.1);
  await run(page).locator('footer summary').click();
  await expect(run(page)).toContainText('Context window');
  await expectAccessible(page, 'context');
});
