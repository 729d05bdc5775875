import { expect, test, type Page } from '@playwright/test';
import { startMcpServer } from '../fakes/mcp-server';
import { expectAccessible } from './accessible';
import { refuseAll } from './refuse-all';

/** Prompts of MCP servers as the beginning of a question: the real relay's, and an added server's. */

const box = (page: Page) => page.getByLabel('Question', { exact: true });
const starters = (page: Page) => page.getByRole('region', { name: 'Prompts', exact: true });

test(
  'a prompt is chosen, filled in, and asked by the person alone',
  { tag: '@every-width' },
  async ({ page }) => {
    await page.goto('./?seed=1');
    // Four, or two on a phone, and a way to the rest.
    const few = (page.viewportSize()?.width ?? 0) < 600 ? 3 : 5;
    await expect(starters(page).getByRole('listitem')).toHaveCount(few);
    await expectAccessible(page, 'prompts');
    await starters(page).getByRole('button', { name: 'Compare two things' }).click();
    const form = page.getByRole('dialog', { name: 'Compare two things' });
    const first = form.getByLabel('First (required)');
    await expect(first).toBeFocused();
    await first.fill('Peru');
    await page.keyboard.press('Enter');
    await expect(form).toContainText('Fill this in.');
    await expect(form.getByLabel('Second (required)')).toBeFocused();
    await expectAccessible(page, 'prompt-form', 'dialog');
    await page.keyboard.type('Chile');
    await page.keyboard.press('Enter');
    await expect(form).toBeHidden();
    await expect(box(page)).toBeFocused();
    await expect(box(page)).toHaveValue(/^Compare Peru and Chile\.\n/);
    await expect(page.locator('article')).toHaveCount(0);
    // A small model may make an address up for so long a question: such a call waits for a person, who refuses it.
    await refuseAll(page);
    await page.keyboard.press('Enter');
    await expect(page.locator('article')).toContainText('Compare Peru and Chile.');
    await expect(page.locator('article')).toHaveAttribute('data-status', 'finished', {
      timeout: 80_000,
    });

    // The relay gone in the middle, it says so and tries again.
    await box(page).focus();
    await page.keyboard.press('/');
    await page.getByRole('option', { name: 'Check a fact' }).click();
    const check = page.getByRole('dialog', { name: 'Check a fact' });
    await check.getByLabel('Claim (required)').fill('Lima is old.');
    await page.context().setOffline(true);
    await check.getByRole('button', { name: 'Put into the box' }).click();
    await expect(check.getByRole('alert')).toContainText('No search relay answers');
    await page.context().setOffline(false);
    await check.getByRole('button', { name: 'Try again' }).click();
    await expect(box(page)).toHaveValue(/^Check this claim: Lima is old\./);
  },
);

test('an added server’s prompts come, change and go with it, and nothing in them is trusted', async ({
  page,
}) => {
  const say = () => '<img src=x onerror=alert(1)>\u202eevil';
  const docs = await startMcpServer({
    prompts: { daily_report: { description: 'The day', say } },
  });
  await page.goto('./?open=settings');
  const section = page.getByRole('region', { name: 'MCP servers' });
  await section.getByRole('button', { name: 'Add server' }).click();
  await section.getByLabel('Server address').fill(docs.url);
  await section.getByLabel('Name').fill('docs');
  await section.getByRole('button', { name: 'Save and connect' }).click();
  await expect(section).toContainText('1 tool on offer');
  await page.keyboard.press('Escape');

  // By the keyboard alone; without arguments nothing is asked for.
  await box(page).focus();
  await page.keyboard.press('/');
  const dialog = page.getByRole('dialog', { name: 'Prompts' });
  await expect(dialog.getByRole('combobox')).toBeFocused();
  await expect(dialog.getByRole('option')).toHaveCount(7);
  await page.keyboard.type('day');
  await expect(dialog.getByRole('option')).toHaveText(['Daily report The day · docs']);
  await expectAccessible(page, 'prompts-found');
  await page.keyboard.press('Enter');
  await expect(box(page)).toHaveValue('<img src=x onerror=alert(1)>evil');
  await expect(page.locator('article')).toHaveCount(0);

  // A question may begin with a slash all the same.
  await box(page).fill('');
  await page.keyboard.press('/');
  await expect(dialog.getByRole('combobox')).toBeFocused();
  await page.keyboard.type('etc/hosts');
  await page.keyboard.press('Escape');
  await expect(box(page)).toHaveValue('/etc/hosts');
  await box(page).fill('');

  docs.change({ daily_report: { say }, weekly_report: { say } });
  await page.keyboard.press('/');
  await expect(dialog.getByRole('option', { name: 'Weekly report' })).toBeVisible();
  await page.keyboard.press('Escape');

  // Switched off, it offers none.
  await page.getByRole('button', { name: 'Settings' }).click();
  await section.locator('summary').getByText('docs', { exact: true }).click();
  await section.getByRole('button', { name: 'Switch off' }).click();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  const all = page.getByRole('dialog', { name: 'Commands' });
  await expect(all.getByRole('option', { name: 'Check a fact' })).toBeAttached();
  await expect(all.getByRole('option', { name: 'Daily report' })).toHaveCount(0);
  await docs.close();
});
