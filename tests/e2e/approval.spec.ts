import { expect, test, type Page } from '@playwright/test';
import type { AgentEvent } from '../../src/contracts';
import { expectAccessible } from './accessible';
import { refuseAll } from './refuse-all';

/** What a person allows is enforced below the model, whatever it asks for: real model, real relay. */

const question = 'What is the capital of Peru?';

async function open(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.agentEvents = [];
    addEventListener('agent-event', (event) =>
      window.agentEvents.push((event as CustomEvent<AgentEvent>).detail),
    );
  });
  await page.goto('./');
  await expect(page.getByText('Offline corpus')).toBeVisible();
}

async function permit(page: Page, tool: string, choice: 'Always' | 'Ask' | 'Never'): Promise<void> {
  await page.getByRole('button', { name: 'Settings' }).click();
  const group = page.getByRole('group', { name: tool, exact: true });
  await group.getByText(choice, { exact: true }).click();
  await expect(group.getByLabel(choice)).toBeChecked();
  await page.keyboard.press('Escape');
}

async function ask(page: Page): Promise<void> {
  await page.getByLabel('Question', { exact: true }).fill(question);
  await page.keyboard.press('Enter');
}

const ended = (page: Page) =>
  expect(page.locator('article')).toHaveAttribute('data-status', 'finished', { timeout: 80_000 });

const results = (page: Page) =>
  page.evaluate(() => window.agentEvents.filter((event) => event.type === 'tool-finished'));

test('a tool that asks waits for a person, and goes on once allowed', async ({ page }) => {
  await open(page);
  await permit(page, 'google_search', 'Ask');
  // A screen reader tells what is put into a region that has been there, and tells it once.
  const regions = await page.getByRole('status').elementHandles();
  await ask(page);
  const notice = page.getByRole('status').filter({ hasText: 'Allow google_search?' });
  await expect(notice).toContainText('Peru', { timeout: 80_000 });
  // The values have their names.
  const args = notice.getByRole('group', { name: 'What it is called with' });
  await expect(args.getByRole('term').first()).toHaveText('q:');
  await expect(args.getByRole('definition').first()).toContainText('Peru');
  const telling = await Promise.all(
    regions.map((one) =>
      one.evaluate((region) => region.textContent?.includes('Allow google_search')),
    ),
  );
  expect(telling.filter(Boolean)).toHaveLength(1);
  await expect(notice.locator('[role="alert"], [role="status"], [aria-live]')).toHaveCount(0);
  expect(await results(page)).toEqual([]);
  for (const width of [360, 768, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    await expectAccessible(page, `approval-${width}`);
  }
  // By the keyboard, which then has a place to go on from.
  await notice.getByRole('button', { name: 'Allow once' }).press('Enter');
  await expect(page.getByLabel('Question', { exact: true })).toBeFocused();
  await ended(page);
  await expect(page.locator('.answer')).toContainText('Lima');
});

test('a tool that is always allowed from then on is not asked about again', async ({ page }) => {
  await open(page);
  await permit(page, 'google_search', 'Ask');
  await ask(page);
  const notice = page.getByRole('status').filter({ hasText: 'Allow google_search?' });
  await notice.getByRole('button', { name: 'Always allow' }).click({ timeout: 80_000 });
  await ended(page);
  await expect(page.locator('.answer')).toContainText('Lima');
  await page.reload();
  await page.getByRole('button', { name: 'Settings' }).click();
  const group = page.getByRole('group', { name: 'google_search', exact: true });
  await expect(group.getByLabel('Always')).toBeChecked();
});

test('a refused call is not made, and the model is told', async ({ page }) => {
  await open(page);
  await permit(page, 'google_search', 'Ask');
  const calls: string[] = [];
  page.on('request', (request) => {
    if (request.postData()?.includes('tools/call')) calls.push(request.url());
  });
  await refuseAll(page);
  await ask(page);
  await ended(page);
  const told = await results(page);
  expect(told.length).toBeGreaterThan(0);
  for (const one of told)
    expect(one).toMatchObject({
      ok: false,
      shown: expect.stringContaining('did not allow this call'),
    });
  expect(calls).toEqual([]);
});

test('a tool that is switched off is never called, also after a reload', async ({ page }) => {
  await open(page);
  await permit(page, 'google_search', 'Never');
  await page.reload();
  await expect(page.getByText('Offline corpus')).toBeVisible();
  await page.getByRole('button', { name: 'Settings' }).click();
  const group = page.getByRole('group', { name: 'google_search', exact: true });
  await expect(group.getByLabel('Never')).toBeChecked();
  for (const width of [360, 768, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    await group.scrollIntoViewIfNeeded();
    await expectAccessible(page, `permissions-${width}`);
  }
  await page.keyboard.press('Escape');
  await ask(page);
  await ended(page);
  const told = await results(page);
  expect(told[0]).toMatchObject({
    ok: false,
    shown: expect.stringContaining('switched this tool off'),
  });
});
