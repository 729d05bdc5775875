import { expect, test, type Page } from '@playwright/test';
import { barFont } from './bar-font';
import { screens, widths } from './screen-list';

/** The main screens look as they did: `npx playwright test screens --update-snapshots` where they are to look otherwise. */

// Content Security Policy would refuse the font.
test.use({ bypassCSP: true, reducedMotion: 'reduce', locale: 'en-GB', timezoneId: 'UTC' });

/** What the screens say of the machine, which differs. */
async function onAnyMachine(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const tell = (of: object, key: string, value: unknown) =>
      Object.defineProperty(of, key, { get: () => value });
    tell(Navigator.prototype, 'hardwareConcurrency', 4);
    tell(Navigator.prototype, 'deviceMemory', 8);
    tell(Navigator.prototype, 'gpu', undefined);
    StorageManager.prototype.estimate = () => Promise.resolve({ quota: 50e9, usage: 0 });
  });
}

async function withBars(page: Page): Promise<void> {
  await page.addStyleTag({
    content: `@font-face { font-family: Bars; src: url(${barFont()}); }
      * { font-family: Bars !important; font-weight: 400 !important; font-style: normal !important;
          letter-spacing: 0 !important; caret-color: transparent !important; }`,
  });
  await page.evaluate(async () => {
    const [font] = await document.fonts.load('16px Bars');
    if (!font) throw new Error('The font of the comparison is not taken.');
  });
}

/** What is wider than its place: nothing of a main screen is to be scrolled sideways. */
function sideways(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('html, main, dialog, dialog .body, form')]
      .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
      .map(({ tagName, className }) => `${tagName} ${className}`),
  );
}

/**
 * Where a page is scrolled to after another width depends on who was first. The app goes to the end of a thread
 * once it has seen the new size, which may be after the first try: it is tried until the page stays there.
 */
function toTheTop(page: Page): Promise<void> {
  return page.evaluate(async () => {
    for (let still = 0; still < 10; still++) {
      await new Promise(requestAnimationFrame);
      for (const one of document.querySelectorAll('*'))
        if (one.scrollTop > 0) {
          one.scrollTop = 0;
          still = 0;
        }
    }
  });
}

for (const { name, open } of screens.filter(({ main }) => main))
  test(`${name} looks as it did`, async ({ page }) => {
    await onAnyMachine(page);
    await open(page);
    await withBars(page);
    for (const [width, height] of widths) {
      await page.setViewportSize({ width, height });
      expect(await sideways(page), `scrolls sideways at ${width}`).toEqual([]);
      for (const colorScheme of ['light', 'dark'] as const) {
        // The colours are the same on every width.
        if (colorScheme === 'dark' && width < 1440) continue;
        await page.emulateMedia({ colorScheme });
        await toTheTop(page);
        await expect(page).toHaveScreenshot(`${name}-${width}-${colorScheme}.png`, {
          // Times, and what is told of the build.
          mask: [page.locator('.version'), page.locator('time')],
          maxDiffPixelRatio: 0.01,
        });
      }
    }
  });
