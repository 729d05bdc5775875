import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { expect, test, type Page } from '@playwright/test';
import janPocket from '../../src/models/jan-pocket-mlc.json' with { type: 'json' };
import { expectedRows, hashedParameters, type LibraryFixture } from '../fixtures/hashed-weights';
import type { Step } from './library-page/main';
import { serveStatic } from './static-server';
import { buildTestPage, type TestPage } from './test-page';

/**
 * Our model libraries on the browser's WebGPU (in software where there is no other) against what
 * NumPy computes, for models whose weights are made here.
 */

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const pocket = here('../../public/models/jan-pocket/mlc');

let page: Page;
let built: TestPage;
let host: { server: Server; url: string };

test.describe.configure({ mode: 'serial' });

test.beforeAll(async ({ browser }) => {
  built = await buildTestPage('library-page');
  host = await serveStatic([built.folder], false);
  page = await browser.newPage();
  await page.goto(host.url);
});

test.afterAll(async () => {
  await page.close();
  host.server.close();
  built.remove();
});

/** Makes the folder of a model for WebLLM, with its library and a tokenizer; returns that of the weights. */
function place(name: string, library: string): string {
  const folder = join(built.folder, name, 'resolve/main');
  mkdirSync(folder, { recursive: true });
  cpSync(join(pocket, '../tokenizer.json'), join(folder, 'tokenizer.json'));
  const bytes = readFileSync(library);
  writeFileSync(
    join(built.folder, name, 'library.wasm'),
    library.endsWith('.gz') ? gunzipSync(bytes) : bytes,
  );
  return folder;
}

/** Writes a model of the fixture's shape as WebLLM downloads it: one shard for each parameter. */
function placeHashed(name: string, fixture: LibraryFixture): void {
  const folder = place(name, here(`../fixtures/libraries/${name}.wasm.gz`));
  const records: object[] = [];
  for (const { count, word, ...parameter } of hashedParameters(fixture)) {
    const dataPath = `params_shard_${records.length}.bin`;
    const words = new Uint32Array(count);
    for (let i = 0; i < count; i++) words[i] = word(i);
    const nbytes = words.byteLength;
    writeFileSync(join(folder, dataPath), words);
    const record = { ...parameter, format: 'raw', nbytes, byteOffset: 0 };
    records.push({ dataPath, format: 'raw-shard', nbytes, records: [record] });
  }
  writeFileSync(join(folder, 'tensor-cache.json'), JSON.stringify({ metadata: {}, records }));
  const { config, quantization } = fixture;
  const settings = JSON.parse(readFileSync(join(pocket, 'mlc-chat-config.json'), 'utf8')) as object;
  const context = { context_window_size: config.max_position_embeddings };
  const own = { quantization, vocab_size: config.vocab_size, model_config: config, ...context };
  writeFileSync(join(folder, 'mlc-chat-config.json'), JSON.stringify({ ...settings, ...own }));
}

const load = (name: string, context: number) =>
  page.evaluate(([folder, size]) => window.library.load(folder, size), [name, context] as const);

async function logits(steps: Step[]): Promise<Float32Array[]> {
  const rows = await page.evaluate((list) => window.library.logits(list), steps);
  return rows.map((row) => new Float32Array(Uint8Array.from(Buffer.from(row, 'base64')).buffer));
}

function logSoftmax(row: Float32Array): Float64Array {
  const largest = row.reduce((a, b) => Math.max(a, b));
  const sum = row.reduce((total, x) => total + Math.exp(x - largest), 0);
  return Float64Array.from(row, (x) => x - largest - Math.log(sum));
}

/** The largest difference between two rows; infinite where one is not a number. */
function apart(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  const differences = Array.from(a, (x, i) => Math.abs(x - (b[i] ?? NaN)));
  return differences.some(Number.isNaN) ? Infinity : Math.max(...differences);
}

/** The largest difference of log-probabilities from NumPy's over all slices. */
async function worst(name: string, context: number): Promise<number> {
  const path = here(`../fixtures/libraries/${name}.json`);
  const fixture = JSON.parse(readFileSync(path, 'utf8')) as LibraryFixture;
  placeHashed(name, fixture);
  await load(name, context);
  let start = 0;
  const steps = fixture.slices.map((size) => ({
    run: fixture.tokens.slice(start, (start += size)),
  }));
  const found = await logits(steps);
  const expected = expectedRows(fixture);
  expect(found.length).toBe(expected.length);
  const largest = Math.max(...found.map((row, i) => apart(logSoftmax(row), expected[i] ?? [])));
  console.log(`${name}: log-probabilities within ${largest.toExponential(1)} of NumPy's`);
  return largest;
}

test('YaRN: four times its own window, to the last position', async () => {
  // 256 tokens fill the context: the library's own is 64.
  expect(await worst('yarn-q0f32', 256)).toBeLessThan(1e-3);
});

for (const name of ['one-layer-q4f32_1', 'one-layer-q8f32_1']) {
  test(`Jan-Nano's dimensions, ${name}`, async () => {
    test.setTimeout(400_000);
    expect(await worst(name, 64)).toBeLessThan(1e-3);
  });
}

test('Jan-Pocket: rewinding and decoding give what a full prefill gives', async () => {
  const library = janPocket.files.find(({ url }) => url.startsWith('models/lib/'))?.url ?? '';
  const folder = place('jan-pocket', here(`../../public/${library}`));
  cpSync(pocket, folder, { recursive: true });
  await load('jan-pocket', 4096);
  const tokens = await page.evaluate(() =>
    window.library.encode(
      '<|im_start|>user\nWhat is the capital of Peru?<|im_end|>\n<|im_start|>assistant\n' +
        '<tool_call>\n{"name": "google_search", "arguments": {"q": "capital of Peru"}}\n</tool_call>',
    ),
  );
  const wrong = tokens.slice(3, 20);
  const fork = tokens.length - 12;
  const [full, , , rewound, ...decoded] = await logits([
    { run: tokens },
    { reset: true },
    { run: tokens.slice(0, fork) },
    { run: wrong },
    { rewind: wrong.length },
    { run: tokens.slice(fork) },
    { rewind: 4 },
    ...tokens.slice(-4).map((token) => ({ run: [token] })),
  ]);
  const last = decoded.at(-1);
  if (!full || !rewound || !last) throw new Error('Logits are missing');
  const after = { rewind: apart(full, rewound), decoding: apart(full, last) };
  console.log('Jan-Pocket: logits differ from a full prefill by at most', after);
  expect(after.rewind).toBeLessThan(1e-4);
  expect(after.decoding).toBeLessThan(1e-4);
});
