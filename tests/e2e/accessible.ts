import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const SIZES = [
  [360, 740],
  [768, 1024],
  [1440, 900],
] as const;

/**
 * Expects no serious violation in light and dark, in the whole page or in what the selector names, and that the
 * page does not scroll sideways. Where SCREENSHOTS names a folder, the page is kept there as `NAME-WIDTH-light.png`
 * and `…-dark.png`, on a phone, a tablet and a desktop; a NAME that ends in a number says its width itself, and is
 * kept as it is.
 */
export async function expectAccessible(page: Page, name: string, selector?: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const axe = new AxeBuilder({ page });
    const { violations } = await (selector ? axe.include(selector) : axe).analyze();
    const serious = violations.filter(({ impact }) => /serious|critical/.test(impact ?? ''));
    expect(
      serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join()}`),
      colorScheme,
    ).toEqual([]);
    await expectNoSideways(page);
    await keepScreenshots(page, name, colorScheme);
  }
}

async function keepScreenshots(page: Page, name: string, scheme: string): Promise<void> {
  const folder = process.env['SCREENSHOTS'];
  if (!folder) return;
  if (/-\d+$/.test(name)) {
    await page.screenshot({ path: `${folder}/${name}-${scheme}.png` });
    return;
  }
  const before = page.viewportSize();
  for (const [width, height] of SIZES) {
    await page.setViewportSize({ width, height });
    await page.screenshot({ path: `${folder}/${name}-${String(width)}-${scheme}.png` });
    await expectNoSideways(page);
  }
  if (before) await page.setViewportSize(before);
}

async function expectNoSideways(page: Page): Promise<void> {
  const wider = await page.evaluate(() =>
    [document.documentElement, ...document.querySelectorAll('main, dialog[open]')]
      .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth + 1)
      .map(
        ({ tagName, scrollWidth, clientWidth }) => `${tagName}: ${scrollWidth} > ${clientWidth}`,
      ),
  );
  expect(wider, `${page.viewportSize()?.width ?? 0} px`).toEqual([]);
}
