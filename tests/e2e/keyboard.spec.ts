import { readFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';

/** Somebody without a mouse, from the first visit to a file with the answer. */

/** What has the focus, in words; fails where a person could not see that it has it. */
async function focused(page: Page): Promise<string> {
  const at = await page.evaluate(() => {
    const one = document.activeElement;
    if (!(one instanceof HTMLElement) || one === document.body) return undefined;
    const name = one.getAttribute('aria-label') ?? one.textContent;
    const { top, bottom, left, right } = one.getBoundingClientRect();
    const inView = bottom > 0 && right > 0 && top < innerHeight && left < innerWidth;
    const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(one);
    const ring = outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1;
    // A box that is drawn around the line one types in.
    let frame = false;
    for (let box = one.parentElement, up = 0; box && up < 2; box = box.parentElement, up += 1)
      frame ||= getComputedStyle(box)
        .boxShadow.split(/,(?![^(]*\))/)
        .some((part) => /0px 0px 0px 1px|inset/.test(part));
    return {
      what: `${one.tagName.toLowerCase()} ${name.trim().replace(/\s+/g, ' ').slice(0, 40)}`,
      shown: one.matches(':focus-visible') && ((ring && !/, 0\)$/.test(outlineColor)) || frame),
      inView,
    };
  });
  expect(at, 'something has the focus').toBeDefined();
  expect(at, at!.what).toMatchObject({ shown: true, inView: true });
  return at!.what;
}

/** Presses a key until what has the focus fits, looking at every stop on the way. */
async function press(page: Page, key: string, until: RegExp): Promise<void> {
  const passed: string[] = [];
  for (let count = 0; count < 40; count += 1) {
    await page.keyboard.press(key);
    const now = await focused(page);
    if (until.test(now)) return;
    passed.push(now);
  }
  throw new Error(`${key} did not reach ${until}, but: ${passed.join(' | ')}`);
}

test(
  'the keyboard leads from the first visit to an exported answer',
  { tag: '@every-width' },
  async ({ page }) => {
    await page.addInitScript(() => {
      Object.assign(window, { pointers: 0 });
      addEventListener(
        'pointerdown',
        () => ((window as unknown as { pointers: number }).pointers += 1),
      );
    });
    await page.goto('./?seed=1');
    const box = page.getByLabel('Question', { exact: true });
    await expect(box).toBeFocused();
    await expect(page.locator('.status')).toHaveAttribute('data-model', 'ready');
    await focused(page);

    // Everything on the first page can be reached and left, and the way back leads to the box.
    await press(page, 'Tab', /Compare two things/);
    await press(page, 'Shift+Tab', /^textarea/);

    await page.keyboard.type('What is the capital of Peru?');
    await page.keyboard.press('Enter');
    const run = page.locator('article').last();
    await expect(run).toHaveAttribute('data-status', 'finished', { timeout: 60_000 });
    await expect(run.locator('.answer')).toContainText('Lima');
    await focused(page);

    // The source of the answer, and back.
    await press(page, 'Shift+Tab', /^button.*Copy/);
    await press(page, 'Shift+Tab', /^(?:button|a) (?:\[?1\]?|Source 1)/);
    await page.keyboard.press('Enter');
    const source = page.getByRole('dialog');
    await expect(source).toContainText('Lima');
    await focused(page);
    await page.keyboard.press('Escape');
    await expect(source).toBeHidden();
    await focused(page);

    // What can be done with the thread is in the list of threads, and in the palette.
    const narrow = await page.getByRole('button', { name: 'History', exact: true }).isVisible();
    if (narrow) {
      await press(page, 'Shift+Tab', /^button History/);
      await page.keyboard.press('Enter');
    }
    await press(page, narrow ? 'Tab' : 'Shift+Tab', /^button More for/);
    await page.keyboard.press('Enter');
    const entry = page.getByRole('button', { name: 'Export as Markdown' });
    await expect(entry).toBeVisible();
    await press(page, 'Tab', /Markdown/);
    const downloading = page.waitForEvent('download');
    await page.keyboard.press('Enter');
    const download = await downloading;
    expect(download.suggestedFilename()).toMatch(/\.md$/);
    const text = readFileSync(await download.path(), 'utf8');
    expect(text).toMatch(/^# What is the capital of Peru\?\n/);
    expect(text).toMatch(/Lima.*\[\^1\]/);
    expect(text).toMatch(/^\[\^1\]: .*(?:corpus|https?):?/m);

    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await expect(
      page.getByRole('dialog', { name: 'Commands' }).getByRole('combobox'),
    ).toBeFocused();
    await focused(page);
    await page.keyboard.type('export mark');
    const again = page.waitForEvent('download');
    await page.keyboard.press('Enter');
    expect(readFileSync(await (await again).path(), 'utf8')).toBe(text);
    expect(await page.evaluate(() => (window as unknown as { pointers: number }).pointers)).toBe(0);
  },
);
