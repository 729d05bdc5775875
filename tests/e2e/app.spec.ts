import { expect, test, type BrowserContext, type Locator, type Page } from '@playwright/test';
import type { AgentEvent } from '../../src/contracts';
import { expectAccessible } from './accessible';

/** The app as people use it: real Jan-Pocket in a real browser, real relay with its offline corpus. */

const question = 'What is the capital of Peru?';

type Listener = (event: AgentEvent) => void;
declare global {
  interface Window {
    agentEvents: AgentEvent[];
    stopWhen?: Partial<AgentEvent>;
  }
}

/** Keeps the run's events, and stops the run at the first event that looks like `stopWhen`. */
async function record(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.agentEvents = [];
    const listener: Listener = (event) => {
      window.agentEvents.push(event);
      const wanted = Object.entries(window.stopWhen ?? {});
      if (wanted.length === 0) return;
      if (!wanted.every(([key, value]) => event[key as keyof AgentEvent] === value)) return;
      window.stopWhen = undefined;
      document.querySelector<HTMLButtonElement>('button[aria-label="Stop"]')?.click();
    };
    addEventListener('agent-event', (event) => listener((event as CustomEvent<AgentEvent>).detail));
  });
}

const eventsOf = (page: Page) => page.evaluate(() => window.agentEvents);
const lastRun = (page: Page) => page.locator('article').last();

async function ask(page: Page, text: string): Promise<void> {
  await page.getByLabel('Question', { exact: true }).fill(text);
  await page.keyboard.press('Enter');
}

async function ended(page: Page, status: 'finished' | 'stopped' | 'failed'): Promise<void> {
  await expect(lastRun(page)).toHaveAttribute('data-status', /finished|stopped|failed/, {
    timeout: 80_000,
  });
  await expect(lastRun(page)).toHaveAttribute('data-status', status);
}

async function shiftTabTo(page: Page, target: Locator): Promise<void> {
  for (let presses = 0; presses < 30; presses += 1) {
    await page.keyboard.press('Shift+Tab');
    if (await target.evaluate((node) => node === document.activeElement)) break;
  }
  await expect(target).toBeFocused();
}

async function noSidewaysScroll(page: Page): Promise<void> {
  for (const width of [390, 320]) {
    await page.setViewportSize({ width, height: 844 });
    const wider = await page.evaluate(() =>
      [document.documentElement, document.querySelector('main')!].map(
        (node) => node.scrollWidth - node.clientWidth,
      ),
    );
    expect(wider, `${width} px`).toEqual([0, 0]);
  }
}

test.describe('a question and its answer', () => {
  test.describe.configure({ mode: 'serial' });
  let context: BrowserContext;
  let page: Page;

  test.beforeAll(async ({ browser }) => {
    context = await browser.newContext();
    page = await context.newPage();
    await record(page);
  });
  test.afterAll(() => context.close());

  test('the empty page says what is ready, and is accessible on any width', async () => {
    await page.goto('./');
    await expect(page.getByText('Offline corpus')).toBeVisible();
    await expect(page.locator('.status')).toContainText('Jan-Pocket');
    await expect(page.getByRole('button', { name: question })).toBeVisible();
    await expectAccessible(page, 'empty');
    const size = page.viewportSize()!;
    await noSidewaysScroll(page);
    await page.setViewportSize(size);
  });

  test('a question is answered with a verified citation', async () => {
    await ask(page, question);
    await ended(page, 'finished');
    await expect(lastRun(page).locator('.answer')).toContainText('Lima');
    await expect(page).toHaveTitle(`${question} – Jan-Nano`);
    await expect(
      lastRun(page)
        .getByRole('button', { name: /^Source \d+, quote found/ })
        .first(),
    ).toBeVisible();
  });

  test('the steps show the search and what it found', async () => {
    const run = lastRun(page);
    await run.locator('summary').first().click();
    const steps = run.getByRole('list', { name: 'Steps' });
    await expect(steps).toContainText('Searched');
    await expect(steps.getByRole('button', { name: /Peru/ }).first()).toBeVisible();
    await run.locator('summary').first().click();
  });

  test('a chip opens the source at the quoted words', async () => {
    const chip = lastRun(page)
      .getByRole('button', { name: /^Source \d+, quote found/ })
      .first();
    await chip.click();
    const panel = page.getByRole('dialog', { name: /^Source/ });
    await expect(panel).toContainText('Quote found in source');
    await expect(panel.locator('mark').first()).toBeInViewport();
    await expect(panel.locator('mark').first()).toContainText('Lima');
    const link = panel.getByRole('link', { name: 'Open page' });
    await expect(link).toHaveAttribute('href', /^http.*\/corpus\/.+#:~:text=/);
    await expect(link).toHaveAttribute('rel', 'noopener noreferrer');
    const [opened] = await Promise.all([page.waitForEvent('popup'), link.click()]);
    await expect(opened.locator('body')).toContainText('Lima');
    await opened.close();
    await expectAccessible(page, 'sources');
    await page.keyboard.press('Escape');
    await expect(panel).toBeHidden();
    await expect(chip).toBeFocused();
  });

  test('the answered page is accessible on any width', async () => {
    await expectAccessible(page, 'answer');
    const size = page.viewportSize()!;
    await noSidewaysScroll(page);
    await page.setViewportSize(size);
  });

  test('a follow-up reuses the KV cache', async () => {
    await ask(page, 'What is the currency of Peru?');
    await ended(page, 'finished');
    const last = (await eventsOf(page)).at(-1);
    const reused = last?.type === 'run-finished' ? last.usage.reusedTokens : 0;
    expect(reused).toBeGreaterThan(0);
    await expect(lastRun(page)).toContainText(`${reused.toLocaleString('en')} reused`);
  });

  test('a reload shows the runs, and a deleted thread can be had back', async () => {
    await page.reload();
    await expect(page.locator('article')).toHaveCount(2);
    await expect(page.locator('article').first().locator('.answer')).toContainText('Lima');
    await expect(
      page
        .locator('article')
        .first()
        .getByRole('button', { name: /^Source \d+, quote found/ })
        .first(),
    ).toBeVisible();

    const history = page.getByRole('navigation', { name: 'History' });
    await history.getByRole('button', { name: `More for “${question}”` }).focus();
    await page.keyboard.press('Enter');
    await history.getByRole('button', { name: 'Delete' }).focus();
    await page.keyboard.press('Enter');
    await expect(page.locator('article')).toHaveCount(0);
    await page.getByRole('button', { name: 'Undo' }).click();
    await history.getByRole('button', { name: question, exact: true }).click();
    await expect(page.locator('article')).toHaveCount(2);
  });
});

test.describe('stop', () => {
  const cases: [where: string, stopWhen: Partial<AgentEvent>, never: AgentEvent['type']][] = [
    ['the prefill', { type: 'prompt-prefilled', step: 1 }, 'token-generated'],
    ['the decoding', { type: 'token-generated', step: 1 }, 'tool-call-proposed'],
    ['a tool call', { type: 'tool-started' }, 'citation-checked'],
  ];
  for (const [where, stopWhen, never] of cases)
    test(`in the middle of ${where}`, async ({ page }) => {
      await record(page);
      await page.addInitScript((wanted) => (window.stopWhen = wanted), stopWhen);
      await page.route('**/mcp', async (route) => {
        if (route.request().postData()?.includes('tools/call'))
          await new Promise((resolve) => setTimeout(resolve, 2000));
        await route.continue().catch(() => undefined); // the page has given the request up
      });
      await page.goto(`./?q=${encodeURIComponent(question)}`);
      await ended(page, 'stopped');
      const types = (await eventsOf(page)).map(({ type }) => type);
      expect(types.at(-1)).toBe('run-stopped');
      expect(types).not.toContain(never);
      await expect(lastRun(page)).toContainText('Stopped');

      // The engine and the relay are free for the next question.
      await page.getByRole('button', { name: 'Ask again' }).click();
      await ended(page, 'finished');
    });
});

test('a tool that fails is shown, the model is told, and the run goes on', async ({ page }) => {
  await record(page);
  let failed = 0;
  await page.route('**/mcp', async (route) => {
    const isCall = route.request().postData()?.includes('tools/call');
    // A call without an answer is made three times.
    if (isCall && failed++ < 3) await route.fulfill({ status: 500, body: 'broken' });
    else await route.continue();
  });
  await page.goto(`./?q=${encodeURIComponent(question)}`);
  await ended(page, 'finished');
  const events = await eventsOf(page);
  const result = events.find((event) => event.type === 'tool-finished');
  expect(result).toMatchObject({ ok: false });
  const at = events.indexOf(result!);
  const told = events.slice(at).find((event) => event.type === 'prompt-rendered');
  expect(told?.type === 'prompt-rendered' && told.prompt).toContain('Error: ');
  await lastRun(page).locator('summary').first().click();
  await expect(lastRun(page).getByText('failed', { exact: true }).first()).toBeVisible();
});

test('the keyboard alone is enough', async ({ page }) => {
  await page.goto('./');
  const box = page.getByLabel('Question', { exact: true });
  await expect(box).toBeFocused();
  await shiftTabTo(page, page.getByRole('link', { name: 'Skip to the question' }));
  await page.keyboard.press('Enter');
  await expect(box).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await expect(box).not.toBeFocused();
  await page.keyboard.press('/');
  await page.keyboard.type('What is the capital');
  await page.keyboard.press('Shift+Enter');
  await expect(box).toHaveValue('What is the capital\n');
  await page.keyboard.press('Backspace');
  await page.keyboard.type(' of Peru?');
  await page.keyboard.press('Enter');
  await ended(page, 'finished');

  const chip = lastRun(page).locator('.cite').first();
  await shiftTabTo(page, chip);
  await page.keyboard.press('Enter');
  const panel = page.getByRole('dialog');
  await expect(panel).toBeVisible();
  for (let i = 0; i < 6; i += 1) {
    await page.keyboard.press('Tab');
    expect(await panel.evaluate((node) => node.contains(document.activeElement))).toBe(true);
  }
  await page.keyboard.press('Escape');
  await expect(panel).toBeHidden();
  await expect(chip).toBeFocused();
  await page.keyboard.press('Control+Shift+O');
  await expect(page.locator('article')).toHaveCount(0);
  await expect(box).toBeFocused();
});

test('settings are checked, kept, and set the theme before the first paint', async ({ page }) => {
  await page.goto('./');
  await page.getByRole('button', { name: 'Settings' }).click();
  const sheet = page.getByRole('dialog', { name: 'Settings' });
  await sheet.getByPlaceholder('This page’s own address').fill('not an address');
  await page.keyboard.press('Tab');
  await expect(sheet).toContainText('Write a whole address');
  await sheet.getByLabel('Temperature').fill('0.3');
  await sheet.getByText('Dark', { exact: true }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expectAccessible(page, 'settings');

  await page.reload({ waitUntil: 'commit' });
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.getByRole('button', { name: 'Settings' }).click();
  await expect(sheet.getByLabel('Temperature')).toHaveValue('0.3');
  await expect(sheet.getByPlaceholder('This page’s own address')).toHaveValue('');
});

test('says so where what shows an answer cannot be had; the next question and a reload have it', async ({
  page,
}) => {
  const part = '**/assets/Runs-*.js';
  await page.route(part, (route) => route.abort());
  await page.goto('./?seed=1');
  await ask(page, question);
  const notice = page.getByRole('alert').filter({ hasText: 'could not be loaded' });
  await expect(notice).toBeVisible();
  // The title tells that it has ended.
  await expect(page).toHaveTitle(`${question} – Jan-Nano`, { timeout: 80_000 });
  await page.unroute(part);
  await ask(page, 'What is the capital of Chile?');
  await ended(page, 'finished');
  await expect(notice).toBeHidden();
  await expect(page.locator('article').first()).toContainText('Lima');
  await page.reload();
  await expect(page.locator('article').first()).toContainText('Lima');
});
