import { expect, test } from '@playwright/test';
import { expectAccessible } from './accessible';

/** An assistant of one's own: made, chosen, asked, copied, removed and brought back. */

test(
  'an assistant answers with its own prompt, depth and tools, and the built-in one as before',
  { tag: '@every-width' },
  async ({ page }) => {
    await page.goto('./?seed=1');
    const box = page.getByLabel('Question', { exact: true });
    await expect(page.getByRole('combobox', { name: 'Assistant' })).toHaveCount(0);

    await page.getByRole('button', { name: 'Settings' }).click();
    const sheet = page.getByRole('dialog', { name: 'Settings' });
    await sheet.getByRole('button', { name: 'New assistant' }).click();
    await expect(sheet.getByLabel('Name', { exact: true })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(sheet).toContainText('Give it a name');
    await page.keyboard.type('No reader');
    await sheet.getByLabel('System prompt').fill('You are a research assistant. Never open pages.');
    await sheet.getByLabel('Depth').selectOption('quick');
    await sheet.getByLabel('Longest answer, in tokens').fill('64');
    await sheet.getByRole('checkbox', { name: 'scrape' }).uncheck();
    await expectAccessible(page, 'assistant-form');
    await sheet.getByRole('button', { name: 'Save' }).click();
    await expect(sheet.getByRole('radio', { name: 'No reader' })).toBeChecked();
    await sheet.getByRole('button', { name: 'Copy No reader' }).click();
    await sheet.getByRole('button', { name: 'Remove No reader 2' }).click();
    await expect(sheet.getByRole('radio', { name: 'No reader 2' })).toHaveCount(0);
    // What was made meanwhile stays.
    await sheet.getByRole('button', { name: 'Copy No reader' }).click();
    await sheet.getByRole('button', { name: 'Undo' }).click();
    await expect(sheet.getByRole('radio', { name: 'No reader 2', exact: true })).not.toBeChecked();
    await expect(sheet.getByRole('radio', { name: 'No reader 2 2' })).not.toBeChecked();
    await page.keyboard.press('Escape');

    await page.reload();
    await expect(page.getByRole('combobox', { name: 'Assistant' })).toHaveValue(/./);
    await expect(page.getByLabel('Depth', { exact: true })).toHaveValue('quick');
    await expectAccessible(page, 'assistant-chosen');

    const events: { type: string; system?: string; prompt?: string }[] = [];
    await page.exposeFunction('note', (event: (typeof events)[number]) => void events.push(event));
    await page.evaluate(() =>
      addEventListener('agent-event', (event) => {
        const { note } = window as unknown as { note: (event: unknown) => void };
        note((event as CustomEvent<unknown>).detail);
      }),
    );
    const ask = async () => {
      events.length = 0;
      await box.fill('What is the capital of Peru?');
      await page.keyboard.press('Enter');
      const run = page.locator('article').last();
      await expect(run).not.toHaveAttribute('data-status', 'running', { timeout: 80_000 });
      return events.find(({ type }) => type === 'prompt-rendered')?.prompt ?? '';
    };
    expect(await ask()).toContain('Never open pages.');
    expect(events[0]).toMatchObject({ type: 'run-started', depth: 'quick' });

    await page.getByRole('combobox', { name: 'Assistant' }).selectOption('Researcher');
    await page.keyboard.press('Control+Shift+O');
    const prompt = await ask();
    expect(prompt).not.toContain('Never open pages.');
    expect(events[0]).not.toHaveProperty('system');
    await expect(page.locator('article').last()).toContainText('Lima');
  },
);
