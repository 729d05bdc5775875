import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { openThread, recordedRun } from './recorded-thread';

/** For people who ask for more contrast, for the system's own colours, or for much larger text. */

const run = recordedRun(
  'What is a prime number?',
  'A prime number has exactly two divisors [1]. The number 92 is prime [1].',
  [
    {
      n: 1,
      url: 'https://www.example.org/primes',
      title: 'Prime numbers',
      passages: ['A prime number has exactly two divisors. The number 91 is 7 times 13.'],
    },
  ],
);

/** What one goes through: an answer with all that folds out of it, then the settings. */
const screens: [name: string, open: (page: Page) => Promise<void>][] = [
  ['answer', () => Promise.resolve()],
  [
    'settings',
    async (page) => {
      await page.getByLabel('Settings', { exact: true }).click();
      await expect(page.getByRole('dialog', { name: 'Settings' })).toBeVisible();
    },
  ],
];

async function keep(page: Page, name: string): Promise<void> {
  const folder = process.env['SCREENSHOTS'];
  if (folder) await page.screenshot({ path: `${folder}/${name}.png` });
}

async function openAnswer(page: Page): Promise<void> {
  await openThread(page, [run]);
  for (const fold of await page.locator('article details:not([open]) > summary').all())
    if (await fold.isVisible()) await fold.click();
}

test('with more contrast all text has seven to one', async ({ page }) => {
  await openAnswer(page);
  for (const [name, open] of screens) {
    await open(page);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, contrast: 'more', reducedMotion: 'reduce' });
      const axe = new AxeBuilder({ page }).withRules(['color-contrast', 'color-contrast-enhanced']);
      const { violations } = await axe.analyze();
      expect(
        violations.flatMap(({ nodes }) => nodes.map(({ html, any }) => [html, any[0]?.message])),
        `${name}, ${colorScheme}`,
      ).toEqual([]);
      await keep(page, `contrast-${name}-${colorScheme}`);
    }
  }
});

test('in the system’s own colours everything that a background says is still to be seen', async ({
  page,
}) => {
  await openAnswer(page);
  await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
  const style = (selector: string, property: string) =>
    page
      .locator(selector)
      .first()
      .evaluate((element, name) => getComputedStyle(element).getPropertyValue(name), property);
  // The parts of a bar differ from their ground, and so do the dots of the status.
  const ground = await style('article figure', 'background-color');
  for (const part of ['article figure .bar', '.status-dot'])
    expect(await style(part, 'forced-color-adjust')).toBe('none');
  expect(await style('article figure .bar span', 'background-color')).not.toBe(ground);
  expect(await style('nav [aria-current="page"]', 'outline-style')).toBe('solid');
  await keep(page, 'forced-answer');

  await page.getByLabel('Settings', { exact: true }).click();
  await expect(page.getByRole('dialog', { name: 'Settings' })).toBeVisible();
  expect(await style('dialog[open] input:checked + span', 'outline-style')).toBe('solid');
  expect(await style('dialog[open] input:not(:checked) + span', 'outline-style')).toBe('none');
  await keep(page, 'forced-settings');
});

test('text of twice the size, and a page of 320 pixels, need no scrolling sideways', async ({
  page,
}) => {
  await openAnswer(page);
  const wide = () =>
    page.evaluate(() => {
      const { clientWidth, scrollWidth } = document.documentElement;
      const sheet = document.querySelector('dialog[open]');
      return [scrollWidth - clientWidth, sheet ? sheet.scrollWidth - sheet.clientWidth : 0];
    });
  for (const [name, width, size] of [
    ['320', 320, '100%'],
    ['double', 1280, '200%'],
  ] as const) {
    await page.setViewportSize({ width, height: 800 });
    await page.evaluate((rootSize) => (document.documentElement.style.fontSize = rootSize), size);
    expect(await wide(), name).toEqual([0, 0]);
    await keep(page, `zoom-answer-${name}`);
    await page.getByLabel('Settings', { exact: true }).click();
    await expect(page.getByRole('dialog', { name: 'Settings' })).toBeVisible();
    expect(await wide(), name).toEqual([0, 0]);
    await keep(page, `zoom-settings-${name}`);
    await page.keyboard.press('Escape');
  }
});
