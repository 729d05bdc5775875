import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/**
 * Expects no serious violation in light and dark, in the whole page or in what the selector names.
 * Where SCREENSHOTS names a folder, both are kept there as `NAME-light.png` and `NAME-dark.png`.
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
    const folder = process.env['SCREENSHOTS'];
    if (folder) await page.screenshot({ path: `${folder}/${name}-${colorScheme}.png` });
  }
}
