import { expect, test } from '@playwright/test';
import { serveApp } from '../../tools/drive';
import { chromiumFlags, findChromium } from '../../tools/ensure-chromium.mjs';
import { expectAccessible } from './accessible';

/** The app in a network at home: plain http under a name, where browsers keep half of their features back. */

test.use({
  launchOptions: {
    executablePath: findChromium(),
    args: [...chromiumFlags, '--host-resolver-rules=MAP relay.lan 127.0.0.1'],
  },
});

test('over plain http it says what is missing, and still answers, keeps and copies', async ({
  page,
}) => {
  const relay = await serveApp(true, { ALLOWED_HOSTS: 'relay.lan' });
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  try {
    await page.goto(`http://relay.lan:${new URL(relay.url).port}/`);
    const missing = await page.evaluate(() => ({
      secure: isSecureContext,
      ids: 'randomUUID' in crypto,
      storage: 'storage' in navigator,
      locks: 'locks' in navigator,
      clipboard: 'clipboard' in navigator,
      gpu: 'gpu' in navigator,
      worker: 'serviceWorker' in navigator,
    }));
    // Otherwise this test would show nothing.
    expect(Object.values(missing)).not.toContain(true);
    const notice = page.getByRole('status').filter({ hasText: 'Over plain http' });
    await expect(notice).toContainText('HTTPS');
    await expect(page.locator('.status')).toHaveAttribute('data-model', 'ready');
    await expect(page.locator('.status')).toContainText('wllama (no WebGPU)');
    await expectAccessible(page, 'plain-http');
    await notice.getByRole('button', { name: 'Close' }).click();
    await expect(notice).toBeHidden();

    await page.getByLabel('Question', { exact: true }).fill('What is the capital of Peru?');
    await page.keyboard.press('Enter');
    const run = page.locator('article');
    await expect(run).toHaveAttribute('data-status', 'finished', { timeout: 80_000 });
    await expect(run.getByRole('button', { name: 'Source 1, quote found' }).first()).toBeVisible();
    await run.getByRole('button', { name: 'Copy', exact: true }).click();
    await page.getByLabel('Question', { exact: true }).press('Control+V');
    await expect(page.getByLabel('Question', { exact: true })).toHaveValue(/Lima/);

    // Each sheet asks the browser for something that is not there.
    for (const name of ['Models', 'Library', 'Settings']) {
      await page.getByLabel(name, { exact: true }).click();
      await expect(page.getByRole('dialog', { name })).toBeVisible();
      await page.keyboard.press('Escape');
    }
    await page.reload();
    await expect(page.locator('article')).toContainText('Lima');
    expect(faults).toEqual([]);
  } finally {
    await relay.close();
  }
});
