import { fileURLToPath } from 'node:url';
import { expect, test, type Locator, type Page } from '@playwright/test';

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
  await expect(entry).toContainText('2.9 MB stored · from jan-pocket');
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

test('safetensors become MLC weights that answer on the graphics processor', async ({ page }) => {
  // In software a prefill takes long.
  test.setTimeout(300_000);
  const sheet = await openManager(page);
  await choose(sheet, checkpoint, /^Convert to q4f32_1/);
  const entry = entryOf(sheet, 'imported-checkpoint-q4f32-1');
  await expect(entry).toHaveAttribute('data-state', 'stored');
  const stored = await storedDigest(page, 'import:imported-checkpoint-q4f32-1/params_shard_0.bin');
  expect(stored).toMatch(/^[0-9a-f]{64}$/);
  await button(entry, 'Use').click();
  await expect(page.locator('.status')).toContainText('webllm');
  await expect(page.locator('.status')).toHaveAttribute('data-model', 'ready', {
    timeout: 120_000,
  });
});
