import { readFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { expectAccessible } from './accessible';
import { openPalette } from './palette';
import { openThread, twoRuns } from './recorded-thread';
import { refuseAll } from './refuse-all';

/** The box, the palette, and what is taken out of a thread. */

const box = (page: Page) => page.getByLabel('Question', { exact: true });

test(
  'earlier questions come back with the arrow keys, and the draft after them',
  { tag: '@every-width' },
  async ({ page }) => {
    await openThread(page, twoRuns);
    await page.keyboard.press('Control+Shift+O');
    await expect(page.locator('article')).toHaveCount(0);
    await box(page).fill('A draft');
    await page.keyboard.press('ArrowUp'); // the caret is at the end
    await expect(box(page)).toHaveValue('A draft');
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowUp');
    await expect(box(page)).toHaveValue('What is the capital of Peru?');
    await page.keyboard.press('ArrowDown');
    await expect(box(page)).toHaveValue('A draft');
  },
);

test('a draft outlives a reload of its tab, until it is asked or emptied', async ({ page }) => {
  await openThread(page, twoRuns);
  await box(page).fill('A draft\nof two lines');
  await page.reload();
  await expect(box(page)).toHaveValue('A draft\nof two lines');
  // It goes with the tab from thread to thread, and what a link brings comes behind it.
  await page.goto('./?title=Peru');
  await expect(box(page)).toHaveValue('A draft\nof two lines\nPeru');
  await box(page).fill('');
  await page.reload();
  await expect(box(page)).toHaveValue('');

  await box(page).fill('What is the capital of Peru?');
  await page.keyboard.press('Enter');
  const run = page.locator('article');
  await expect(run).toHaveAttribute('data-status', 'finished', { timeout: 80_000 });
  await page.reload();
  await expect(run).toHaveCount(1);
  await expect(box(page)).toHaveValue('');
});

test(
  'a pasted text that does not fit is attached whole',
  { tag: '@every-width' },
  async ({ page }) => {
    await page.goto('./');
    const attached = page.getByRole('list', { name: 'Attached files' });
    /** Tells whether the browser may put it into the box. */
    const paste = (text: string) =>
      box(page).evaluate((field, pasted) => {
        const clipboardData = new DataTransfer();
        clipboardData.setData('text/plain', pasted);
        const event = new ClipboardEvent('paste', {
          clipboardData,
          bubbles: true,
          cancelable: true,
        });
        return field.dispatchEvent(event);
      }, text);
    await box(page).fill('What is the capital of Zubrowka?');
    expect(await paste('A text that fits.')).toBe(true);
    await expect(attached).toHaveCount(0);
    const filler = 'Nothing of note happened in the year after that one. '.repeat(100);
    expect(await paste(`The capital of Zubrowka is Lutz. ${filler}`)).toBe(false);
    await expect(attached.locator('.ready')).toContainText('Pasted text.txt');
    await expect(box(page)).toHaveValue('What is the capital of Zubrowka?');
    await expectAccessible(page, 'pasted');
    // Room enough where what is selected gives way to it.
    await box(page).fill('x'.repeat(3000));
    await box(page).selectText();
    expect(await paste('y'.repeat(3500))).toBe(true);
    expect(await paste(' \n'.repeat(4000))).toBe(false);
    await expect(attached.locator('.failed')).toContainText('Pasted text.txt');
  },
);

test(
  'the palette finds commands and threads, by the keyboard alone',
  { tag: '@every-width' },
  async ({ page }) => {
    await openThread(page, twoRuns);
    const dialog = page.getByRole('dialog', { name: 'Commands' });
    const line = dialog.getByRole('combobox');
    const option = (name: string | RegExp) => dialog.getByRole('option', { name });
    await openPalette(page);
    await expect(option('New chat')).toHaveAttribute('aria-selected', 'true');
    for (const width of [360, 768, 1440]) {
      await page.setViewportSize({ width, height: 740 });
      await expectAccessible(page, `palette-${width}`);
    }
    await page.keyboard.press('ArrowUp');
    await expect(option('What is the capital of Peru?')).toHaveAttribute('aria-selected', 'true');
    await expect(option('What is the capital of Peru?')).toBeInViewport();
    const described = await line.getAttribute('aria-activedescendant');
    await expect(dialog.locator(`[id="${described}"]`)).toContainText('What is the capital');

    await page.keyboard.type('zebra');
    await expect(dialog.getByRole('status')).toHaveText('Nothing has these words.');
    await line.fill('theme dark');
    await page.keyboard.press('Enter');
    await expect(dialog).toBeHidden();
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');

    await openPalette(page);
    await page.keyboard.type('new');
    await page.keyboard.press('Enter');
    await expect(page.locator('article')).toHaveCount(0);
    await expect(box(page)).toBeFocused();
    await openPalette(page);
    await page.keyboard.type('capital');
    await page.keyboard.press('Enter');
    await expect(page.locator('article')).toHaveCount(2);

    await openPalette(page);
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await page.getByRole('button', { name: 'Models', exact: true }).focus();
    await page.keyboard.press('?');
    const keys = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await expect(keys).toContainText('Earlier questions');
    await expectAccessible(page, 'shortcuts-1440');
  },
);

test('a thread is printed with the addresses of its sources, alone or with all, and shared as a file', async ({
  page,
}) => {
  await openThread(page, twoRuns);
  await page.emulateMedia({ media: 'print' });
  const first = page.locator('article').first();
  await expect(first.locator('.answer')).toBeVisible();
  await expect(first.getByText('https://www.example.org/lima')).toBeVisible();
  for (const hidden of [
    box(page),
    first.locator('details').first(),
    page.locator('aside'),
    first.getByText('Edit and branch'),
  ])
    await expect(hidden).toBeHidden();
  if (process.env['SCREENSHOTS'])
    await page.screenshot({ path: `${process.env['SCREENSHOTS']}/print.png`, fullPage: true });
  await page.emulateMedia({ media: 'screen' });
  await expect(first.getByText('https://www.example.org/lima')).toBeHidden();

  await page.evaluate(() => (window.print = () => (document.title = 'printed')));
  const more = page.getByRole('button', { name: /^More for/ });
  await more.click();
  await page.getByRole('button', { name: 'Print or save as PDF' }).click();
  await expect(page).toHaveTitle('printed');

  // All of them are one paper, and no more of the app is on it.
  await page.getByRole('button', { name: 'Export all' }).click();
  await page.evaluate(() => (document.title = 'not yet'));
  await page.getByRole('button', { name: 'Print or save as PDF' }).click();
  await expect(page).toHaveTitle('printed');
  await page.emulateMedia({ media: 'print' });
  const paper = page.locator('body > .printed');
  await expect(paper).toContainText('https://www.example.org/lima');
  await expect(paper).toBeVisible();
  await expect(page.locator('main')).toBeHidden();
  if (process.env['SCREENSHOTS'])
    await page.screenshot({ path: `${process.env['SCREENSHOTS']}/print-all.png`, fullPage: true });
  await page.emulateMedia({ media: 'screen' });
  await expect(paper).toBeHidden();
  await page.evaluate(() => dispatchEvent(new Event('afterprint')));
  await expect(paper).toHaveCount(0);

  await more.click();
  await expectAccessible(page, 'thread-menu-1440');
  // This browser can hand no file to another app: it is saved.
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Share as a file' }).click(),
  ]);
  expect(readFileSync(await file.path(), 'utf8')).toContain('<https://www.example.org/lima>');
});

test(
  'a file is attached, and the question is answered from it',
  { tag: '@every-width' },
  async ({ page }) => {
    await page.goto('./?seed=1');
    const attached = page.getByRole('list', { name: 'Attached files' });
    const notes = '# Zubrowka\n\nThe capital of Zubrowka is Lutz. Its river is the Danz.';
    const picker = page.getByLabel('Files to attach');
    await picker.setInputFiles([
      { name: 'notes.md', mimeType: 'text/markdown', buffer: Buffer.from(notes) },
      { name: 'noise.bin', mimeType: 'application/octet-stream', buffer: Buffer.from([0, 1, 255]) },
    ]);
    await expect(attached.getByRole('listitem')).toHaveCount(2);
    await expect(attached.locator('.failed')).toContainText('noise.bin');
    await expect(attached.locator('.ready')).toContainText('notes.md');
    for (const width of [360, 768, 1440]) {
      await page.setViewportSize({ width, height: 740 });
      await expectAccessible(page, `attached-${width}`);
    }
    await attached.getByRole('button', { name: 'Remove noise.bin' }).click();
    await expect(attached.getByRole('listitem')).toHaveCount(1);

    // Dropped anywhere on the page.
    const data = await page.evaluateHandle(() => {
      const transfer = new DataTransfer();
      transfer.items.add(new File(['The king of Zubrowka is Zero.'], 'dropped.txt'));
      return transfer;
    });
    await page.locator('main').dispatchEvent('drop', { dataTransfer: data });
    await expect(attached.locator('.ready')).toHaveCount(2);

    await box(page).fill('What is the capital of Zubrowka?');
    await page.keyboard.press('Enter');
    const run = page.locator('article').last();
    await expect(run).toHaveAttribute('data-status', 'finished', { timeout: 80_000 });
    await expect(attached).toHaveCount(0);
    await expect(run.locator('.answer')).toContainText('Lutz');
    await expect(run.getByRole('group', { name: 'Sources' })).toContainText('Your file');

    // The thread remembers them: after a reload, in a follow-up, and in a branch.
    const files = run.getByRole('list', { name: 'Files of this question' });
    await expect(files.getByRole('listitem')).toHaveText(['notes.md', 'dropped.txt']);
    for (const width of [360, 768, 1440]) {
      await page.setViewportSize({ width, height: 740 });
      await expectAccessible(page, `run-files-${width}`);
    }
    await page.reload();
    await expect(files.getByRole('listitem')).toHaveText(['notes.md', 'dropped.txt']);
    // What a small model may open besides, a person refuses.
    await refuseAll(page);
    await box(page).fill('What is the river of Zubrowka?');
    await page.keyboard.press('Enter');
    await expect(page.locator('article')).toHaveCount(2);
    await expect(run).toHaveAttribute('data-status', 'finished', { timeout: 80_000 });
    await expect(files).toHaveCount(0);
    // Cited or not, it was found.
    await expect(run).toContainText('Your file');
    await page.locator('article').first().getByRole('button', { name: 'Edit and branch' }).click();
    await expect(attached.locator('.ready')).toHaveText(['notes.md', 'dropped.txt']);
  },
);
