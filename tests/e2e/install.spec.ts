import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  chromium,
  expect,
  test as base,
  type BrowserContext,
  type CDPSession,
  type Page,
} from '@playwright/test';
import { chromiumFlags, findChromium } from '../../tools/ensure-chromium.mjs';
import { expectAccessible } from './accessible';
import { serveStatic } from './static-server';

/** The app as the system sees it: what can be installed, and what launches, shares and files do. */

const path = (from: string) => fileURLToPath(new URL(`../../${from}`, import.meta.url));
const gguf = path('public/models/jan-pocket/jan-pocket.gguf');
const question = 'What is the capital of Peru?';

interface Manifest {
  id: string;
  shortcuts: { name: string; url: string }[];
  share_target: { action: string; params: Record<string, string> };
}

/** A profile of its own: in a private window, as other tests have them, nothing can be installed. */
const test = base.extend<{ own: BrowserContext }>({
  own: async ({ baseURL }, use) => {
    const profile = mkdtempSync(join(tmpdir(), 'profile-'));
    const context = await chromium.launchPersistentContext(profile, {
      executablePath: findChromium(),
      // Otherwise the browser offers to install only what was used for a while.
      args: [...chromiumFlags, '--bypass-app-banner-engagement-checks'],
      serviceWorkers: 'allow',
      baseURL,
    });
    await use(context);
    await context.close();
    rmSync(profile, { recursive: true, force: true });
  },
});

const boxOf = (page: Page) => page.getByLabel('Question', { exact: true });
const runs = (page: Page) => page.locator('article');

async function manifestOf(page: Page): Promise<Manifest> {
  const text = await page.evaluate(async () => {
    const link = document.querySelector<HTMLLinkElement>('link[rel=manifest]')!;
    return (await fetch(link.href)).text();
  });
  return JSON.parse(text) as Manifest;
}

async function shareAddress(page: Page, shared: Record<string, string>): Promise<string> {
  const { action, params } = (await manifestOf(page)).share_target;
  const address = new URL(action, page.url().replace(/[?#].*/, ''));
  for (const [part, text] of Object.entries(shared)) address.searchParams.set(params[part]!, text);
  return address.href;
}

/** What the browser finds in the way of installing the page, and wrong in its manifest. */
async function obstacles(context: BrowserContext, url: string): Promise<unknown[]> {
  const page = await context.newPage();
  await page.goto(url);
  await page.evaluate(() => navigator.serviceWorker.ready);
  const cdp = await context.newCDPSession(page);
  const { installabilityErrors } = await cdp.send('Page.getInstallabilityErrors');
  const { errors } = await cdp.send('Page.getAppManifest');
  await page.close();
  return [...installabilityErrors, ...errors];
}

test('nothing is in the way of installing it, from the relay or from any static host', async ({
  own,
  baseURL,
}) => {
  expect(await obstacles(own, baseURL!)).toEqual([]);
  for (const isolated of [true, false]) {
    const { server, url } = await serveStatic([path('dist')], isolated);
    expect(await obstacles(own, url), isolated ? 'with COOP/COEP' : 'without').toEqual([]);
    server.close();
  }
});

test('what another app shares waits in the box until a person asks', async ({ page }) => {
  await page.goto('./');
  const shared = { title: 'Peru', text: question, url: 'https://peru.example/' };
  await page.goto(await shareAddress(page, shared));
  await expect(page.locator('.status')).toHaveAttribute('data-model', 'ready');
  await expect(boxOf(page)).toHaveValue(`${question}\nhttps://peru.example/`);
  await expect(runs(page)).toHaveCount(0);

  // It was for one use, and is a draft like any other.
  expect(new URL(page.url()).search).toBe('');
  await page.reload();
  await expect(boxOf(page)).toHaveValue(`${question}\nhttps://peru.example/`);
  await boxOf(page).fill('');
  await page.reload();
  await expect(boxOf(page)).toHaveValue('');

  await page.goto(await shareAddress(page, { text: question }));
  await page.getByRole('button', { name: 'Ask', exact: true }).click();
  await expect(runs(page)).toHaveAttribute('data-status', 'finished', { timeout: 60_000 });
  await expect(runs(page)).toContainText('Lima');
});

test('each shortcut opens what it says', { tag: '@every-width' }, async ({ page }) => {
  await page.goto('./');
  for (const { name, url } of (await manifestOf(page)).shortcuts) {
    await page.goto(url);
    const opened = name === 'New question' ? boxOf(page) : page.getByRole('dialog', { name });
    await expect(opened).toBeVisible();
    expect(new URL(page.url()).search).toBe('');
  }
});

test('the settings install it where the browser offers that, and say which version runs', async ({
  own,
}) => {
  const page = own.pages()[0]!;
  await page.goto('./');
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.getByLabel('Settings', { exact: true }).click();
  const settings = page.getByRole('dialog', { name: 'Settings' });
  const offer = settings.getByRole('button', { name: 'Install the app' });
  await expect(offer).toBeVisible();
  await expect(settings).toContainText(/Jan-Nano Web \d+\.\d+\.\d+/);
  await settings.getByRole('button', { name: 'Look for a new version' }).click();
  await expect(settings).toContainText('This is the newest version.');
  await offer.scrollIntoViewIfNeeded();
  await expectAccessible(page, 'version', 'dialog');
});

test('once it is installed nothing offers to install it any more', async ({ own }) => {
  const page = own.pages()[0]!;
  await page.goto('./?open=settings');
  const settings = page.getByRole('dialog', { name: 'Settings' });
  const offer = settings.getByRole('button', { name: 'Install the app' });
  await expect(offer).toBeVisible();
  const manifestId = new URL((await manifestOf(page)).id, page.url()).href;
  const cdp = await own.browser()!.newBrowserCDPSession();
  await cdp.send('PWA.install', { manifestId, installUrlOrBundleUrl: page.url() });
  await cdp.send('PWA.changeAppUserSettings', { manifestId, displayMode: 'standalone' });
  // In a tab that is opened now, and in the app's own window.
  await page.goto('./?open=settings');
  await expectNoOffer(page);
  const opening = own.waitForEvent('page');
  await cdp.send('PWA.launch', { manifestId, url: `${page.url()}?open=settings` });
  await expectNoOffer(await opening);
});

/** The page has all that was there when the browser offered it before. */
async function expectNoOffer(page: Page): Promise<void> {
  const settings = page.getByRole('dialog', { name: 'Settings' });
  await expect(settings.getByRole('button', { name: 'Look for a new version' })).toBeVisible();
  await page.evaluate(() => navigator.serviceWorker.ready);
  // The browser has looked at what decides its offer.
  const cdp = await page.context().newCDPSession(page);
  expect((await cdp.send('Page.getInstallabilityErrors')).installabilityErrors).toEqual([]);
  await expect(settings.getByRole('button', { name: 'Install the app' })).toHaveCount(0);
}

test.describe('installed', () => {
  let cdp: CDPSession;
  let manifestId: string;

  /** The browser's own test hooks launch it as the system would: the page gets a real LaunchQueue. */
  async function install(context: BrowserContext): Promise<Page> {
    const page = context.pages()[0]!;
    await page.goto('./');
    await page.evaluate(() => navigator.serviceWorker.ready);
    manifestId = new URL((await manifestOf(page)).id, page.url()).href;
    cdp = await context.browser()!.newBrowserCDPSession();
    await cdp.send('PWA.install', { manifestId, installUrlOrBundleUrl: page.url() });
    return page;
  }

  test('files and shares go to the window that is open, and end nothing there', async ({ own }) => {
    const page = await install(own);
    const share = await shareAddress(page, { text: 'And of Chile?' });
    // The relay waits for the share: a run that has ended already would give way to a new chat.
    let shared!: () => void;
    const sharing = new Promise<void>((resolve) => (shared = resolve));
    let held = 0;
    await page.route('**/mcp', async (route) => {
      if (route.request().postData()?.includes('tools/call')) {
        held += 1;
        await sharing;
      }
      await route.continue();
    });
    await boxOf(page).fill(question);
    await boxOf(page).press('Enter');
    await expect.poll(() => held).toBe(1);
    await cdp.send('PWA.launch', { manifestId, url: share });
    await expect(boxOf(page)).toHaveValue('And of Chile?');
    await expect(runs(page)).toHaveAttribute('data-status', 'running');
    shared();
    await expect(runs(page)).toHaveAttribute('data-status', 'finished', { timeout: 60_000 });
    await expect(runs(page)).toContainText('Lima');

    await cdp.send('PWA.launchFilesInApp', { manifestId, files: [gguf] });
    const sheet = page.getByRole('dialog', { name: 'Models' });
    const zone = sheet.getByRole('group', { name: 'Import from this device' });
    await expect(zone.locator('legend')).toHaveText('jan-pocket');
    await expect(zone).toBeInViewport();
    await zone.getByRole('button', { name: 'Import', exact: true }).click();
    const entry = sheet.locator('li[data-model="imported-jan-pocket-q8-0"]');
    await expect(entry).toHaveAttribute('data-state', 'stored');
    // The next file is looked at in the sheet that is open.
    await cdp.send('PWA.launchFilesInApp', { manifestId, files: [gguf] });
    await expect(zone.locator('legend')).toHaveText('jan-pocket');
    await expect(runs(page)).toHaveCount(1);
  });

  test('where it is not open, it opens with what was shared, or with the file', async ({ own }) => {
    const page = await install(own);
    const share = await shareAddress(page, { text: question });
    await page.goto('about:blank');
    await cdp.send('PWA.launch', { manifestId, url: share });
    await expect(boxOf(page)).toHaveValue(question);
    await expect(runs(page)).toHaveCount(0);
    await page.goto('about:blank');
    await cdp.send('PWA.launchFilesInApp', { manifestId, files: [gguf] });
    const sheet = page.getByRole('dialog', { name: 'Models' });
    await expect(sheet.locator('legend')).toHaveText('jan-pocket');
  });
});
