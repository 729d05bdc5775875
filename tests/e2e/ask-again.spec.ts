import { fileURLToPath } from 'node:url';
import { expect, test, type Page } from '@playwright/test';
import { expectAccessible } from './accessible';
import { openHistory } from './history';
import { openThread, twoRuns } from './recorded-thread';

/** Questions that are asked again, another way. */

const box = (page: Page) => page.getByLabel('Question', { exact: true });

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
    await openThread(page, twoRuns);
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
