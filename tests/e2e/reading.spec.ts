import { expect, test } from '@playwright/test';
import type { Source } from '../../src/contracts';
import { expectAccessible } from './accessible';
import { openThread, recordedRun } from './recorded-thread';
import { refuseAll } from './refuse-all';

/** Answers with code, formulas, tables and footnotes, as larger models write them. */

const sources: Source[] = [
  {
    n: 1,
    url: 'https://www.example.org/primes',
    title: 'Prime numbers',
    passages: ['A prime number has exactly two divisors. The number 91 is 7 times 13.'],
  },
];
const long = 'a_rather_long_name_that_goes_on'.repeat(4);
const answer = String.raw`A prime number has exactly two divisors [1]. It costs between $5 and $6[^a], and 92 is prime [1].

The sum is $\sum_{i=1}^{n} i = \frac{n(n+1)}{2}$, and

$$
\int_0^1 x^2 \, dx = \frac{1}{3}, \qquad A = \begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}
$$

${'```'}python
def is_prime(n: int) -> bool:
    """Whether n is a prime number."""
    return n > 1 and all(n % d for d in range(2, n))  # ${long}
${'```'}

| Number | Divisors | Its name in another language | What is known of it | Since |
| ---: | --- | --- | --- | --- |
| 7 | 1, 7 | neununddreißigtausend | ${'word '.repeat(12)}| 1900 |

[^a]: A footnote, with *emphasis*.`;

test(
  'code is coloured and copied, formulas are drawn, wide parts scroll on their own',
  { tag: '@every-width' },
  async ({ page, context }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await openThread(page, [recordedRun('What is a prime number?', answer, sources)]);
    const shown = page.locator('.answer');
    await expect(shown.locator('pre .hljs-keyword').first()).toHaveText('def');
    await expect(shown.locator('math')).toHaveCount(2);
    await expect(shown.locator('math[display="block"] mtable mtd')).toHaveCount(4);
    await expect(shown).toContainText('between $5 and $6');

    await shown.getByRole('button', { name: 'Copy' }).click();
    await expect(shown.getByRole('button', { name: 'Copied' })).toBeVisible();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(
      /^def is_prime[^]*_on$/,
    );

    await shown.getByRole('button', { name: 'Note a', exact: true }).click();
    await expect(shown.locator('.note')).toBeFocused();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect(shown.getByRole('button', { name: 'Note a', exact: true })).toBeFocused();

    for (const width of [360, 768, 1440]) {
      await page.setViewportSize({ width, height: 1100 });
      await expectAccessible(page, `reading-${width}`);
      const sizes = await page.evaluate(() => {
        const scrolls = (selector: string) => {
          const box = document.querySelector(selector)!;
          return box.scrollWidth > box.clientWidth;
        };
        const { scrollWidth, clientWidth } = document.querySelector('main')!;
        return {
          page: scrollWidth - clientWidth,
          code: scrolls('.answer pre'),
          table: scrolls('.wide'),
        };
      });
      expect(sizes).toEqual({ page: 0, code: true, table: width === 360 });
    }
  },
);

test('a card beside a citation: by pointer and by keyboard, until Esc', async ({ page }) => {
  await openThread(page, [recordedRun('What is a prime number?', answer, sources)]);
  const chip = page.getByRole('button', { name: /^Source 1, quote found/ });
  const card = page.getByRole('tooltip');
  await chip.hover();
  await expect(card).toContainText('Prime numbers');
  await expect(card).toContainText('example.org');
  await expect(card).toContainText('A prime number has exactly two divisors.');
  await expect(card).toContainText('Quote found in source');
  await card.hover();
  await page.getByLabel('Question', { exact: true }).hover();
  await expect(card).toBeHidden();

  const failed = page.getByRole('button', { name: /^Source 1, number not in source/ });
  await chip.focus();
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Tab');
  await expect(card).toBeVisible();
  await expect(chip).toHaveAccessibleDescription(/two divisors/);
  await page.setViewportSize({ width: 360, height: 740 });
  await expect(card).toBeInViewport({ ratio: 1 });
  await expectAccessible(page, 'card-360');
  await page.setViewportSize({ width: 1440, height: 900 });
  await expectAccessible(page, 'card-1440');
  await page.keyboard.press('Escape');
  await expect(card).toBeHidden();
  await expect(chip).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(failed).toBeFocused();
  await expect(card).toContainText('Number not in source');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Source 1' })).toBeVisible();
  await expect(card).toBeHidden();
});

test.describe('with a finger', () => {
  test.use({ hasTouch: true, viewport: { width: 360, height: 740 } });
  test('the first tap on a citation opens its source', async ({ page }) => {
    await openThread(page, [recordedRun('What is a prime number?', answer, sources)]);
    await page.getByRole('button', { name: /^Source 1, quote found/ }).tap();
    await expect(page.getByRole('dialog', { name: 'Source 1' })).toBeVisible();
    await expect(page.getByRole('tooltip')).toHaveCount(0);
  });
});

test(
  'a long thread opens at its last question, scrolls, and is found by the browser',
  { tag: '@every-width' },
  async ({ page }) => {
    const runs = Array.from({ length: 60 }, (_, at) =>
      recordedRun(`Question ${at + 1}?`, `Answer ${at + 1}.\n\n${answer}`, sources),
    );
    await openThread(page, runs);
    const heading = (n: number) =>
      page.getByRole('heading', { name: `Question ${n}?`, exact: true });
    await expect(heading(60)).toBeInViewport();
    await expect(page.locator('article').first().locator('.answer')).toContainText('Answer 1.');
    await page.keyboard.press('Shift'); // the reader takes over
    // What a browser's own search looks into.
    expect(await page.evaluate(`find('Answer 7.', false, false, true)`)).toBe(true);
    await page
      .locator('article')
      .nth(6)
      .evaluate((run) => run.scrollIntoView());
    await expect(heading(7)).toBeInViewport();
    await expect(page.locator('.answer').nth(6).locator('math')).toHaveCount(2);
    await page.locator('main').evaluate((main) => (main.scrollTop = 0));
    await expect(heading(1)).toBeInViewport();
    expect(await page.evaluate(() => document.documentElement.scrollTop)).toBe(0);

    // An answer that is written stays in view, and does not move a reader who has gone up.
    const main = page.locator('main');
    const left = () => main.evaluate((box) => box.scrollHeight - box.scrollTop - box.clientHeight);
    const last = page.locator('article').last();
    // Sixty answers about other things lead a small model to an address of its own.
    await refuseAll(page);
    await page.getByLabel('Question', { exact: true }).fill('What is the capital of Peru?');
    await page.keyboard.press('Enter');
    await expect(last.getByRole('list', { name: 'Steps' })).toBeInViewport();
    expect(await left()).toBeLessThan(80);
    await main.hover({ position: { x: 200, y: 200 } });
    await page.mouse.wheel(0, -350);
    await expect.poll(left).toBeGreaterThan(80);
    const top = () => heading(60).evaluate((node) => node.getBoundingClientRect().top);
    const before = await top();
    expect(await last.getAttribute('data-status')).toBe('running');
    const newest = page.getByRole('button', { name: 'Go to the newest' });
    await expect(newest).toBeVisible();
    await expect(last).toHaveAttribute('data-status', 'finished');
    expect(await top()).toBeCloseTo(before, 0);

    // One press leads to the end, also when it is over; by a key, on to the question.
    const { width, height } = (await newest.boundingBox())!;
    expect(Math.min(width, height)).toBeGreaterThanOrEqual(44);
    await expectAccessible(page, 'to-newest', '[aria-label="Go to the newest"]');
    await newest.focus();
    await page.keyboard.press('Enter');
    await expect(newest).toHaveCount(0);
    await expect.poll(left).toBeLessThan(80);
    await expect(page.getByLabel('Question', { exact: true })).toBeFocused();
  },
);
