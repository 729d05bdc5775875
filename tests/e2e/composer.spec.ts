import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test, type Page } from '@playwright/test';
import type { Source } from '../../src/contracts';
import { expectAccessible } from './accessible';
import { openHistory } from './history';
import { openThread, recordedRun } from './recorded-thread';

/** The box, the palette, and what is taken out of a thread. */

const sources: Source[] = [
  {
    n: 1,
    url: 'https://www.example.org/lima',
    title: 'Lima',
    passages: ['Lima is the capital of Peru.'],
  },
];
const runs = ['What is the capital of Peru?', 'And once more?'].map((question) =>
  recordedRun(question, 'Lima is the capital of Peru [1].', sources),
);
const box = (page: Page) => page.getByLabel('Question', { exact: true });

test('earlier questions come back with the arrow keys, and the draft after them', async ({
  page,
}) => {
  await openThread(page, runs);
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
});

test('a draft outlives a reload of its tab, until it is asked or emptied', async ({ page }) => {
  await openThread(page, runs);
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

test('the palette finds commands and threads, by the keyboard alone', async ({ page }) => {
  await openThread(page, runs);
  const dialog = page.getByRole('dialog', { name: 'Commands' });
  const line = dialog.getByRole('combobox');
  const option = (name: string | RegExp) => dialog.getByRole('option', { name });
  await page.keyboard.press('Control+K');
  await expect(line).toBeFocused();
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

  await page.keyboard.press('Control+K');
  await expect(line).toBeFocused();
  await page.keyboard.type('new');
  await page.keyboard.press('Enter');
  await expect(page.locator('article')).toHaveCount(0);
  await expect(box(page)).toBeFocused();
  await page.keyboard.press('Control+K');
  await expect(line).toBeFocused();
  await page.keyboard.type('capital');
  await page.keyboard.press('Enter');
  await expect(page.locator('article')).toHaveCount(2);

  await page.keyboard.press('Control+K');
  await expect(line).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await page.getByRole('button', { name: 'Models', exact: true }).focus();
  await page.keyboard.press('?');
  const keys = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(keys).toContainText('Earlier questions');
  await expectAccessible(page, 'shortcuts-1440');
});

test('a thread is printed with the addresses of its sources, alone or with all, and shared as a file', async ({
  page,
}) => {
  await openThread(page, runs);
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

test('a file is attached, and the question is answered from it', async ({ page }) => {
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
  await box(page).fill('What is the river of Zubrowka?');
  await page.keyboard.press('Enter');
  await expect(page.locator('article')).toHaveCount(2);
  await expect(run).toHaveAttribute('data-status', 'finished', { timeout: 80_000 });
  await expect(files).toHaveCount(0);
  // Cited or not, it was found.
  await expect(run).toContainText('Your file');
  await page.locator('article').first().getByRole('button', { name: 'Edit and branch' }).click();
  await expect(attached.locator('.ready')).toHaveText(['notes.md', 'dropped.txt']);
});

test(
  'a question is asked again of another model, and to another depth',
  { tag: '@every-width' },
  async ({ page }) => {
    const weights = fileURLToPath(
      new URL('../../public/models/jan-pocket/jan-pocket.gguf', import.meta.url),
    );
    await page.goto('./?seed=1');
    await page.getByRole('button', { name: 'Models', exact: true }).click();
    const models = page.getByRole('dialog', { name: 'Models' });
    await models.getByLabel('Files of a model').setInputFiles(weights);
    await models.getByRole('button', { name: 'Import', exact: true }).click();
    const entry = models.locator('li[data-model="imported-jan-pocket-q8-0"]');
    await expect(entry).toHaveAttribute('data-state', 'stored');
    await page.keyboard.press('Escape');

    const run = page.locator('article').last();
    const finished = async () => {
      await expect(run).toHaveAttribute('data-status', 'finished', { timeout: 80_000 });
      await run.locator('footer summary').click();
      return run
        .locator('footer')
        .getByText(/ on wllama, /)
        .textContent();
    };
    await box(page).fill('What is the capital of Peru?');
    await page.keyboard.press('Enter');
    expect(await finished()).toMatch(/^jan-pocket on wllama, standard/);

    const menu = page.getByRole('group', { name: 'Another way to answer' });
    const way = page.getByRole('button', { name: 'Another way to answer' });
    await way.click();
    await expect(menu.getByRole('button', { name: /Jan-Pocket|jan-pocket/ })).toBeVisible();
    await expectAccessible(page, 'again-1440');
    await menu.getByRole('button', { name: /jan-pocket/i }).click();
    await expect(menu).toBeHidden();
    await expect(page.locator('.status')).toHaveAttribute('data-model', 'ready');
    await expect(page.locator('article')).toHaveCount(1);
    await expect(run.locator('footer')).toContainText('imported-jan-pocket-q8-0 on wllama', {
      timeout: 80_000,
    });
    await expect(run.locator('.answer')).toContainText('Lima');

    await way.click();
    await menu.getByRole('button', { name: 'Quick' }).click();
    await expect(run.locator('footer')).toContainText('on wllama, quick', { timeout: 80_000 });
    await way.click();
    await expectAccessible(page, 'again');
  },
);

test(
  'a question is asked again by another assistant, and with thinking in that run alone',
  { tag: '@every-width' },
  async ({ page }) => {
    test.setTimeout(240_000);
    await page.goto('./?seed=1');
    await page.getByRole('button', { name: 'Settings' }).click();
    const sheet = page.getByRole('dialog', { name: 'Settings' });
    await sheet.getByRole('button', { name: 'New assistant' }).click();
    const form = sheet.getByRole('form', { name: 'New assistant' });
    await form.getByLabel('Name', { exact: true }).fill('No reader');
    await form.getByLabel('System prompt').fill('You are a research assistant. Never open pages.');
    await form.getByRole('button', { name: 'Save' }).click();
    await expect(sheet.getByRole('radio', { name: 'No reader' })).toBeChecked();
    await page.keyboard.press('Escape');
    const answering = page.getByRole('combobox', { name: 'Assistant' });
    await answering.selectOption('Researcher');

    const events: { type: string; system?: string; thinking?: boolean; prompt?: string }[] = [];
    await page.exposeFunction('note', (event: (typeof events)[number]) => void events.push(event));
    await page.evaluate(() =>
      addEventListener('agent-event', (event) => {
        const { note } = window as unknown as { note: (event: unknown) => void };
        note((event as CustomEvent<unknown>).detail);
      }),
    );
    const run = page.locator('article').last();
    const menu = run.getByRole('group', { name: 'Another way to answer' });
    const entry = (name: string) => menu.getByRole('button', { name });
    /** How the model was asked in the run that `begin` begins. */
    const asked = async (begin: () => Promise<void>) => {
      events.length = 0;
      await begin();
      const prompt = () => events.find(({ type }) => type === 'prompt-rendered')?.prompt;
      await expect.poll(prompt, { timeout: 80_000 }).toBeDefined();
      await expect(run).not.toHaveAttribute('data-status', 'running', { timeout: 80_000 });
      return { started: events.find(({ type }) => type === 'run-started'), prompt: prompt() };
    };
    const ask = (question: string) => async () => {
      await box(page).fill(question);
      await page.keyboard.press('Enter');
    };
    const openMenu = () => run.getByRole('button', { name: 'Another way to answer' }).click();
    const choose = (name: string) => async () => {
      await openMenu();
      await entry(name).click();
      await expect(menu).toBeHidden();
    };

    const first = await asked(ask('What is the capital of Peru?'));
    expect(first.started).not.toHaveProperty('system');
    await openMenu();
    await expect(entry('Researcher')).toHaveAttribute('aria-current', 'true');
    await expect(entry('No reader')).not.toHaveAttribute('aria-current');
    await expect(entry('Answer without thinking')).toContainText('as before');
    // What does not fit is scrolled, and in reach.
    await entry('Sampling and more').scrollIntoViewIfNeeded();
    await expect(entry('Sampling and more')).toBeInViewport();
    await expectAccessible(page, 'again-assistants');
    await page.keyboard.press('Escape');

    const other = await asked(choose('No reader'));
    expect(other.started).toMatchObject({ question: 'What is the capital of Peru?' });
    expect(other.prompt).toContain('Never open pages.');
    await expect(page.locator('article')).toHaveCount(1);
    // It is the one that answers from now on.
    await expect(answering.locator('option:checked')).toHaveText('No reader');

    const back = await asked(choose('Researcher'));
    expect(back.prompt).not.toContain('Never open pages.');
    await expect(answering).toHaveValue('');

    const thought = await asked(choose('Think before answering'));
    expect(thought.started).toMatchObject({ thinking: true });
    // No empty thought stands before the answer.
    expect(thought.prompt).toMatch(/<\|im_start\|>assistant\n$/);
    await openMenu();
    await expect(entry('Think before answering')).toHaveAttribute('aria-current', 'true');
    await entry('Sampling and more').click();
    await expect(menu).toBeHidden();
    await expect(sheet).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(sheet).toHaveCount(0);

    const next = await asked(ask('What is the capital of Chile?'));
    expect(next.started).not.toHaveProperty('thinking');
    expect(next.prompt).toMatch(/<\/think>\n\n$/);
  },
);

test(
  'an earlier question is asked again in a branch, and its thread stays as it was',
  { tag: '@every-width' },
  async ({ page }) => {
    await openThread(page, runs);
    await page.keyboard.press('Shift'); // the reader takes over, and nothing scrolls by itself
    const [first, last] = [page.locator('article').first(), page.locator('article').last()];
    await expect(first.getByRole('button', { name: 'Ask again and branch' })).toBeVisible();
    await expect(last.getByRole('button', { name: 'Ask again', exact: true })).toBeVisible();
    await first.getByRole('button', { name: 'Another way to answer' }).click();
    const menu = first.getByRole('group', { name: 'Another way to answer' });
    await menu.getByRole('button', { name: 'Quick' }).click();
    await expect(page.locator('article')).toHaveCount(1);
    await expect(first.locator('footer')).toContainText('on wllama, quick', { timeout: 80_000 });
    await expect(first.locator('.answer')).toContainText('Lima');

    const history = await openHistory(page);
    await expect(history.getByRole('listitem')).toHaveCount(2);
    await history.getByRole('listitem').last().getByRole('button').first().click();
    await expect(page.locator('article')).toHaveCount(2);
  },
);
