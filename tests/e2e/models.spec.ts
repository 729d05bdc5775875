import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Locator, type Page } from '@playwright/test';
import { serveApp } from '../../tools/drive';
import { startFakeHub, syntheticBytes, type FakeHub } from '../fakes/hub';
import { expectAccessible } from './accessible';

/** The model manager with a loopback hub: every button, and what can go wrong on the way. */

const MB = 1 << 20;
const NAME = 'Jan-Nano iQ4_XS';
const weights = syntheticBytes(4 * MB + 77, 3);

let hub: FakeHub;

test.beforeEach(async () => {
  hub = await startFakeHub();
  hub.put('Menlo/Jan-nano-gguf/jan-nano-4b-iQ4_XS.gguf', weights);
  hub.put('Menlo/Jan-nano-gguf/jan-nano-4b-Q8_0.gguf', syntheticBytes(1000, 4));
  hub.put('Menlo/Jan-nano/tokenizer.json', Buffer.from(`{"pad":"${'x'.repeat(200_000)}"}`));
});
test.afterEach(() => hub.close());

/** Opens the manager, with the loopback hub in the place of the real one. */
async function openManager(page: Page): Promise<Locator> {
  await page.goto('./');
  await page.getByRole('button', { name: 'Models' }).click();
  const sheet = page.getByRole('dialog', { name: 'Models' });
  const address = sheet.getByLabel('Hub', { exact: true });
  if ((await address.inputValue()) !== hub.url) {
    await address.fill(hub.url);
    await address.press('Enter');
  }
  return sheet.locator('li', { hasText: NAME }).first();
}

const button = (entry: Locator, name: string) =>
  entry.getByRole('button', { name: new RegExp(`^${name}`) });

async function untilHalf(entry: Locator): Promise<void> {
  await expect(entry).toHaveAttribute('data-state', 'downloading');
  await expect
    .poll(() => entry.getByRole('progressbar').getAttribute('value').then(Number))
    .toBeGreaterThan(0.2);
}

/** Number of records in the app's database whose key is about this model's files. */
function storedRecords(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const open = indexedDB.open('jan-nano-weights');
      open.onsuccess = () => resolve(open.result);
      open.onerror = () => reject(open.error!);
    });
    const keys = await new Promise<IDBValidKey[]>((resolve) => {
      const ask = database.transaction('files').objectStore('files').getAllKeys();
      ask.onsuccess = () => resolve(ask.result);
    });
    database.close();
    return keys.filter((key) => /Jan-nano|jan-nano-iq4/.test(JSON.stringify(key))).length;
  });
}

test('download, pause, resume, check, repair, delete', async ({ page }) => {
  hub.rate = 1 * MB;
  const entry = await openManager(page);
  await expect(entry).toContainText('to download');
  await button(entry, 'Download').click();
  await untilHalf(entry);
  await expect(entry).toContainText(/MB of 4\.4 MB · .*\/s · .* left/);
  await button(entry, 'Pause').click();
  await expect(entry).toHaveAttribute('data-state', 'partial');
  await expect(entry).toContainText('Paused at');

  hub.rate = Infinity;
  const before = hub.sent;
  await button(entry, 'Resume').click();
  await expect(entry).toHaveAttribute('data-state', 'stored');
  // What was on its way when the pause came is sent again; everything stored is not.
  expect(before).toBeGreaterThan(MB / 2);
  expect(hub.sent - before).toBeLessThan(weights.length - MB / 4);

  await button(entry, 'Check').click();
  await expect(entry).toContainText('Every byte is as it should be.');
  await damageStoredPiece(page);
  await button(entry, 'Check').click();
  await expect(entry).toContainText('Damaged and forgotten: jan-nano-4b-iQ4_XS.gguf');
  await entry.scrollIntoViewIfNeeded();
  await expectAccessible(page, 'models-damaged', 'dialog');
  await button(entry, 'Resume').click();
  await expect(entry).toHaveAttribute('data-state', 'stored');

  expect(await storedRecords(page)).toBeGreaterThan(3);
  await button(entry, 'Delete').click();
  await button(entry, 'Press again').click();
  await expect(entry).toHaveAttribute('data-state', 'absent');
  expect(await storedRecords(page)).toBe(0);
});

/** Puts other bytes of the same length in the place of the first piece of the weights. */
async function damageStoredPiece(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve) => {
      const open = indexedDB.open('jan-nano-weights');
      open.onsuccess = () => resolve(open.result);
    });
    const store = database.transaction('files', 'readwrite').objectStore('files');
    const keys = await new Promise<IDBValidKey[]>((resolve) => {
      const ask = store.getAllKeys();
      ask.onsuccess = () => resolve(ask.result);
    });
    const key = keys.find(
      (one) => Array.isArray(one) && one[0] === 'piece' && /gguf"$/.test(JSON.stringify(one[1])),
    ) as [string, string, number, number];
    const change = store.put(new Blob([new Uint8Array(key[3])]), key);
    await new Promise((resolve) => (change.transaction!.oncomplete = resolve));
    database.close();
  });
}

test('a tab that is closed in the middle: another goes on at the byte', async ({ context }) => {
  hub.rate = 1 * MB;
  const first = await context.newPage();
  const entry = await openManager(first);
  await button(entry, 'Download').click();
  await untilHalf(entry);
  await first.close();

  const second = await context.newPage();
  const again = await openManager(second);
  await expect(again).toHaveAttribute('data-state', 'partial');
  hub.rate = Infinity;
  const before = hub.sent;
  await button(again, 'Resume').click();
  await expect(again).toHaveAttribute('data-state', 'stored');
  expect(hub.sent - before).toBeLessThan(weights.length);
});

test('two tabs: one downloads, the other sees it and can pause it', async ({ context }) => {
  hub.rate = 1 * MB;
  const [first, second] = [await context.newPage(), await context.newPage()];
  const entry = await openManager(first);
  const other = await openManager(second);
  await button(entry, 'Download').click();
  await untilHalf(other);
  await button(other, 'Pause').click();
  await expect(entry).toHaveAttribute('data-state', 'partial');
  await expect(other).toHaveAttribute('data-state', 'partial');
  hub.rate = Infinity;
  await button(other, 'Resume').click();
  await expect(entry).toHaveAttribute('data-state', 'stored');
  const fromStart = hub.requests.filter(({ path, range }) => /^Menlo.*gguf$/.test(path) && !range);
  expect(fromStart).toHaveLength(1);
});

test('a damaged copy and a missing model are said plainly', async ({ page }) => {
  const entry = await openManager(page);
  hub.faults = [{ type: 'corrupt', at: 500, file: /gguf$/ }];
  await button(entry, 'Download').click();
  await expect(entry.getByRole('alert')).toContainText('damaged');
  hub.faults = [{ type: 'corrupt', at: 500, file: /gguf$/, times: 1 }];
  await button(entry, 'Resume').click();
  await expect(entry).toHaveAttribute('data-state', 'stored');

  const other = page.locator('li', { hasText: 'Jan-Nano-128k iQ4_XS' });
  await button(other, 'Download').click();
  await expect(other.getByRole('alert')).toContainText(/No source has Jan-Nano-128k iQ4_XS/);
  await other.scrollIntoViewIfNeeded();
  await expectAccessible(page, 'models-missing', 'dialog');
});

test('a mirror that a person names is asked before the hub', async ({ page, baseURL }) => {
  const models = mkdtempSync(join(tmpdir(), 'mirror-'));
  mkdirSync(join(models, 'jan-nano-iq4-xs'));
  writeFileSync(join(models, 'jan-nano-iq4-xs/any-iQ4_XS.gguf'), syntheticBytes(2 * MB, 5));
  writeFileSync(join(models, 'jan-nano-iq4-xs/tokenizer.json'), '{}');
  // A mirror is another relay, or anything that serves such folders.
  const origin = new URL(baseURL!).origin;
  const mirror = await serveApp(true, { MODELS_DIR: models, ALLOWED_ORIGINS: origin });
  const entry = await openManager(page);
  const sheet = page.getByRole('dialog', { name: 'Models' });
  const address = sheet.getByLabel('Mirror of converted models');
  await address.fill('not an address');
  await address.press('Enter');
  await expect(sheet).toContainText('Write a whole address');
  await address.fill(mirror.url);
  await address.press('Enter');
  await button(entry, 'Download').click();
  await expect(entry).toHaveAttribute('data-state', 'stored');
  await expect(entry).toContainText('2.1 MB stored');
  expect(hub.requests).toEqual([]);
  await mirror.close();
  rmSync(models, { recursive: true });
});

test('cancel deletes what has arrived', async ({ page }) => {
  hub.rate = 1 * MB;
  const entry = await openManager(page);
  await button(entry, 'Download').click();
  await untilHalf(entry);
  await button(entry, 'Cancel').click();
  await expect(entry).toHaveAttribute('data-state', 'absent');
  expect(await storedRecords(page)).toBe(0);
});

test('the recommendation and the memory follow what a person chooses', async ({ page }) => {
  await openManager(page);
  const sheet = page.getByRole('dialog', { name: 'Models' });
  const memory = sheet.locator('[id$=-memory]');
  const before = await memory.textContent();
  await sheet.getByRole('slider').press('End');
  await expect(memory).not.toHaveText(before ?? '');
  // Headless browsers compute WebGPU on the CPU, where no full model makes sense.
  await expect(sheet.locator('.advice')).toContainText('Jan-Pocket does');
  await sheet.getByLabel(/Graphics memory/).selectOption('16');
  await expect(sheet.getByText('a guess')).toHaveCount(0);
});

for (const [width, height] of [
  [360, 740],
  [768, 1024],
  [1440, 900],
] as const) {
  test(`the manager fits a window ${width} px wide, and its names are read out`, async ({
    page,
  }) => {
    await page.setViewportSize({ width, height });
    hub.rate = MB;
    const entry = await openManager(page);
    await button(entry, 'Download').click();
    await untilHalf(entry);
    const sheet = page.getByRole('dialog', { name: 'Models' });
    const wider = await sheet.evaluate((node) => node.scrollWidth - node.clientWidth);
    expect(wider).toBe(0);
    await expectAccessible(page, `models-${width}`, 'dialog');
  });
}
