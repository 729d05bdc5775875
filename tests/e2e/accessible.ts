import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/**
 * Expects no serious violation in light and dark, in the whole page or in what the selector names.
 * Where SCREENSHOTS names a folder, it is kept there as `NAME-WIDTH-light.png` and `…-dark.png`, on a
 * phone and on a desktop; a NAME that ends in a number says its width itself, and is kept as it is.
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
  for (const [width, height] of [
    [360, 740],
    [1440, 900],
  ] as const) {
    await page.setViewportSize({ width, height });
    await page.screenshot({ path: `${folder}/${name}-${width}-${scheme}.png` });
  }
  if (before) await page.setViewportSize(before);
}
