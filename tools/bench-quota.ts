/**
 * `npm run bench quota`: a download and an import into a browser whose disk is too small: what a person
 * is told, what is kept, and that it ends well once there is room. Linux, as root: the disk is a small
 * tmpfs. Ends with 1 when something of it does not hold.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Locator, type Page } from '@playwright/test';
import { startFakeHub, syntheticBytes } from '../tests/fakes/hub';
import { buildIfStale } from './build-if-stale.mjs';
import { serveApp } from './drive';
import { chromiumFlags, ensureChromium } from './ensure-chromium.mjs';

const MODEL_BYTES = 200e6;
const SMALL = '130m';
const LARGE = '700m';

function mount(...args: string[]): void {
  const { status, stderr } = spawnSync('mount', args);
  if (status !== 0)
    throw new Error(`A small disk could not be made (mount needs root): ${String(stderr)}`);
}

/** Opens the manager of a browser whose profile is on a disk of its own. */
async function onSmallDisk<T>(
  url: string,
  work: (sheet: Locator, page: Page, grow: () => void) => Promise<T>,
): Promise<T> {
  const disk = mkdtempSync(join(tmpdir(), 'bench-quota-'));
  mount('-t', 'tmpfs', '-o', `size=${SMALL}`, 'tmpfs', disk);
  try {
    mkdirSync(join(disk, 'profile'));
    const context = await chromium.launchPersistentContext(join(disk, 'profile'), {
      executablePath: ensureChromium(),
      args: [...chromiumFlags, '--disk-cache-size=1'],
    });
    try {
      const page = await context.newPage();
      await page.goto(url);
      await page.getByRole('button', { name: 'Models' }).click();
      const sheet = page.getByRole('dialog', { name: 'Models' });
      return await work(sheet, page, () => mount('-o', `remount,size=${LARGE}`, disk));
    } finally {
      await context.close();
    }
  } finally {
    spawnSync('umount', [disk]);
    rmSync(disk, { recursive: true, force: true });
  }
}

/** What the alert says; throws where it is something else. */
async function expectAlert(alert: Locator, words: RegExp): Promise<string> {
  await alert.waitFor({ timeout: 120_000 });
  const text = await alert.innerText();
  if (!words.test(text)) throw new Error(`Unexpected: ${text}`);
  return text.replace(/\s+/g, ' ');
}

/** Tries again, as a person would: Chromium remembers for a while that the disk was full. */
async function untilStored(entry: Locator, again: () => Promise<void>): Promise<void> {
  const stored = entry.and(entry.page().locator('[data-state=stored]'));
  const alert = entry.page().getByRole('dialog').getByRole('alert');
  for (const end = Date.now() + 180_000; Date.now() < end;) {
    await again();
    await stored.or(alert).first().waitFor({ timeout: 120_000 });
    if (await stored.isVisible()) return;
    await new Promise((resolve) => setTimeout(resolve, 5000));
  }
  throw new Error('There is room, and it does not end.');
}

const usedMb = (page: Page) =>
  page.evaluate(async () => Math.round(((await navigator.storage.estimate()).usage ?? 0) / 1e6));

async function download(app: string): Promise<object> {
  const hub = await startFakeHub();
  hub.put('Menlo/Jan-nano-gguf/jan-nano-4b-iQ4_XS.gguf', syntheticBytes(MODEL_BYTES));
  hub.put('Menlo/Jan-nano/tokenizer.json', Buffer.from('{}'));
  try {
    return await onSmallDisk(app, async (sheet, page, grow) => {
      const address = sheet.getByLabel('Hub', { exact: true });
      await address.fill(hub.url);
      await address.press('Enter');
      const entry = sheet.locator('li[data-model="jan-nano-iq4-xs"]');
      await entry.getByRole('button', { name: /^Download/ }).click();
      const told = await expectAlert(entry.getByRole('alert'), /is full.*is kept.*resume/s);
      const kept = await usedMb(page);
      grow();
      await untilStored(entry, () => entry.getByRole('button', { name: /^Resume/ }).click());
      return { told, 'kept MB': kept, 'sent ÷ size': +(hub.sent / MODEL_BYTES).toFixed(3) };
    });
  } finally {
    await hub.close();
  }
}

async function importFile(app: string): Promise<object> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-quota-'));
  const large = join(folder, 'large-Q8_0.gguf');
  copyFileSync(
    fileURLToPath(new URL('../public/models/jan-pocket/jan-pocket.gguf', import.meta.url)),
    large,
  );
  truncateSync(large, MODEL_BYTES);
  try {
    return await onSmallDisk(app, async (sheet, page, grow) => {
      const bring = async () => {
        await sheet.getByLabel('Files of a model').setInputFiles(large);
        await sheet.getByRole('button', { name: 'Import', exact: true }).click();
      };
      await bring();
      const told = await expectAlert(sheet.getByRole('alert'), /is full.*nothing.*is kept/s);
      const kept = await usedMb(page);
      grow();
      await untilStored(sheet.locator('li[data-model="imported-large-q8-0"]'), bring);
      return { told, 'kept MB': kept };
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function main(): Promise<void> {
  await buildIfStale();
  const served = await serveApp(true);
  try {
    console.log('download', await download(served.url));
    console.log('import', await importFile(served.url));
  } finally {
    await served.close();
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
