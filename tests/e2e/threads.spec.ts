import { readFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { toJson } from '../../src/research/export';
import { expectAccessible } from './accessible';
import { closeHistory, openHistory } from './history';
import { recordedRun } from './recorded-thread';

/** Threads are found, named, pinned, taken out as files and in again. */

async function ask(page: Page, question: string): Promise<void> {
  await page.getByLabel('Question', { exact: true }).fill(question);
  await page.keyboard.press('Enter');
  const run = page.locator('article').last();
  await expect(run).toHaveAttribute('data-status', 'finished', { timeout: 80_000 });
}

test(
  'a thread is found by its answer, named, pinned, exported, deleted and imported',
  { tag: '@every-width' },
  async ({ page }) => {
    await page.goto('./?seed=1');
    await ask(page, 'What is the capital of Peru?');
    await page.keyboard.press('Control+Shift+O');
    await ask(page, 'What is the capital of Chile?');
    const history = await openHistory(page);

    const search = history.getByRole('searchbox');
    await search.fill('Lima');
    await expect(history.getByRole('listitem')).toHaveCount(1);
    await expect(history).toContainText('Found');
    await search.fill('zebra');
    await expect(history).toContainText('Nothing holds these words.');
    await search.fill('');
    await expect(history.getByRole('listitem')).toHaveCount(2);

    // By keyboard alone: the menu, the new name, the pin.
    const more = (name: string) => history.getByRole('button', { name: `More for “${name}”` });
    await more('What is the capital of Peru?').focus();
    await page.keyboard.press('Enter');
    await expectAccessible(page, 'thread-menu');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.keyboard.type('Capitals');
    await page.keyboard.press('Enter');
    await expect(history.getByRole('button', { name: 'Capitals', exact: true })).toBeVisible();
    await more('Capitals').click();
    await history.getByRole('button', { name: 'Pin', exact: true }).click();
    await expect(history.getByRole('heading')).toHaveText(['Pinned', 'Recent']);
    await page.reload();
    await openHistory(page);
    await expect(history.getByRole('listitem').first()).toContainText('Capitals');

    await more('Capitals').click();
    const [markdown] = await Promise.all([
      page.waitForEvent('download'),
      history.getByRole('button', { name: 'Export as Markdown' }).click(),
    ]);
    expect(markdown.suggestedFilename()).toBe('Capitals.md');
    const text = readFileSync(await markdown.path(), 'utf8');
    expect(text).toContain('# Capitals');
    expect(text).toMatch(/Lima.*\[\^1\]/);
    expect(text).toMatch(/^\[\^1\]: Peru\. <corpus:\/\/countries\/peru> .*\(found in source\)$/m);

    const exportAll = async (as: string) => {
      await history.getByRole('button', { name: 'Export all' }).click();
      const [all] = await Promise.all([
        page.waitForEvent('download'),
        history.getByRole('button', { name: as }).click(),
      ]);
      return all.path();
    };
    const readable = readFileSync(await exportAll('Export as Markdown'), 'utf8');
    expect(readable.match(/^# .*$/gm)).toEqual(['# What is the capital of Chile?', '# Capitals']);
    expect(readable).toMatch(/Lima.*\[\^2-1\]/);
    const file = await exportAll('Export as JSON');
    await more('Capitals').click();
    await history.getByRole('button', { name: 'Delete' }).click();
    const undo = history.getByRole('button', { name: 'Undo' });
    await expect(undo).toBeVisible();
    const input = history.locator('input[type="file"]');
    await input.setInputFiles(file);
    await expect(history.getByRole('status')).toHaveText(
      '1 taken in, 1 of them new. Already here, as new or newer: 1.',
    );
    await expect(undo).toHaveCount(0);
    await expect(history.getByRole('listitem')).toHaveCount(2);
    await input.setInputFiles({
      name: 'x.json',
      mimeType: 'application/json',
      buffer: Buffer.from('{'),
    });
    await expect(history.getByRole('status')).toContainText('not JSON');

    await history.getByRole('button', { name: 'Capitals', exact: true }).click();
    await expect(page.locator('article')).toContainText('Lima');
    await openHistory(page);
    await expectAccessible(page, 'threads');
  },
);

test(
  'a thread that is renamed or deleted leaves the focus in the list, and can be had back',
  { tag: '@every-width' },
  async ({ page }) => {
    await page.goto('./');
    const history = await openHistory(page);
    const [peru, chile] = ['What is the capital of Peru?', 'What is the capital of Chile?'];
    const threads = [peru, chile].map((question, at) => ({
      id: `thread-${at}`,
      at: 1,
      changed: 3 - at,
      runs: [recordedRun(question, 'Nothing was found.', [])],
    }));
    await history.locator('input[type="file"]').setInputFiles({
      name: 'threads.json',
      mimeType: 'application/json',
      buffer: Buffer.from(toJson(threads)),
    });
    await expect(history.getByRole('status')).toHaveText('2 taken in, 2 of them new.');

    const row = (name: string) => history.getByRole('button', { name, exact: true });
    const pick = async (name: string, what: string) => {
      await row(`More for “${name}”`).focus();
      await page.keyboard.press('Enter');
      await row(what).focus();
      await page.keyboard.press('Enter');
    };
    const field = history.getByLabel('Name of the thread');
    await pick(peru, 'Rename');
    await expect(field).toBeFocused();
    await page.keyboard.type('Capitals');
    await page.keyboard.press('Enter');
    await expect(row('Capitals')).toBeFocused();
    await pick('Capitals', 'Rename');
    await expect(field).toBeFocused();
    // The sheet stays open, and the name as it was.
    await page.keyboard.type('Other');
    await page.keyboard.press('Escape');
    await expect(row('Capitals')).toBeFocused();

    const undo = row('Undo');
    await pick('Capitals', 'Delete');
    await expect(undo).toBeFocused();
    await expect(undo).toBeInViewport();
    await expect(undo).toHaveAccessibleDescription('Deleted Capitals');
    await page.keyboard.press('Enter');
    await expect(row('Capitals')).toBeFocused();
    await pick('Capitals', 'Delete');
    await expect(undo).toBeFocused();
    await expectAccessible(page, 'thread-deleted');
    // When its time is over, the next thread has the focus.
    await expect(row(chile)).toBeFocused();
    await expect(history.getByRole('listitem')).toHaveCount(1);
  },
);

test(
  'an answer is copied with its sources, and a question is changed in a thread of its own',
  { tag: '@every-width' },
  async ({ page, context }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.goto('./?seed=1');
    await ask(page, 'What is the capital of Peru?');
    await page.getByRole('button', { name: 'Copy' }).click();
    await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(
      /Lima.*\[\^1\][^]*\[\^1\]: Peru/,
    );
    await page.getByRole('button', { name: 'Edit and branch' }).click();
    const box = page.getByLabel('Question', { exact: true });
    await expect(box).toBeFocused();
    await expect(box).toHaveValue('What is the capital of Peru?');
    await ask(page, 'What is the capital of Chile?');
    const history = await openHistory(page);
    await expect(history.getByRole('listitem')).toHaveCount(2);
    await closeHistory(page);
    await expectAccessible(page, 'answer-actions');
  },
);
