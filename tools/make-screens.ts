/**
 * Keeps a picture of every screen in tests/e2e/screens, on three widths, light and dark: `npm run screens`, or
 * `npm run screens settings models` for some. To be looked at; tests/e2e/screens.spec.ts compares the main ones.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { screens, widths } from '../tests/e2e/screen-list';
import { chromium } from '@playwright/test';
import { buildIfStale } from './build-if-stale.mjs';
import { serveApp } from './drive';
import { chromiumFlags, ensureChromium } from './ensure-chromium.mjs';

const folder = 'tests/e2e/screens';
const QUALITY = 72;

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !screens.some((one) => one.name === name));
if (unknown.length) throw new Error(`There is no screen ${unknown.join(', ')}.`);

await buildIfStale();
mkdirSync(folder, { recursive: true });
const app = await serveApp(true);
const browser = await chromium.launch({ executablePath: ensureChromium(), args: chromiumFlags });
try {
  for (const { name, open, look } of screens) {
    if (wanted.length && !wanted.includes(name)) continue;
    // A profile of its own: nothing is left of the one before.
    const page = await browser.newPage({
      baseURL: app.url,
      serviceWorkers: 'block',
      reducedMotion: 'reduce',
      viewport: { width: 1440, height: 900 },
    });
    const cdp = await page.context().newCDPSession(page);
    await open(page);
    for (const [width, height] of widths) {
      await page.setViewportSize({ width, height });
      await look?.(page).evaluate((one) => one.scrollIntoView({ block: 'center' }));
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        const { data } = await cdp.send('Page.captureScreenshot', {
          format: 'webp',
          quality: QUALITY,
        });
        writeFileSync(
          `${folder}/${name}-${width}-${colorScheme}.webp`,
          Buffer.from(data, 'base64'),
        );
      }
    }
    await page.close();
    console.log(name);
  }
} finally {
  await browser.close();
  await app.close();
}
