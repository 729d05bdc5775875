import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const SIZES = [
  [360, 740],
  [768, 1024],
  [1440, 900],
] as const;

/**
 * Expects no violation in light and dark, in the whole page or in what the selector names, and that the
 * page does not scroll sideways. Where SCREENSHOTS names a folder, the page is kept there as `NAME-WIDTH-light.png`
 * and `…-dark.png`, on a phone, a tablet and a desktop; a NAME that ends in a number says its width itself, and is
 * kept as it is.
 */
export async function expectAccessible(page: Page, name: string, selector?: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    // The size of what is pressed (WCAG 2.2) is a rule that axe leaves out unless asked.
    const axe = new AxeBuilder({ page }).options({ rules: { 'target-size': { enabled: true } } });
    const { violations } = await (selector ? axe.include(selector) : axe).analyze();
    expect(
      violations.map(({ id, impact, nodes }) => [id, impact, nodes.map(({ html }) => html)]),
      `${name}, ${colorScheme}`,
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

export async function expectNoSideways(page: Page): Promise<void> {
  const wider = await page.evaluate(() =>
    [...document.querySelectorAll('html, main, dialog[open], dialog[open] .body')]
      .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth + 1)
      .map(
        ({ tagName, scrollWidth, clientWidth }) => `${tagName}: ${scrollWidth} > ${clientWidth}`,
      ),
  );
  expect(wider, `${page.viewportSize()?.width ?? 0} px`).toEqual([]);
}
