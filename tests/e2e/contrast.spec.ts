import { expect, test, type Page } from '@playwright/test';
import { openThread, recordedRun } from './recorded-thread';

/** For people who ask for the system's own colours; more contrast and larger text are in every-screen.spec.ts. */

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

async function keep(page: Page, name: string): Promise<void> {
  const folder = process.env['SCREENSHOTS'];
  if (folder) await page.screenshot({ path: `${folder}/${name}.png` });
}

async function openAnswer(page: Page): Promise<void> {
  await openThread(page, [run]);
  // One that is unfolded is not among them any more.
  const folded = page.locator('article details:not([open]) > summary:visible');
  while ((await folded.count()) > 0) await folded.first().click();
}

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
  for (const part of ['article figure div.bar', '.status-dot'])
    expect(await style(part, 'forced-color-adjust')).toBe('none');
  expect(await style('article figure div.bar span', 'background-color')).not.toBe(ground);
  expect(await style('nav [aria-current="page"]', 'outline-style')).toBe('solid');
  await keep(page, 'forced-answer');

  await page.getByLabel('Settings', { exact: true }).click();
  await expect(page.getByRole('dialog', { name: 'Settings' })).toBeVisible();
  expect(await style('dialog[open] input:checked + span', 'outline-style')).toBe('solid');
  expect(await style('dialog[open] input:not(:checked) + span', 'outline-style')).toBe('none');
  await keep(page, 'forced-settings');
});
