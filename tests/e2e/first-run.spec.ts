import { expect, test, type Page } from '@playwright/test';
import { startFakeHub, syntheticBytes, type FakeHub } from '../fakes/hub';
import { expectAccessible } from './accessible';

/** Someone who has never been here: a checked answer at once, and the full model meanwhile. */

const MB = 1 << 20;
const download = (page: Page) => page.getByRole('button', { name: /^Download Jan-Nano/ });
const example = (page: Page, text: string) =>
  page.getByRole('list', { name: 'Examples' }).getByRole('button', { name: text });

async function answered(page: Page, check = 'quote found'): Promise<void> {
  const run = page.locator('article').last();
  await expect(run).toHaveAttribute('data-status', 'finished', { timeout: 80_000 });
  await expect(run.getByRole('button', { name: `Source 1, ${check}` }).first()).toBeVisible();
}

/** As a graphics processor of one's own says of itself; this machine has none, and nothing runs on it here. */
async function withGpu(page: Page): Promise<void> {
  await page.addInitScript(() => {
    for (const key of ['vendor', 'architecture', 'isFallbackAdapter'])
      Object.defineProperty(GPUAdapterInfo.prototype, key, { get: () => '' });
    Object.defineProperty(GPUSupportedFeatures.prototype, 'has', { value: () => true });
  });
}

/** Names the loopback hub in the place of the real one, and comes anew. */
async function visit(page: Page, hub: FakeHub): Promise<void> {
  await page.goto('./?engine=wllama');
  await page.getByLabel('Models', { exact: true }).click();
  const address = page.getByRole('dialog', { name: 'Models' }).getByLabel('Hub', { exact: true });
  await address.fill(hub.url);
  await address.press('Enter');
  // A page that goes at once may take the wish with it.
  await expect.poll(() => page.evaluate(storedSettings)).toContain(hub.url);
  await page.reload();
}

async function storedSettings(): Promise<string> {
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const open = indexedDB.open('jan-nano-settings');
    open.onsuccess = () => resolve(open.result);
    open.onerror = () => reject(open.error!);
  });
  const stored = await new Promise<unknown>((resolve, reject) => {
    const read = database.transaction('settings').objectStore('settings').get('settings');
    read.onsuccess = () => resolve(read.result);
    read.onerror = () => reject(read.error!);
  });
  database.close();
  return JSON.stringify(stored ?? null);
}

test('each example is answered with a citation that was checked', async ({ page }) => {
  test.setTimeout(180_000);
  await page.goto('./');
  for (const [question, answer, check] of [
    ['What is the capital of Peru?', 'Lima'],
    ['What is the population of Kenya?', '45,925,301'],
    ['What is the currency of Japan?', 'Japanese Yen', 'supported, not word for word'],
    ['What is the atomic number of gold?', '79'],
  ] as const) {
    await example(page, question).click();
    await answered(page, check);
    await expect(page.locator('article').last()).toContainText(answer);
    await page.getByRole('button', { name: 'New chat' }).first().click();
    await expect(page.locator('article')).toHaveCount(0);
  }
  await expect(page.getByRole('list', { name: 'Examples' }).getByRole('button')).toHaveCount(4);
});

test.describe('where the device can run the full model', () => {
  let hub: FakeHub;
  test.beforeEach(async ({ page }) => {
    hub = await startFakeHub();
    hub.put('Menlo/Jan-nano-gguf/jan-nano-4b-iQ4_XS.gguf', syntheticBytes(4 * MB, 3));
    hub.put('Menlo/Jan-nano/tokenizer.json', Buffer.from(`{"pad":"${'x'.repeat(200_000)}"}`));
    await withGpu(page);
  });
  test.afterEach(() => hub.close());

  test(
    'two clicks: it is downloaded, and Jan-Pocket answers meanwhile',
    { tag: '@every-width' },
    async ({ page }) => {
      test.setTimeout(180_000);
      await visit(page, hub);
      await expect(download(page)).toContainText(/\(2\.\d GB\) meanwhile/);
      await expect(page.getByRole('region', { name: 'A larger model' })).toContainText(
        /Jan-Nano iQ4_XS with 16k of context takes about .* and fits your/,
      );
      // Nobody has asked the hub yet.
      expect(hub.requests).toEqual([]);
      await expectAccessible(page, 'first-run');

      hub.rate = 0.2 * MB;
      await download(page).click();
      await example(page, 'What is the capital of Peru?').click();
      await expect(page.locator('.status')).toContainText(/\d+ % of 4\.4 MB · Jan-Nano iQ4_XS/);
      await answered(page);
      await expect(page.locator('.status')).toContainText(/ % of 4\.4 MB/);
      await expectAccessible(page, 'first-answer');

      hub.rate = Infinity;
      const ready = page.getByRole('status').filter({ hasText: 'Jan-Nano iQ4_XS is here' });
      await expect(ready).toBeVisible();
      await expect(page.locator('.status')).toContainText('Offline corpus');
      await expectAccessible(page, 'model-here');
      // Random bytes are no model: that it is taken, and said to fail, shows that the switch is made.
      await ready.getByRole('button', { name: 'Use it' }).click();
      await expect(page.getByText('Jan-Nano iQ4_XS did not load')).toBeVisible();
      await expect(ready).toBeHidden();
    },
  );

  test('a download that breaks off says so, and goes on', async ({ page }) => {
    await visit(page, hub);
    hub.faults = [{ type: 'status', status: 403, file: /gguf$/ }];
    await download(page).click();
    const notice = page.getByRole('status').filter({ hasText: 'was not downloaded' });
    await expect(notice).toBeVisible({ timeout: 60_000 });
    hub.faults = [];
    await notice.getByRole('button', { name: 'Retry' }).click();
    await expect(page.getByText('Jan-Nano iQ4_XS is here')).toBeVisible();
    await expect(notice).toBeHidden();
    await page.getByRole('button', { name: 'Not now' }).click();
    await expect(page.getByText('Jan-Nano iQ4_XS is here')).toBeHidden();
    await expect(page.getByRole('region', { name: 'A larger model' })).toBeHidden();
  });
});

test('nothing is offered that the device cannot run, nor to who has asked before', async ({
  page,
}) => {
  const looked: string[] = [];
  page.on('request', (request) => looked.push(request.url()));
  await page.goto('./');
  // Behind what the offer waits for.
  await expect(page.locator('.status')).toHaveAttribute('data-model', 'ready');
  await expect(download(page)).toBeHidden();
  expect(looked.filter((url) => /\/models\/jan-nano/.test(url))).toEqual([]);

  await example(page, 'What is the atomic number of gold?').click();
  await answered(page);
  await withGpu(page);
  await page.goto('./?engine=wllama');
  await expect(page.locator('.status')).toHaveAttribute('data-model', 'ready');
  await expect(download(page)).toBeHidden();
});
