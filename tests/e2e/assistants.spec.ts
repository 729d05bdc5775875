import { expect, test } from '@playwright/test';
import { expectAccessible } from './accessible';

/** An assistant of one's own: made, chosen, asked, copied, removed and brought back. */

test(
  'an assistant answers with its own prompt, depth and tools, and the built-in one as before',
  { tag: '@every-width' },
  async ({ page }) => {
    test.setTimeout(180_000);
    await page.goto('./?seed=1');
    const box = page.getByLabel('Question', { exact: true });
    await expect(page.getByRole('combobox', { name: 'Assistant' })).toHaveCount(0);

    await page.getByRole('button', { name: 'Settings' }).click();
    const sheet = page.getByRole('dialog', { name: 'Settings' });
    await sheet.getByRole('button', { name: 'New assistant' }).click();
    const form = sheet.getByRole('form', { name: 'New assistant' });
    await expect(form.getByLabel('Name', { exact: true })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(form).toContainText('Give it a name');
    await page.keyboard.type('No reader');
    await form.getByLabel('System prompt').fill('You are a research assistant. Never open pages.');
    await form.getByRole('combobox', { name: 'Model' }).selectOption('jan-pocket');
    await form.getByLabel('Depth').selectOption('quick');
    await form.getByRole('checkbox', { name: 'Think before answering' }).check();
    await form.getByRole('checkbox', { name: 'scrape' }).uncheck();

    // Recommended values are marked, and there to go back to.
    const temperature = form.getByLabel('Temperature');
    const longest = form.getByLabel('Longest answer, in tokens');
    const back = form.getByRole('button', { name: 'Back to the recommended values' });
    await expect(temperature).toHaveAttribute('placeholder', '0');
    await expect(longest).toHaveAttribute('placeholder', '160');
    await expect(back).toBeDisabled();
    await temperature.fill('0.5');
    await longest.fill('70');
    await longest.blur();
    await expect(temperature).toHaveAccessibleDescription('recommended: 0');
    await expect(longest).toHaveAccessibleDescription('recommended: 160');
    await back.click();
    for (const field of [temperature, longest]) {
      await expect(field).toHaveValue('');
      await expect(field).toHaveAccessibleDescription('recommended');
    }
    await expect(back).toBeDisabled();

    // What cannot be taken is not saved, and there is a way out.
    await temperature.fill('hot');
    await expect(temperature).toHaveAccessibleDescription('Temperature is a number from 0 to 2');
    await form.getByRole('button', { name: 'Save' }).click();
    await expect(form.getByRole('alert')).toContainText('Not saved. Correct the marked values');
    await expect(temperature).toBeFocused();
    await expectAccessible(page, 'assistant-wrong');
    await back.click();
    await expect(temperature).toHaveValue('');
    await expect(form.getByRole('alert')).toHaveCount(0);

    await temperature.fill('0');
    await longest.fill('64');
    await expectAccessible(page, 'assistant-form');
    await form.getByRole('button', { name: 'Save' }).click();
    await expect(sheet.getByRole('radio', { name: 'No reader' })).toBeChecked();
    await sheet.getByRole('button', { name: 'Edit No reader' }).click();
    const again = sheet.getByRole('form', { name: 'Edit No reader' });
    await expect(again.getByRole('combobox', { name: 'Model' })).toHaveValue('jan-pocket');
    await expect(again.getByRole('checkbox', { name: 'Think before answering' })).toBeChecked();
    await expect(again.getByLabel('Temperature')).toHaveValue('0');
    await expect(again.getByLabel('Longest answer, in tokens')).toHaveValue('64');
    await again.getByRole('button', { name: 'Cancel' }).click();
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
    const own = await ask();
    expect(own).toContain('Never open pages.');
    // The built-in one ends with an empty thought.
    expect(own).toMatch(/<\|im_start\|>assistant\n$/);
    const started = { type: 'run-started', depth: 'quick', model: 'jan-pocket', thinking: true };
    expect(events[0]).toMatchObject(started);

    await page.getByRole('combobox', { name: 'Assistant' }).selectOption('Researcher');
    await page.keyboard.press('Control+Shift+O');
    const prompt = await ask();
    expect(prompt).not.toContain('Never open pages.');
    expect(prompt).toMatch(/<\/think>\n\n$/);
    expect(events[0]).not.toHaveProperty('system');
    expect(events[0]).not.toHaveProperty('thinking');
    await expect(page.locator('article').last()).toContainText('Lima');
  },
);
