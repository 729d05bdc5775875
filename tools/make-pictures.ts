/**
 * The pictures that the manifest names: `tsx tools/make-pictures.ts`. Icons come from the logo, screenshots
 * from the app itself with an answer of the model in it.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { chromium, type Browser, type Page } from '@playwright/test';
import { openApp } from './drive';
import { chromiumFlags, ensureChromium } from './ensure-chromium.mjs';

const folder = 'public';
const QUESTION = 'What is the capital of Peru?';

/** `square`: to the edges, because the system cuts its own shape out of it. */
const icons = [
  { name: 'icon-192', size: 192, square: false },
  { name: 'icon-512', size: 512, square: false },
  { name: 'maskable-512', size: 512, square: true },
  { name: 'apple-touch-icon', size: 180, square: true },
];

async function drawIcons(browser: Browser): Promise<void> {
  const logo = readFileSync(`${folder}/icons/logo.svg`, 'utf8');
  for (const { name, size, square } of icons) {
    const page = await browser.newPage({ viewport: { width: size, height: size } });
    const svg = square ? logo.replace('rx="8"', 'rx="0"') : logo;
    await page.setContent(`<style>body{margin:0}svg{display:block;width:100vw}</style>${svg}`);
    await page.screenshot({ path: `${folder}/icons/${name}.png`, omitBackground: true });
    await page.close();
  }
}

async function takeScreenshots(): Promise<void> {
  const app = await openApp({ offline: true, seed: 1 });
  const { page } = app;
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  const { citations } = await app.ask(QUESTION);
  if (!citations.some(({ verified }) => verified))
    throw new Error('The answer of the screenshots is not verified.');
  await page.setViewportSize({ width: 390, height: 780 });
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await page.screenshot({ path: `${folder}/screenshots/narrow.png` });
  await page.setViewportSize({ width: 1280, height: 800 });
  await openSource(page);
  await page.screenshot({ path: `${folder}/screenshots/wide.png` });
  await app.close();
}

async function openSource(page: Page): Promise<void> {
  await page
    .getByRole('button', { name: /^Source 1/ })
    .first()
    .click();
  await page.getByRole('dialog', { name: 'Source 1' }).waitFor();
}

mkdirSync(`${folder}/screenshots`, { recursive: true });
const browser = await chromium.launch({ executablePath: ensureChromium(), args: chromiumFlags });
await drawIcons(browser);
await browser.close();
await takeScreenshots();
