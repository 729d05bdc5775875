import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test, type Page } from '@playwright/test';
import { build } from 'vite';
import { serveApp } from '../../tools/drive';
import { expectAccessible } from './accessible';
import { serveStatic } from './static-server';

/** A new version of the app: offered, taken when a person says so, with nothing lost. */

test.use({ serviceWorkers: 'allow' });

const path = (from: string) => fileURLToPath(new URL(`../../${from}`, import.meta.url));

/** What the settings say of the app, as a person reads it. */
async function openSettings(page: Page) {
  await page.getByLabel('Settings', { exact: true }).click();
  const settings = page.getByRole('dialog', { name: 'Settings' });
  return { settings, version: settings.locator('.version') };
}

test('a second build is offered, and a reload takes it', async ({ page }) => {
  test.setTimeout(180_000);
  const second = mkdtempSync(join(tmpdir(), 'second-'));
  await build({
    root: path('.'),
    logLevel: 'error',
    build: { outDir: second, emptyOutDir: true },
    define: { __BUILD__: JSON.stringify('2.0.0 (second)') },
  });
  const folders = [process.env['STATIC_DIR'] ?? path('dist')];
  const relay = await serveApp(true, { ALLOWED_ORIGINS: '*' });
  const { server, url } = await serveStatic(folders, true, relay.url);
  const weights: string[] = [];
  server.on('request', (request: { url?: string }) => {
    if (/\.gguf$/.test(request.url ?? '')) weights.push(request.url ?? '');
  });
  const offer = page.getByText('A new version is ready');
  const status = page.locator('.status');

  await page.goto(`${url}?relay=${relay.url}`);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.getByLabel('Question', { exact: true }).fill('What is the capital of Chile?');
  await page.keyboard.press('Enter');
  const run = page.locator('article').last();
  await expect(run).toHaveAttribute('data-status', 'finished', { timeout: 80_000 });
  expect(weights).toHaveLength(1);

  folders[0] = second;
  await page.reload();
  await expect(offer).toBeVisible();
  // What runs is still the first one, whole, however often it is opened.
  await page.reload();
  await expect(offer).toBeVisible();
  await expectAccessible(page, 'update');
  const { settings, version } = await openSettings(page);
  await expect(version).toHaveText(/^\d+\.\d+\.\d+/);
  await expect(version).not.toHaveText('2.0.0 (second)');
  await expect(settings).toContainText('A new version is ready.');
  await expect(settings.getByRole('button', { name: 'Reload with it' })).toBeEnabled();
  await page.keyboard.press('Escape');

  const box = page.getByLabel('Question', { exact: true });
  await box.fill('What was being written');
  await page.getByRole('button', { name: 'Reload', exact: true }).click();
  await expect(offer).toBeHidden();
  await expect(box).toHaveValue('What was being written');
  await expect(status).toHaveAttribute('data-model', 'ready', { timeout: 80_000 });
  await openSettings(page);
  await expect(version).toBeVisible();
  await expect(version).toHaveText('2.0.0 (second)');
  await page.keyboard.press('Escape');
  await page
    .getByRole('button', { name: /capital of Chile/ })
    .first()
    .click();
  await expect(run).toContainText('Santiago');
  // Weights are no part of a version.
  expect(weights).toHaveLength(1);
  server.close();
  await relay.close();
  rmSync(second, { recursive: true });
});
