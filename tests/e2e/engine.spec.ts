import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import type { ModelCard } from '../../src/contracts';
import type { RunOptions } from './engine-page/main';
import { serveStatic } from './static-server';
import { buildTestPage, type TestPage } from './test-page';

/** The real engine with the shipped Jan-Pocket, in its worker, under the app's strict CSP. */

const chat = '<|im_start|>user\nWhat is the capital of Peru?<|im_end|>\n<|im_start|>assistant\n';
const sentence = 'The quick brown fox jumps over the lazy dog 12 times. ';
/** Paths that the page and its workers have asked for. */
const asked: string[] = [];
/** Longer than several prefill slices. */
const long = sentence.repeat(25);

let page: Page;
let built: TestPage;
let isolated: { server: Server; url: string };
let plain: { server: Server; url: string };

const run = (prompt: string, options: RunOptions = {}) =>
  page.evaluate(([text, rest]) => window.lab.run(text, rest), [prompt, options] as const);
const load = (change: Partial<ModelCard> = {}) =>
  page.evaluate((rest) => window.lab.load(rest), change);
const countTokens = (text: string) =>
  page.evaluate((value) => window.lab.engine.countTokens(value), text);

test.describe.configure({ mode: 'serial' });

test.beforeAll(async ({ browser }) => {
  built = await buildTestPage('engine-page', { models: true });
  damage(join(built.folder, 'models/jan-pocket'));
  isolated = await serveStatic([built.folder], true);
  plain = await serveStatic([built.folder], false);
  isolated.server.on('request', ({ url = '' }) => asked.push(url));
  page = await browser.newPage();
  await page.goto(isolated.url);
});

test.afterAll(async () => {
  await page.close();
  isolated.server.close();
  plain.server.close();
  built.remove();
});

/** One copy with a flipped byte, and one that is no GGUF at all. */
function damage(folder: string): void {
  const weights = readFileSync(join(folder, 'jan-pocket.gguf'));
  const middle = weights.length >> 1;
  weights.writeUInt8(weights.readUInt8(middle) ^ 0xff, middle);
  writeFileSync(join(folder, 'flipped.gguf'), weights);
  copyFileSync(join(folder, 'tokenizer.json'), join(folder, 'no-model.gguf'));
}

function withWeights(name: string, card: ModelCard, keepChecks: boolean): Partial<ModelCard> {
  const [weights] = card.engines.wllama?.files ?? [];
  if (!weights) throw new Error('The card has no wllama weights.');
  const url = `models/jan-pocket/${name}`;
  const file = keepChecks ? { ...weights, url } : { url, bytes: card.tokenizer.bytes };
  return { engines: { wllama: { quantisation: 'Q8_0', files: [file] } } };
}

test('names what is wrong with a model file, and loads a good one afterwards', async () => {
  const [card] = await page.evaluate(() => window.lab.catalogue);
  if (!card) throw new Error('The catalogue is empty.');
  expect((await load(withWeights('absent.gguf', card, true))).code).toBe('model-missing');
  expect((await load(withWeights('flipped.gguf', card, true))).code).toBe('model-corrupt');
  expect((await load(withWeights('no-model.gguf', card, false))).code).toMatch(
    /^model-(corrupt|unsupported)$/,
  );

  const good = await load();
  expect(good.code).toBe('loaded');
  const total = card.tokenizer.bytes + (card.engines.wllama?.files[0]?.bytes ?? 0);
  expect(good.bytes.at(-1)).toBe(total);
  expect(good.bytes).toEqual(good.bytes.toSorted((a, b) => a - b));
  // wllama's own worker has begun with the code that reads the weights there.
  expect(asked.filter((path) => /wllama-reads.*\.js$/.test(path))).not.toEqual([]);
});

test('streams text and ends with its usage', async () => {
  const outcome = await run(chat);
  expect(outcome.error).toBeUndefined();
  expect(outcome.pieces.length).toBeGreaterThan(1);
  expect(outcome.text).toBe(outcome.pieces.join(''));
  expect(outcome.prefill.at(-1)).toEqual({
    done: outcome.usage?.promptTokens,
    total: outcome.usage?.promptTokens,
  });
  expect(outcome.usage?.completionTokens).toBeGreaterThanOrEqual(outcome.pieces.length);
});

test('ends at the length and at a stop string, which is not part of the text', async () => {
  const { text, usage } = await run(chat, { maxTokens: 6 });
  expect(usage).toMatchObject({ finish: 'length', completionTokens: 6 });
  const stop = text.slice(-3);
  const stopped = await run(chat, { maxTokens: 6, stop: [stop] });
  expect(stopped.usage?.finish).toBe('stop');
  expect(stopped.text).toBe(text.slice(0, text.indexOf(stop)));
});

test('gives the same text for the same seed and another for another', async () => {
  // Far from what the model was trained on, so that it has many choices.
  const sample = (seed: number) =>
    run('Zq ', { maxTokens: 16, sampling: { temperature: 1, seed } });
  const first = await sample(1);
  expect(first.error).toBeUndefined();
  expect((await sample(1)).text).toBe(first.text);
  const others = [(await sample(2)).text, (await sample(3)).text];
  expect(others.some((text) => text !== first.text)).toBe(true);
});

test('applies each sampling parameter: the tightest setting of any one is greedy', async () => {
  const greedy = (await run('Zq ', { maxTokens: 12 })).text;
  const hot = { temperature: 2, seed: 4 };
  for (const tight of [{ topK: 1 }, { topP: 1e-6 }, { minP: 1 }]) {
    const { text } = await run('Zq ', { maxTokens: 12, sampling: { ...hot, ...tight } });
    expect(text, JSON.stringify(tight)).toBe(greedy);
  }
  expect((await run('Zq ', { maxTokens: 12, sampling: hot })).text).not.toBe(greedy);
});

test('stays valid text when it samples wildly', async () => {
  for (let seed = 0; seed < 6; seed++) {
    const { text, error } = await run('Zq ', {
      maxTokens: 30,
      sampling: { temperature: 1.5, seed },
    });
    expect(error).toBeUndefined();
    expect(text).not.toContain('\ufffd');
  }
});

test('stops within one more token when aborted while decoding', async () => {
  const outcome = await run(chat, {
    maxTokens: 100,
    abortAfter: { type: 'token', count: 3 },
  });
  expect(outcome.error).toBeUndefined();
  expect(outcome.usage?.finish).toBe('abort');
  // One that was under way, and one that crossed the abort on its way to the page.
  expect(outcome.afterAbort).toBeLessThanOrEqual(2);
});

test('stops in the middle of prefill; what follows is as from a fresh engine', async () => {
  const prompt = `Fresh start. ${long}`;
  const aborted = await run(prompt, { abortAfter: { type: 'prefill', count: 2 } });
  expect(aborted.usage).toMatchObject({ finish: 'abort', completionTokens: 0 });
  expect(aborted.text).toBe('');
  expect(aborted.prefill.at(-1)?.done).toBeLessThan(aborted.usage?.promptTokens ?? 0);

  const after = await run(prompt);
  expect(after.usage?.reusedTokens).toBeGreaterThan(0);
  await page.evaluate(() => window.lab.engine.unload());
  await load();
  const fresh = await run(prompt);
  expect(fresh.usage?.reusedTokens).toBe(0);
  expect(after.text).toBe(fresh.text);
});

test('reuses the KV cache for a longer prompt, and for one that forks in the middle', async () => {
  const first = await run(long, { maxTokens: 4 });
  const length = first.usage?.promptTokens ?? 0;
  const longer = await run(`${long}And then`, { maxTokens: 4 });
  expect(longer.usage?.reusedTokens).toBeGreaterThanOrEqual(length - 1);

  const half = sentence.repeat(12);
  const fork = await run(`${half}But then`, { maxTokens: 4 });
  expect(fork.usage?.reusedTokens).toBeGreaterThanOrEqual((await countTokens(half)) - 1);
  expect(fork.usage?.reusedTokens).toBeLessThan(length);
});

test('refuses what does not fit into the context, with the numbers', async () => {
  const { error, usage } = await run(sentence.repeat(20), { maxTokens: 4096 });
  expect(error?.code).toBe('context-exceeded');
  expect(error?.message).toMatch(/\d+ tokens.*4096/);
  expect(usage).toBeUndefined();
});

test('counts tokens as llama.cpp does', async () => {
  for (const text of [
    'Hello world',
    'El Niño, 東京, cafe\u0301, ½ Ⅷ ٣, 🇵🇪 👩‍👩‍👧',
    '1234567 3.14 2024-01-02',
    'a\n\n\nb\r\n \t c   d\n',
    "I'm IT'S we'LL don't",
    '\u00a0\u2003x\u200b',
    '<|im_start|>user\nx<tool_call>{"a": 1}</tool_call><think>y</think><|im_end|>\n',
    'x'.repeat(300),
  ]) {
    const { usage } = await run(text, { maxTokens: 1 });
    expect(await countTokens(text), JSON.stringify(text)).toBe(usage?.promptTokens);
  }
});

test('reports a dead worker and starts another with the next load', async () => {
  const [worker] = page.workers();
  if (!worker) throw new Error('There is no engine worker.');
  const pending = run(long.replaceAll('fox', 'cat'), { maxTokens: 50 });
  await worker.evaluate(() => {
    setTimeout(() => {
      throw new Error('out of luck');
    });
  });
  expect((await pending).error?.code).toBe('engine-crashed');
  expect((await run(chat)).error?.code).toBe('bad-input');
  expect((await load()).code).toBe('loaded');
  expect((await run(chat)).error).toBeUndefined();
});

test('computes with several threads where cores and isolation allow it', async () => {
  const single = await run(chat, { maxTokens: 4 });
  await page.evaluate(() => window.lab.engine.unload());
  // Starts the worker without a model, so that it can be told that it has more cores.
  const starting = page.waitForEvent('worker');
  await load({ tokenizer: { url: 'models/absent.json', bytes: 1 } });
  await (
    await starting
  ).evaluate(() => {
    Object.defineProperty(navigator, 'hardwareConcurrency', { value: 3 });
  });
  expect((await load()).code).toBe('loaded');
  const several = await run(chat, { maxTokens: 4 });
  expect(several.text).toBe(single.text);
});

test('works without cross-origin isolation', async ({ browser }) => {
  const isolatedText = (await run(chat, { maxTokens: 8 })).text;
  await page.close();
  page = await browser.newPage();
  await page.goto(plain.url);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
  expect((await load()).code).toBe('loaded');
  expect((await run(chat, { maxTokens: 8 })).text).toBe(isolatedText);
});
