import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test, type Locator, type Page } from '@playwright/test';
import { startFakeHub } from '../fakes/hub';
import { expectAccessible } from './accessible';

/** Models that a person brings: from the disk, kept or converted, and by their address. */

const path = (from: string) => fileURLToPath(new URL(`../../${from}`, import.meta.url));
const gguf = path('public/models/jan-pocket/jan-pocket.gguf');
const checkpoint = path('tools/pocket/checkpoint');
const mlc = path('public/models/jan-pocket/mlc');
const QUESTION = 'What is the capital of Peru?';

const button = (where: Page | Locator, name: string) =>
  where.getByRole('button', { name: new RegExp(`^${name}`) });

async function openManager(page: Page): Promise<Locator> {
  await page.goto('./');
  await button(page, 'Models').click();
  return page.getByRole('dialog', { name: 'Models' });
}

const entryOf = (sheet: Locator, id: string) => sheet.locator(`li[data-model="${id}"]`);

async function choose(sheet: Locator, files: string | string[], label?: RegExp) {
  const kind = files === checkpoint || files === mlc ? 'Folder of a model' : 'Files of a model';
  await sheet.getByLabel(kind).setInputFiles(files);
  if (label) await sheet.getByRole('radio', { name: label }).check();
  await button(sheet, 'Import$').click();
}

/** Addresses of imported files of which the database holds anything. */
function importedKeys(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve) => {
      const open = indexedDB.open('jan-nano-weights');
      open.onsuccess = () => resolve(open.result);
    });
    const keys = await new Promise<IDBValidKey[]>((resolve) => {
      const ask = database.transaction('files').objectStore('files').getAllKeys();
      ask.onsuccess = () => resolve(ask.result);
    });
    database.close();
    return keys.map((key) => JSON.stringify(key)).filter((key) => key.includes('import'));
  });
}

/** SHA-256 of all stored pieces of a file, together. */
function storedDigest(page: Page, url: string): Promise<string> {
  return page.evaluate(async (wanted) => {
    const database = await new Promise<IDBDatabase>((resolve) => {
      const open = indexedDB.open('jan-nano-weights');
      open.onsuccess = () => resolve(open.result);
    });
    const range = IDBKeyRange.bound(['piece', wanted], ['piece', wanted, []]);
    const pieces = await new Promise<Blob[]>((resolve) => {
      const ask = database.transaction('files').objectStore('files').getAll(range);
      ask.onsuccess = () => resolve(ask.result as Blob[]);
    });
    database.close();
    const hash = await crypto.subtle.digest('SHA-256', await new Blob(pieces).arrayBuffer());
    return [...new Uint8Array(hash)].map((one) => one.toString(16).padStart(2, '0')).join('');
  }, url);
}

async function ask(page: Page): Promise<Locator> {
  const box = page.getByRole('textbox', { name: 'Question' });
  await box.fill(QUESTION);
  await box.press('Enter');
  const article = page.locator('article').last();
  await expect(article).toHaveAttribute('data-status', 'finished', { timeout: 80_000 });
  return article.locator('.answer');
}

test('a GGUF file is kept as it is, used, found again, and deleted without a trace', async ({
  page,
}) => {
  const sheet = await openManager(page);
  await choose(sheet, gguf);
  const entry = entryOf(sheet, 'imported-jan-pocket-q8-0');
  await expect(entry).toHaveAttribute('data-state', 'stored');
  const megabytes = (statSync(gguf).size / 1e6).toFixed(1);
  await expect(entry).toContainText(`${megabytes} MB stored · from jan-pocket`);
  await button(entry, 'Use').click();
  await expect(page.locator('.status')).toContainText('wllama');
  await expect(await ask(page)).toContainText('Lima');

  await page.reload();
  await expect(page.locator('.status')).toHaveAttribute('data-model', 'ready');
  await button(page, 'Models').click();
  await expect(entry).toContainText('In use');
  await button(entry, 'Check').click();
  await expect(entry).toContainText('Every byte is as it should be.');
  await button(entry, 'Delete').click();
  await button(entry, 'Press again').click();
  await expect(entry).toHaveCount(0);
  expect(await importedKeys(page)).toEqual([]);
});

test('a folder of MLC weights is kept byte by byte; a GGUF file can be converted', async ({
  page,
}) => {
  const sheet = await openManager(page);
  await choose(sheet, mlc);
  await expect(entryOf(sheet, 'imported-mlc-q4f32-1')).toHaveAttribute('data-state', 'stored');
  const shipped = readFileSync(join(mlc, 'params_shard_0.bin'));
  expect(await storedDigest(page, 'import:imported-mlc-q4f32-1/params_shard_0.bin')).toBe(
    createHash('sha256').update(shipped).digest('hex'),
  );
  await choose(sheet, gguf, /^Convert to q4f16_1/);
  await expect(entryOf(sheet, 'imported-jan-pocket-q4f16-1')).toHaveAttribute(
    'data-state',
    'stored',
  );
  await sheet.getByLabel('Files of a model').setInputFiles(join(checkpoint, 'config.json'));
  await expect(sheet.getByRole('alert')).toContainText('There is no model in what you chose');
});

/** Drops files or folders of the disk onto an element, as a person does from a file manager. */
async function drop(page: Page, target: Locator, files: string[]): Promise<void> {
  const cdp = await page.context().newCDPSession(page);
  await target.scrollIntoViewIfNeeded();
  const box = (await target.boundingBox())!;
  const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const data = { items: [], files, dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await cdp.send('Input.dispatchDragEvent', { type, ...at, data });
}

test('a file and a folder can be dropped onto the page', async ({ page }) => {
  const sheet = await openManager(page);
  const zone = sheet.getByRole('group', { name: 'Import from this device' });
  await drop(page, zone, [gguf]);
  await expect(zone.locator('legend')).toHaveText('jan-pocket');
  await expect(zone.getByRole('radio')).toHaveCount(3);
  await drop(page, zone, [mlc]);
  await expect(zone.locator('legend')).toHaveText('mlc');
  await button(zone, 'Import$').click();
  const entry = entryOf(sheet, 'imported-mlc-q4f32-1');
  await expect(entry).toHaveAttribute('data-state', 'stored');
  await drop(page, zone, [join(checkpoint, 'config.json')]);
  await expect(sheet.getByRole('alert')).toContainText('There is no model in what you chose');
});

test.describe('a large file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'import-'));
  const large = join(folder, 'large-Q8_0.gguf');
  const id = 'imported-large-q8-0';

  test.beforeAll(() => {
    copyFileSync(gguf, large);
    // Zeros behind the tensors take no room on the disk.
    truncateSync(large, 800e6);
  });
  test.afterAll(() => rmSync(folder, { recursive: true }));

  async function begin(page: Page): Promise<Locator> {
    const sheet = await openManager(page);
    await choose(sheet, large);
    const running = sheet.locator(`[data-import="${id}"]`);
    await expect
      .poll(() => running.getByRole('progressbar').getAttribute('value').then(Number))
      .toBeGreaterThan(0.05);
    return sheet;
  }

  test('shows its bytes, and is gone when it is cancelled', async ({ page }) => {
    const sheet = await begin(page);
    const running = sheet.locator(`[data-import="${id}"]`);
    await expect(running).toContainText(/Importing · [\d.]+ MB of 800 MB/);
    await running.scrollIntoViewIfNeeded();
    await expectAccessible(page, 'import-running', 'dialog');
    await button(running, 'Cancel').click();
    await expect(running).toHaveCount(0);
    await expect(entryOf(sheet, id)).toHaveCount(0);
    expect(await importedKeys(page)).toEqual([]);
  });
});

test('a model by its address: listed, found again, downloaded, removed', async ({ page }) => {
  const hub = await startFakeHub();
  hub.put('me/pocket/jan-pocket-Q8_0.gguf', readFileSync(gguf));
  const sheet = await openManager(page);
  const setHub = sheet.getByLabel('Hub', { exact: true });
  await setHub.fill(hub.url);
  await setHub.press('Enter');
  const address = sheet.getByLabel('From the hub or another address');
  await address.fill('me/nothing');
  await button(sheet, 'Add$').click();
  await expect(sheet.getByRole('alert')).toContainText('me/nothing could not be looked up');
  await address.fill('me/pocket');
  await button(sheet, 'Add$').click();
  const entry = entryOf(sheet, 'added-jan-pocket-q8-0');
  await expect(entry).toContainText('to download');
  await expect(sheet.getByRole('alert')).toHaveCount(0);

  await page.reload();
  await button(page, 'Models').click();
  await button(entry, 'Download').click();
  await expect(entry).toHaveAttribute('data-state', 'stored');
  await button(entry, 'Use').click();
  await expect(page.locator('.status')).toHaveAttribute('data-model', 'ready');
  await button(page, 'Models').click();
  await expect(entry).toContainText('In use');
  await button(entry, 'Delete').click();
  await button(entry, 'Press again').click();
  await expect(entry).toHaveCount(0);
  expect(await importedKeys(page)).toEqual([]);
  await hub.close();
});

for (const [width, height] of [
  [360, 740],
  [768, 1024],
  [1440, 900],
] as const) {
  test(`importing fits a window ${width} px wide, and is read out`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    const sheet = await openManager(page);
    await sheet.getByLabel('Files of a model').setInputFiles(gguf);
    const zone = sheet.getByRole('group', { name: 'Import from this device' });
    await expect(zone.getByRole('radio')).toHaveCount(3);
    await zone.scrollIntoViewIfNeeded();
    expect(await sheet.evaluate((node) => node.scrollWidth - node.clientWidth)).toBe(0);
    await expectAccessible(page, `import-${width}`, 'dialog');
  });
}
