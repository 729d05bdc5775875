import { readFileSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { expect, test, type Page, type Worker } from '@playwright/test';
import janPocket from '../../src/models/jan-pocket-mlc.json' with { type: 'json' };
import { dequantisedGguf } from './dequantised-gguf';
import type { RunOptions } from './engine-page/main';
import { serveStatic } from './static-server';
import { buildTestPage, type TestPage } from './test-page';

/** WebLLM with the shipped Jan-Pocket, on the browser's WebGPU: in software where there is no other. */

const chat = '<|im_start|>user\nWhat is the capital of Peru?<|im_end|>\n<|im_start|>assistant\n';
const sentence = 'The quick brown fox jumps over the lazy dog 12 times. ';

let page: Page;
let built: TestPage;
let host: { server: Server; url: string };

declare global {
  interface WorkerGlobalScope {
    devices: GPUDevice[];
    /** Keys that were read from IndexedDB. */
    reads: string[];
  }
}

const run = (prompt: string, options: RunOptions = {}) =>
  page.evaluate(([text, rest]) => window.lab.run(text, rest), [prompt, options] as const);

/** Loads; `before` runs in the engine's worker, which starts with a load that fails at once. */
async function load(before?: (worker: Worker) => Promise<void>) {
  if (before) {
    const starting = page.waitForEvent('worker');
    const absent = { tokenizer: { url: 'models/absent.json', bytes: 1 } };
    await page.evaluate((change) => window.lab.load(change), absent);
    await before(await starting);
  }
  return page.evaluate(() => window.lab.load());
}

/** Keeps the devices that WebLLM asks for, so that a test can take them away; counts what is read. */
async function watch(worker: Worker): Promise<void> {
  await worker.evaluate(() => {
    const scope = self as unknown as WorkerGlobalScope;
    scope.devices = [];
    scope.reads = [];
    // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its store below
    const get = IDBObjectStore.prototype.get;
    IDBObjectStore.prototype.get = function (key: IDBValidKey) {
      scope.reads.push(JSON.stringify(key));
      return get.call(this, key) as IDBRequest<unknown>;
    };
    // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its adapter below
    const request = GPUAdapter.prototype.requestDevice;
    GPUAdapter.prototype.requestDevice = async function (descriptor) {
      const device = await request.call(this, descriptor);
      scope.devices.push(device);
      return device;
    };
  });
}

/** Bytes read of each file, from the keys of its pieces; a piece that is read twice counts twice. */
function bytesRead(reads: string[], files: RegExp): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const key of reads) {
    const [kind, url, , length] = JSON.parse(key) as [string, string, number, number];
    if (kind === 'piece' && files.test(url)) sums[url] = (sums[url] ?? 0) + length;
  }
  return sums;
}

const loseDevice = (worker: Worker) =>
  worker.evaluate(() => {
    (self as unknown as WorkerGlobalScope).devices.at(-1)?.destroy();
  });

test.describe('the engine', () => {
  test.describe.configure({ mode: 'serial', timeout: 300_000 });

  test.beforeAll(async ({ browser }) => {
    built = await buildTestPage('engine-page', { models: true });
    host = await serveStatic([built.folder], false);
    page = await browser.newPage();
    await page.goto(`${host.url}?engine=webllm`);
  });

  test.afterAll(async () => {
    await page.close();
    host.server.close();
    built.remove();
  });

  test('refuses a damaged shard, and loads the good one afterwards', async () => {
    const shard = join(built.folder, 'models/jan-pocket/mlc/params_shard_0.bin');
    const good = readFileSync(shard);
    const bad = Buffer.from(good);
    bad.writeUInt8(bad.readUInt8(1000) ^ 0xff, 1000);
    writeFileSync(shard, bad);
    expect((await load()).code).toBe('model-corrupt');
    writeFileSync(shard, good);
    expect((await load()).code).toBe('loaded');
  });

  test('streams the model’s own tool call and ends at its end token', async () => {
    const outcome = await run(chat, { maxTokens: 60 });
    expect(outcome.error).toBeUndefined();
    expect(outcome.text).toMatch(/^<tool_call>\n\{"name": "google_search".*\}\n<\/tool_call>$/s);
    expect(outcome.text).toBe(outcome.pieces.join(''));
    expect(outcome.usage).toMatchObject({ finish: 'stop', reusedTokens: 0 });
    expect(outcome.usage).not.toHaveProperty('fullPrefill');
  });

  test('keeps what two prompts have in common, and computes the same as from the beginning', async () => {
    const fork = chat.replace('Peru', 'Chile');
    const forked = await run(fork, { maxTokens: 8 });
    expect(forked.usage?.reusedTokens).toBeGreaterThan(5);
    await run('Zq ', { maxTokens: 1 }); // nothing in common: empties the cache
    const fresh = await run(fork, { maxTokens: 8 });
    expect(fresh.usage?.reusedTokens).toBe(0);
    expect(fresh.text).toBe(forked.text);
  });

  test('samples: the same for one seed, greedy at the tightest setting, valid text when wild', async () => {
    const wild = (sampling: RunOptions['sampling']) =>
      run('Zq ', { maxTokens: 8, sampling: { temperature: 1.5, seed: 1, ...sampling } });
    const first = await wild({});
    expect(first.text).not.toContain('\ufffd');
    expect((await wild({})).text).toBe(first.text);
    const greedy = (await run('Zq ', { maxTokens: 8 })).text;
    for (const tight of [{ topK: 1 }, { topP: 1e-6 }, { minP: 1 }]) {
      expect((await wild(tight)).text, JSON.stringify(tight)).toBe(greedy);
    }
  });

  test('ends at the length and at a stop string, which is not part of the text', async () => {
    const { text, usage } = await run(chat, { maxTokens: 6 });
    expect(usage).toMatchObject({ finish: 'length', completionTokens: 6 });
    const stop = text.slice(-3);
    const stopped = await run(chat, { maxTokens: 6, stop: [stop] });
    expect(stopped.usage?.finish).toBe('stop');
    expect(stopped.text).toBe(text.slice(0, text.indexOf(stop)));
  });

  test('stops while decoding and while prefilling, and what follows is unharmed', async () => {
    const before = (await run(chat, { maxTokens: 8 })).text;
    const decoding = await run(chat, { maxTokens: 60, abortAfter: { type: 'token', count: 3 } });
    expect(decoding.usage?.finish).toBe('abort');
    expect(decoding.afterAbort).toBeLessThanOrEqual(2);

    const prefilling = await run(sentence.repeat(25), {
      abortAfter: { type: 'prefill', count: 1 },
    });
    expect(prefilling.usage).toMatchObject({ finish: 'abort', completionTokens: 0 });
    expect(prefilling.prefill.at(-1)?.done).toBeLessThan(prefilling.usage?.promptTokens ?? 0);
    expect((await run(chat, { maxTokens: 8 })).text).toBe(before);
  });

  test('refuses what does not fit into the context, with the numbers', async () => {
    const { error, usage } = await run(chat, { maxTokens: 4096 });
    expect(error?.code).toBe('context-exceeded');
    expect(error?.message).toMatch(/\d+ tokens.*4096/);
    expect(usage).toBeUndefined();
  });

  test('computes the first 40 greedy tokens as wllama does on the same weights', async ({
    browser,
  }) => {
    const models = join(built.folder, 'models');
    const gguf = dequantisedGguf(
      join(models, 'jan-pocket/jan-pocket.gguf'),
      join(models, 'jan-pocket/mlc'),
    );
    writeFileSync(join(models, 'f32.gguf'), gguf);
    const other = await browser.newPage();
    await other.goto(host.url);
    const files = [{ url: 'models/f32.gguf', bytes: gguf.length }];
    const engines = { wllama: { quantisation: 'F32', files } };
    const loaded = await other.evaluate((change) => window.lab.load(change), { engines });
    expect(loaded.code).toBe('loaded');
    for (const prompt of [chat, sentence.repeat(4), 'The capital of Chile is ']) {
      const tokens = { maxTokens: 40 };
      const theirs = await other.evaluate(([text, options]) => window.lab.run(text, options), [
        prompt,
        tokens,
      ] as const);
      const ours = await run(prompt, tokens);
      expect(ours.usage?.promptTokens).toBe(theirs.usage?.promptTokens);
      expect(ours.text).toBe(theirs.text);
      expect(ours.usage?.completionTokens).toBe(theirs.usage?.completionTokens);
    }
    await other.close();
  });

  test('loads from its storage alone, and goes on where it stood when the GPU goes away', async () => {
    const before = await run(chat, { maxTokens: 20 });
    await page.evaluate(() => window.lab.engine.unload());
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    let worker: Worker | undefined;
    const loaded = await load(async (started) => {
      worker = started;
      await watch(started);
    });
    expect(loaded).toMatchObject({ code: 'loaded', bytes: [] });
    // Code of the page may bear such names as well.
    const weights = asked.filter((path) => /mlc|tokenizer|library|\/lib\//.test(path));
    expect(weights.filter((path) => !path.endsWith('.js'))).toEqual([]);
    const reads = await worker!.evaluate(() => (self as unknown as WorkerGlobalScope).reads);
    expect(bytesRead(reads, /params_shard|\.wasm/)).toEqual(
      Object.fromEntries(
        janPocket.files
          .filter(({ url }) => /params_shard|\.wasm/.test(url))
          .map(({ url, bytes }) => [`${host.url}${url}`, bytes]),
      ),
    );

    const interrupted = run(chat, { maxTokens: 20, after: { type: 'token', count: 5 } });
    await page.evaluate(() => window.lab.reached);
    await loseDevice(worker!);
    const outcome = await interrupted;
    expect(outcome.error).toBeUndefined();
    expect(outcome.restarts).toHaveLength(1);
    expect(outcome.text).toBe(before.text);
    expect(outcome.usage).toMatchObject({ completionTokens: 20, finish: 'length' });
  });
});

test('chooses the engine by itself, says why, and lets a person choose', async ({ page: app }) => {
  await app.goto('./');
  const chosen =
    process.env['REAL_GPU'] === '1' ? 'webllm (WebGPU)' : 'wllama (WebGPU in software only)';
  await expect(app.locator('.status')).toContainText(chosen);
  await app.getByRole('button', { name: 'Settings' }).click();
  const sheet = app.getByRole('dialog', { name: 'Settings' });
  await expect(sheet.getByRole('radio', { name: 'Automatic' })).toBeChecked();
  await sheet.getByText('WebLLM', { exact: true }).click();
  await expect(app.locator('.status')).toContainText('webllm (as chosen)');
  await app.reload();
  await expect(app.locator('.status')).toContainText('webllm (as chosen)');
});

test('what a person sees: a damaged shard, a question too long, a stop, a lost GPU', async ({
  page: app,
}) => {
  test.setTimeout(900_000);
  app.on('worker', (worker) => void watch(worker));
  await app.route('**/params_shard_0.bin', async (route) => {
    const response = await route.fetch();
    const body = await response.body();
    body.writeUInt8(body.readUInt8(1000) ^ 0xff, 1000);
    await route.fulfill({ response, body });
  });
  await app.goto('./?engine=webllm');
  const alert = app.getByRole('alert');
  await expect(alert).toContainText('params_shard_0.bin is damaged');
  await app.unroute('**/params_shard_0.bin');
  await alert.getByRole('button').click();
  await expect(app.locator('.status')).toContainText('ready', { timeout: 300_000 });

  const box = app.getByRole('textbox', { name: 'Question' });
  // Each of these characters takes three tokens.
  await box.fill('東'.repeat(3900));
  await box.press('Enter');
  const article = app.locator('article').last();
  await expect(article).toHaveAttribute('data-status', 'failed', { timeout: 300_000 });
  await expect(article.getByRole('alert')).toContainText(/too long|tokens/);

  await box.fill('What is the capital of Peru?');
  await box.press('Enter');
  await app.getByRole('button', { name: 'Stop' }).click();
  await expect(article).toHaveAttribute('data-status', 'stopped', { timeout: 300_000 });

  await box.fill('What is the capital of Peru?');
  await box.press('Enter');
  await expect(article.locator('ol').first()).toContainText(/Thinking|Writing|Reading/);
  const worker = app.workers().at(-1);
  if (!worker) throw new Error('There is no engine worker.');
  await loseDevice(worker);
  await expect(article).toContainText('The graphics processor was lost', { timeout: 300_000 });
  await expect(article).toHaveAttribute('data-status', 'finished', { timeout: 600_000 });
  await expect(article.locator('.answer')).toContainText('Lima');
});
