/** What holds for every screen of the app, whoever looks at it and however. */
import AxeBuilder from '@axe-core/playwright';
import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import { expectAccessible, expectNoSideways } from './accessible';
import { screens } from './screen-list';

/** All text has seven to one, for people who ask for more contrast. */
async function expectMoreContrast(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, contrast: 'more', reducedMotion: 'reduce' });
    const axe = new AxeBuilder({ page }).withRules(['color-contrast', 'color-contrast-enhanced']);
    const { violations } = await axe.analyze();
    expect(
      violations.flatMap(({ nodes }) => nodes.map(({ html, any }) => [html, any[0]?.message])),
      `${name}, ${colorScheme}, more contrast`,
    ).toEqual([]);
    await keep(page, `contrast-${name}-${colorScheme}`);
  }
  await page.emulateMedia({ colorScheme: 'light', contrast: 'no-preference' });
}

/** On a page of 320 pixels, and in text of twice the size, nothing sticks out, nor is too small to be pressed. */
async function expectItFits(page: Page, name: string): Promise<void> {
  for (const [kind, width, size] of [
    ['320', 320, '100%'],
    ['double', 1280, '200%'],
  ] as const) {
    await page.setViewportSize({ width, height: 800 });
    await page.evaluate((rootSize) => (document.documentElement.style.fontSize = rootSize), size);
    await expectNoSideways(page);
    // What an edge of the page cuts is pressed after a scroll: here nothing is cut.
    await page.setViewportSize({ width, height: 2400 });
    const axe = new AxeBuilder({ page }).withRules('target-size');
    // What an open menu lies upon is not pressed.
    const menu = '.menu:popover-open';
    if (await page.locator(menu).count()) axe.include(menu);
    const { violations } = await axe.analyze();
    expect(
      violations.flatMap(({ nodes }) => nodes.map(({ html }) => html)),
      `${name}, ${kind}`,
    ).toEqual([]);
    await page.setViewportSize({ width, height: 800 });
    await keep(page, `zoom-${name}-${kind}`);
  }
}

async function keep(page: Page, name: string): Promise<void> {
  const folder = process.env['SCREENSHOTS'];
  if (folder) await page.screenshot({ path: `${folder}/${name}.png` });
}

test.describe('every screen is accessible, has contrast for who asks for it, and fits', () => {
  // One page goes through all of them: the model and the code are fetched once.
  let context: BrowserContext;
  let page: Page;

  test.beforeAll(async ({ browser }) => {
    context = await browser.newContext({ reducedMotion: 'reduce' });
    page = await context.newPage();
  });
  test.afterAll(() => context.close());

  /** Nothing is left of the screen before. */
  test.beforeEach(async ({ baseURL }) => {
    await page.goto('about:blank');
    await page.unrouteAll();
    const cdp = await context.newCDPSession(page);
    await cdp.send('Storage.clearDataForOrigin', {
      origin: new URL(baseURL!).origin,
      storageTypes: 'indexeddb,local_storage',
    });
    await cdp.detach();
  });

  for (const { name, open } of screens)
    test(name, async () => {
      await page.setViewportSize({ width: 1440, height: 900 });
      await open(page);
      await expectAccessible(page, name);
      await expectMoreContrast(page, name);
      await expectItFits(page, name);
    });
});
