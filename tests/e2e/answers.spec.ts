import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test, type Locator, type Page } from '@playwright/test';
import type { AgentEvent } from '../../src/contracts';
import { serveApp } from '../../tools/drive';
import { startFakeHub, type FakeHub } from '../fakes/hub';

/**
 * Jan-Pocket's weights, however they come to WebLLM, make it write what the shipped ones do: a whole
 * run for safetensors, its first turn for what else is converted; what is not converted has the same
 * bytes, and loads. A run takes a minute or more where WebGPU is software.
 */

const path = (from: string) => fileURLToPath(new URL(`../../${from}`, import.meta.url));
const checkpoint = path('tools/pocket/checkpoint');
const QUESTION = 'What is the capital of Peru?';

const button = (where: Page | Locator, name: string) =>
  where.getByRole('button', { name: new RegExp(`^${name}`) });

let models: string;
let relay: { url: string; close(): Promise<void> };
let hub: FakeHub;
/** What the shipped weights write, a turn each. */
let shipped: string[];

test.describe.configure({ mode: 'serial', timeout: 900_000 });

test.beforeAll(async () => {
  models = mkdtempSync(join(tmpdir(), 'models-'));
  relay = await serveApp(true, { MODELS_DIR: models });
  hub = await startFakeHub();
});

test.afterAll(async () => {
  await relay.close();
  await hub.close();
  rmSync(models, { recursive: true });
});

test.beforeEach(async ({ page }) => {
  await page.addInitScript(() => {
    const events: AgentEvent[] = (window.agentEvents = []);
    addEventListener('agent-event', (event) =>
      events.push((event as CustomEvent<AgentEvent>).detail),
    );
  });
});

/** Asks, and returns what the model writes in each turn until an event of the kind. */
async function ask(page: Page, until: AgentEvent['type']): Promise<string[]> {
  const box = page.getByRole('textbox', { name: 'Question' });
  await box.fill(QUESTION);
  await box.press('Enter');
  await page.waitForFunction(
    (type) => window.agentEvents.some((event) => event.type === type),
    until,
    { timeout: 600_000 },
  );
  const events = await page.evaluate(() => window.agentEvents);
  return events.flatMap((event) => (event.type === 'generation-finished' ? [event.text] : []));
}

async function openManager(page: Page): Promise<Locator> {
  await page.goto(relay.url);
  await button(page, 'Models').click();
  return page.getByRole('dialog', { name: 'Models' });
}

/** Imports files from the disk; returns the model's entry in the list. */
async function convertInPage(sheet: Locator, kind: string, files: string, id: string) {
  await sheet.getByLabel(kind).setInputFiles(files);
  await sheet.getByRole('radio', { name: /^Convert to q4f32_1/ }).check();
  await button(sheet, 'Import$').click();
  return sheet.locator(`li[data-model="${id}"]`);
}

async function add(sheet: Locator, address: string, id: string): Promise<Locator> {
  await sheet.getByLabel('From the hub or another address').fill(address);
  await button(sheet, 'Add$').click();
  const entry = sheet.locator(`li[data-model="${id}"]`);
  await button(entry, 'Download').click();
  return entry;
}

/** What a person types; the folder appears under its name when it is whole. */
function runConvert(name: string): void {
  const args = ['--source', checkpoint, '--quantization', 'q4f32_1', '--out', join(models, name)];
  const { status, stderr } = spawnSync('npx', ['tsx', path('tools/convert.ts'), ...args]);
  expect(status, String(stderr)).toBe(0);
}

test('the weights that ship: search, read, cited answer', async ({ page }) => {
  await page.goto(`${relay.url}?engine=webllm`);
  shipped = await ask(page, 'run-finished');
  const article = page.locator('article').last();
  await expect(article.locator('.answer')).toContainText('Lima');
  await expect(
    article.getByRole('button', { name: /^Source \d+, quote found/ }).first(),
  ).toBeVisible();
  await expect(page.locator('.status')).toContainText('webllm (as chosen)');
  const events = await page.evaluate(() => window.agentEvents);
  const usage = events.map((event) => (event.type === 'run-finished' ? event.usage : undefined));
  const { prefilledTokens = Infinity, finalPromptTokens = 0 } = usage.at(-1) ?? {};
  expect(prefilledTokens / finalPromptTokens).toBeLessThanOrEqual(1.1);
});

const ways: [string, AgentEvent['type'] | undefined, (sheet: Locator) => Promise<Locator>][] = [
  [
    'safetensors, converted in the page',
    'run-finished',
    (sheet) => convertInPage(sheet, 'Folder of a model', checkpoint, 'imported-checkpoint-q4f32-1'),
  ],
  [
    'a Q8_0 GGUF file, converted in the page',
    'generation-finished',
    (sheet) => {
      const gguf = path('public/models/jan-pocket/jan-pocket.gguf');
      return convertInPage(sheet, 'Files of a model', gguf, 'imported-jan-pocket-q4f32-1');
    },
  ],
  [
    'a folder of the relay that npm run convert has made',
    'generation-finished',
    (sheet) => {
      runConvert('pocket-q4f32_1');
      return add(sheet, 'pocket-q4f32_1', 'added-pocket-q4f32-1');
    },
  ],
  [
    'MLC weights on the hub',
    undefined,
    async (sheet) => {
      const folder = path('public/models/jan-pocket/mlc');
      for (const name of readdirSync(folder))
        hub.put(`me/tiny-q4f32_1-MLC/${name}`, readFileSync(join(folder, name)));
      const address = sheet.getByLabel('Hub', { exact: true });
      await address.fill(hub.url);
      await address.press('Enter');
      return add(sheet, 'me/tiny-q4f32_1-MLC', 'added-tiny-q4f32-1');
    },
  ],
];

for (const [name, until, bring] of ways)
  test(name, async ({ page }) => {
    const entry = await bring(await openManager(page));
    await expect(entry).toHaveAttribute('data-state', 'stored');
    await button(entry, 'Use').click();
    await expect(page.locator('.status')).toContainText('webllm');
    await expect(page.locator('.status')).toContainText('ready', { timeout: 200_000 });
    if (!until) return;
    const written = await ask(page, until);
    expect(written).toEqual(until === 'run-finished' ? shipped : shipped.slice(0, 1));
  });
