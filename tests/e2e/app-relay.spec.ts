import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test, type Page } from '@playwright/test';
import { freePort } from '../fakes/loopback';
import { serveStatic } from './static-server';

/** The app with a relay that is somewhere else, or not there at all. */

const root = fileURLToPath(new URL('../..', import.meta.url));
const question = 'What is the capital of Peru?';

async function startRelay(
  port: number,
  origin: string,
  more: Record<string, string> = {},
): Promise<ChildProcess> {
  const relay = spawn(process.execPath, ['--import', 'tsx', 'server/main.ts'], {
    cwd: root,
    stdio: 'ignore',
    env: {
      ...process.env,
      PORT: String(port),
      SEARCH_BACKEND: 'offline',
      ALLOWED_ORIGINS: origin,
      ...more,
    },
  });
  await expect
    .poll(
      () =>
        fetch(`http://127.0.0.1:${port}/healthz`).then(
          (one) => one.ok,
          () => false,
        ),
      {
        timeout: 60_000,
      },
    )
    .toBe(true);
  return relay;
}

async function stopRelay(relay: ChildProcess | undefined): Promise<void> {
  if (!relay || relay.exitCode !== null) return;
  relay.kill();
  await once(relay, 'exit');
}

async function ended(page: Page, status: string): Promise<void> {
  const run = page.locator('article').last();
  await expect(run).toHaveAttribute('data-status', /finished|stopped|failed/, { timeout: 80_000 });
  await expect(run).toHaveAttribute('data-status', status);
}

test('a relay that is down is a clear error, and a retry works once it is back', async ({
  page,
  baseURL,
}) => {
  test.setTimeout(180_000);
  const port = await freePort();
  let relay: ChildProcess | undefined;
  try {
    await page.goto(`./?relay=http://localhost:${port}`);
    const alert = page.getByRole('alert');
    await expect(alert).toContainText('Cannot reach the relay');
    await expect(alert).toContainText(`localhost:${port}`);
    await expect(page.locator('.status')).toContainText('No relay');

    await page.getByLabel('Question', { exact: true }).fill(question);
    await page.keyboard.press('Enter');
    await ended(page, 'failed');
    await expect(page.locator('article').getByRole('alert')).toContainText(`localhost:${port}`);

    relay = await startRelay(port, new URL(baseURL!).origin);
    await page.locator('article').getByRole('button', { name: 'Retry' }).click();
    await ended(page, 'finished');
    await expect(page.locator('.status')).toContainText('Offline corpus');
    await expect(page.locator('article')).toHaveCount(1);
  } finally {
    await stopRelay(relay);
  }
});

test('a relay that wants an access token gets the one of the settings', async ({ page }) => {
  const port = await freePort();
  const address = `http://localhost:${port}`;
  const relay = await startRelay(port, address, { AUTH_TOKENS: 'open-sesame-0123456789abcdef' });
  try {
    await page.goto(address);
    await expect(page.getByRole('alert')).toContainText('wants an access token');
    await page.getByRole('alert').getByRole('button', { name: 'Settings' }).click();
    const field = page.getByLabel('Access token');
    await field.fill('two words');
    await field.press('Enter');
    await expect(page.getByText('without spaces')).toBeVisible();
    await field.fill('open-sesame-0123456789abcdef');
    await field.press('Enter');
    await expect(page.locator('.status')).toHaveAttribute('data-relay', 'ready');
    await page.keyboard.press('Escape');
    await page.getByLabel('Question', { exact: true }).fill(question);
    await page.keyboard.press('Enter');
    await ended(page, 'finished');
    await expect(page.locator('article')).toContainText('Lima');
    // Kept for the next visit, and never given to a relay that a link names.
    await page.reload();
    await expect(page.locator('.status')).toHaveAttribute('data-relay', 'ready');
    await page.goto(`${address}/?relay=${address}`);
    await expect(page.getByRole('alert')).toContainText('wants an access token');
  } finally {
    await stopRelay(relay);
  }
});

test('any static host will do, under a sub-path and without COOP/COEP', async ({ page }) => {
  test.setTimeout(180_000);
  const port = await freePort();
  const address = `http://localhost:${port}`;
  const dist = process.env['STATIC_DIR'] ?? fileURLToPath(new URL('../../dist', import.meta.url));
  const host = await serveStatic([dist], false, address);
  let relay: ChildProcess | undefined;
  try {
    relay = await startRelay(port, new URL(host.url).origin);
    const refused: string[] = [];
    page.on('console', (message) => {
      if (/Content Security Policy/.test(message.text())) refused.push(message.text());
    });
    await page.goto(`${host.url}?relay=${address}&q=${encodeURIComponent(question)}`);
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
    await ended(page, 'finished');
    await expect(page.locator('.status')).toContainText('Offline corpus');
    expect(refused).toEqual([]);
  } finally {
    await stopRelay(relay);
    host.server.close();
  }
});
