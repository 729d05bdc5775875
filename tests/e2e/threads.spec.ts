import { readFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { toJson } from '../../src/research/export';
import { expectAccessible } from './accessible';
import { closeHistory, openHistory } from './history';
import { openPalette } from './palette';
import { openThread, recordedRun, takeIn } from './recorded-thread';

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
    await expect(history.getByRole('listitem').locator('mark').first()).toHaveText('Lima');
    await expectAccessible(page, 'threads-found');
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
    await expect(history.getByRole('heading')).toHaveText(['Pinned', 'Today']);
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
    await page.getByRole('button', { name: 'Copy', exact: true }).click();
    await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(
      /Lima.*\[\^1\][^]*\[\^1\]: Peru/,
    );
    await page.getByRole('button', { name: 'Copy question' }).click();
    await expect
      .poll(() => page.evaluate(() => navigator.clipboard.readText()))
      .toBe('What is the capital of Peru?');
    // When it was asked, and who answered.
    const line = page.locator('article footer summary');
    await expect(line).toContainText('jan-pocket');
    const at = Date.parse((await line.locator('time').getAttribute('datetime'))!);
    expect(Math.abs(Date.now() - at)).toBeLessThan(5 * 60_000);
    await page.getByRole('button', { name: 'Edit and branch' }).click();
    const box = page.getByLabel('Question', { exact: true });
    await expect(box).toBeFocused();
    await expect(box).toHaveValue('What is the capital of Peru?');
    await ask(page, 'What is the capital of Chile?');
    const history = await openHistory(page);
    await expect(history.getByRole('listitem')).toHaveCount(2);
    await closeHistory(page);
    await expectAccessible(page, 'answer-actions');

    // A branch says where it comes from, until that is gone.
    const origin = page.getByRole('button', { name: 'What is the capital of Peru?', exact: true });
    await expect(page.locator('main')).toContainText('Branched from');
    await origin.and(page.locator('main button')).click();
    await expect(page.locator('article')).toContainText('Lima');
    await expect(page.locator('main')).not.toContainText('Branched from');
    await openPalette(page);
    await page.keyboard.type('delete');
    await page.keyboard.press('Enter');
    await expect(page.locator('article')).toHaveCount(0);
    const sheet = page.getByRole('dialog');
    await expect(sheet.getByRole('button', { name: 'Undo' })).toBeVisible();
    await sheet.getByRole('button', { name: 'What is the capital of Chile?', exact: true }).click();
    await expect(page.locator('main')).toContainText(
      'Branched from a thread that is not here any more',
    );
  },
);

test(
  'an answer stays when its question is asked again, and the thread goes on from the one that is shown',
  { tag: '@every-width' },
  async ({ page }) => {
    const question = 'What is the capital of Peru?';
    await openThread(page, [recordedRun(question, 'It was never written down.', [])]);
    const run = page.locator('article').last();
    await expect(run.getByRole('button', { name: 'Next answer' })).toHaveCount(0);
    await run.getByRole('button', { name: 'Ask again', exact: true }).click();
    await expect(run.locator('.answer')).toContainText('Lima', { timeout: 80_000 });
    const [previous, next] = ['Previous answer', 'Next answer'].map((name) =>
      run.getByRole('button', { name }),
    );
    await expect(run.locator('footer')).toContainText('2 of 2');
    await expect(next!).toHaveAttribute('aria-disabled', 'true');
    await expectAccessible(page, 'answer-versions');

    // By keyboard, and the button keeps the focus where there is nothing before it.
    await previous!.focus();
    await page.keyboard.press('Enter');
    await expect(run.locator('.answer')).toContainText('It was never written down.');
    await expect(run.locator('footer')).toContainText('1 of 2');
    await expect(previous!).toBeFocused();
    await expect(previous!).toBeInViewport();
    // Saved twice a second at most.
    await page.waitForTimeout(1500);
    await page.reload();
    await expect(run.locator('.answer')).toContainText('It was never written down.');
    await next!.click();
    await expect(run.locator('.answer')).toContainText('Lima');

    // Of an earlier question they are looked at; while a run goes on, not even that.
    await ask(page, 'What is the capital of Chile?');
    const first = page.locator('article').first();
    await first.getByRole('button', { name: 'Previous answer' }).click();
    await expect(first.locator('.answer')).toContainText('It was never written down.');
    await expect(page.locator('article')).toHaveCount(2);
  },
);

test(
  'a thread is opened at the run that holds the words, from the list and from the palette',
  { tag: '@every-width' },
  async ({ page }) => {
    const filler = 'A sentence that says nothing of it.\n\n'.repeat(20);
    const runs = Array.from({ length: 8 }, (_, at) =>
      recordedRun(
        `Question ${at + 1}?`,
        `${at === 1 ? 'A **quokka** <b>smiles</b>.' : filler}`,
        [],
      ),
    );
    const other = recordedRun('Something else?', filler, []);
    await takeIn(page, [
      { id: 'long', at: 1, changed: Date.UTC(2024, 5, 15), runs },
      { id: 'other', at: 1, changed: Date.UTC(2025, 0, 20), runs: [other] },
    ]);
    const found = page.getByRole('heading', { name: 'Question 2?', exact: true });
    const history = await openHistory(page);
    await expect(history.getByRole('heading')).toHaveText(['January 2025', 'June 2024']);
    await history.getByRole('searchbox').fill('quok smil');
    const row = history.getByRole('button', { name: 'Question 1?', exact: true });
    await expect(row).toHaveAccessibleDescription('A **quokka** <b>smiles</b>.');
    await expect(row.locator('mark')).toHaveText(['quok', 'smil']);
    await row.focus();
    await page.keyboard.press('Enter');
    await expect(found).toBeInViewport();
    await expect(page.locator('article')).toHaveCount(8);
    await expect(found).toBeInViewport();

    await page.keyboard.press('Control+Shift+O');
    await openPalette(page);
    await page.keyboard.type('quokka');
    const option = page.getByRole('option', { name: /^Question 1\?/ });
    await expect(option.locator('mark')).toHaveText('quokka');
    await expectAccessible(page, 'palette-found');
    await page.keyboard.press('Enter');
    await expect(found).toBeInViewport();
  },
);

test('what was answered since is found while the words stand there', async ({ page }) => {
  await page.goto('./?seed=1');
  const history = await openHistory(page);
  await ask(page, 'What is the capital of Chile?');
  await history.getByRole('searchbox').fill('Lima');
  await expect(history).toContainText('Nothing holds these words.');
  await ask(page, 'What is the capital of Peru?');
  await expect(history.getByRole('listitem').locator('mark').first()).toHaveText('Lima');
});

test('the palette copies the last answer and pins its thread', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openThread(page, [recordedRun('Who?', 'Nobody knows.', [])]);
  const choose = async (words: string) => {
    await openPalette(page);
    await page.keyboard.type(words);
    await page.keyboard.press('Enter');
  };
  await choose('copy');
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('Nobody knows.');
  await choose('pin');
  const history = await openHistory(page);
  await expect(history.getByRole('heading', { name: 'Pinned' })).toBeVisible();
});
