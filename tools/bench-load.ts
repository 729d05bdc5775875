/**
 * `npm run bench load [MEGABYTES]`: a warm load of either engine beside reading the same bytes from
 * IndexedDB alone, with synthetic weights of Jan-Nano's layers (320 MB unless told otherwise). Ends
 * with 1 when a limit is passed.
 */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from '@playwright/test';
import { build } from 'vite';
import type { ModelCard, ModelFile } from '../src/contracts';
import { catalogue } from '../src/models/catalogue';
import { planShards } from '../src/models/convert/shards';
import { mlcLayout, TENSOR_CACHE, CHAT_CONFIG } from '../src/models/mlc-layout';
import { serveStatic } from '../tests/e2e/static-server';
import { syntheticBytes } from '../tests/fakes/hub';
import { Q8_0, F32, readGgufHeader, writeGguf } from '../tests/fixtures/gguf-file';
import type { LibraryFixture } from '../tests/fixtures/hashed-weights';
import { chromiumFlags, ensureChromium } from './ensure-chromium.mjs';
import type { Timed } from './load-page/main';

const ROUNDS = 3;
const limit = 1.5;
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const pocket = here('../public/models/jan-pocket');

/** Puts files under `folder` and returns how a card names them. */
function place(root: string, folder: string, files: [string, Buffer][]): ModelFile[] {
  mkdirSync(join(root, folder), { recursive: true });
  return files.map(([name, data]) => {
    writeFileSync(join(root, folder, name), data);
    return { url: `${folder}/${name}`, bytes: data.length };
  });
}

function cardOf(engine: 'wllama' | 'webllm', files: ModelFile[], quantisation: string): ModelCard {
  const [{ tokenizer, ...rest }] = catalogue as [ModelCard];
  const engines = { [engine]: { files, quantisation } };
  return { ...rest, id: `bench-${engine}`, tokenizer: { ...tokenizer }, engines };
}

/** Q8_0 with Jan-Pocket's tokenizer and a quarter of Jan-Nano's width. */
function makeGguf(root: string, megabytes: number): ModelCard {
  const header = readGgufHeader(readFileSync(join(pocket, 'jan-pocket.gguf')));
  const [hidden, inner, queries, keys, head] = [1024, 3072, 16, 8, 128];
  const vocabulary = header.tensors.find(({ name }) => name === 'token_embd.weight')!.dims[1]!;
  const shapes: Record<string, number[]> = {
    attn_q: [hidden, queries * head],
    attn_k: [hidden, keys * head],
    attn_v: [hidden, keys * head],
    attn_output: [queries * head, hidden],
    ffn_gate: [hidden, inner],
    ffn_up: [hidden, inner],
    ffn_down: [inner, hidden],
    attn_norm: [hidden],
    ffn_norm: [hidden],
    attn_q_norm: [head],
    attn_k_norm: [head],
  };
  const count = (dims: number[]) => dims.reduce((a, b) => a * b, 1);
  const ones = (dims: number[]) => Buffer.from(new Float32Array(count(dims)).fill(1).buffer);
  const blocks = (dims: number[]) => {
    const data = syntheticBytes((count(dims) / 32) * 34, dims.length);
    // A block of 32 begins with its scale: half of 0.001. Others would make a forward absurdly slow.
    for (let at = 0; at < data.length; at += 34) data.writeUInt16LE(0x1019, at);
    return data;
  };
  const tensor = (name: string, dims: number[]) => {
    const type = dims.length > 1 ? Q8_0 : F32;
    return { name: `${name}.weight`, dims, type, data: type === F32 ? ones(dims) : blocks(dims) };
  };
  const layer = (at: number) =>
    Object.entries(shapes).map(([name, dims]) => tensor(`blk.${at}.${name}`, dims));
  const perLayer = layer(0).reduce((sum, { data }) => sum + data.length, 0);
  const layers = Math.max(1, Math.round((megabytes * 1e6) / perLayer));
  const numbers = {
    block_count: layers,
    embedding_length: hidden,
    feed_forward_length: inner,
    'attention.head_count': queries,
    'attention.head_count_kv': keys,
    'attention.key_length': head,
    'attention.value_length': head,
  };
  const metadata = Buffer.from(header.metadata);
  for (const [key, value] of Object.entries(numbers))
    metadata.writeUInt32LE(value, header.valueAt.get(`qwen3.${key}`));
  const data = writeGguf({ ...header, metadata }, [
    tensor('token_embd', [hidden, vocabulary]),
    tensor('output_norm', [hidden]),
    ...Array.from({ length: layers }, (_, at) => layer(at)).flat(),
  ]);
  return cardOf('wllama', place(root, 'gguf', [['synthetic.gguf', data]]), 'Q8_0');
}

/**
 * Layers of Jan-Nano's size in q4f32_1. The library computes with the first alone; WebLLM brings all
 * that its list names to the graphics processor, and that is what is measured.
 */
function makeMlc(root: string, megabytes: number): ModelCard {
  const name = 'one-layer-q4f32_1';
  const library = here(`../tests/fixtures/libraries/${name}`);
  const { config, quantization } = JSON.parse(
    readFileSync(`${library}.json`, 'utf8'),
  ) as LibraryFixture;
  const perLayer = 63e6;
  const layers = Math.max(1, Math.round((megabytes * 1e6) / perLayer));
  const shards = planShards(mlcLayout({ ...config, num_hidden_layers: layers }, quantization));
  const chat = JSON.parse(readFileSync(join(pocket, 'mlc', CHAT_CONFIG), 'utf8')) as object;
  const own = { quantization, vocab_size: config.vocab_size, model_config: config };
  const context = { context_window_size: 4096 };
  const json = (value: unknown) => Buffer.from(JSON.stringify(value));
  const files = place(root, 'mlc', [
    [CHAT_CONFIG, json({ ...chat, ...own, ...context })],
    [TENSOR_CACHE, json({ metadata: {}, records: shards })],
    ['library.wasm.gz', readFileSync(`${library}.wasm.gz`)],
    ...shards.map(({ dataPath, nbytes }, at): [string, Buffer] => [
      dataPath,
      syntheticBytes(nbytes, at + 1),
    ]),
  ]);
  return cardOf('webllm', files, quantization);
}

const middle = (values: number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

/** Each round in a page of its own, as after a reload. */
async function measure(page: Page, url: string, card: ModelCard): Promise<Timed[]> {
  const [id] = Object.keys(card.engines) as ['wllama' | 'webllm'];
  await page.goto(url);
  await page.evaluate((one) => window.loading.store(one), card);
  const rounds: Timed[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    await page.reload();
    rounds.push(
      await page.evaluate(([which, one]) => window.loading[which](one), [id, card] as const),
    );
  }
  return rounds;
}

async function main(megabytes: number): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), 'bench-load-'));
  await build({
    configFile: false,
    root: here('./load-page'),
    base: './',
    logLevel: 'error',
    worker: { format: 'es' },
    build: { outDir: join(root, 'page'), emptyOutDir: true, assetsInlineLimit: 0 },
  });
  cpSync(join(pocket, 'tokenizer.json'), join(root, 'models/jan-pocket/tokenizer.json'));
  const cards = [makeGguf(root, megabytes), makeMlc(root, megabytes)];
  const host = await serveStatic([join(root, 'page'), root], true);
  // A profile on the disk: without one, Chromium keeps the database in memory.
  const browser = await chromium.launchPersistentContext(join(root, 'profile'), {
    executablePath: ensureChromium(),
    args: chromiumFlags,
  });
  const rows: Record<string, object> = {};
  const ratios: [string, number][] = [];
  try {
    const page = await browser.newPage();
    for (const card of cards) {
      const [id, { files }] = Object.entries(card.engines)[0]!;
      const rounds = await measure(page, host.url, card);
      const ratio = middle(rounds.map(({ weights, alone }) => weights / alone));
      const seconds = (key: keyof Timed) =>
        +(middle(rounds.map((one) => one[key])) / 1000).toFixed(2);
      ratios.push([id, ratio]);
      rows[id] = {
        MB: Math.round(files.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6),
        'bytes alone, s': seconds('alone'),
        'weights, s': seconds('weights'),
        'whole load, s': seconds('load'),
        'weights ÷ alone': +ratio.toFixed(2),
      };
    }
  } finally {
    await browser.close();
    host.server.close();
    rmSync(root, { recursive: true, force: true });
  }
  console.table(rows);
  for (const [id, ratio] of ratios) {
    const verdict = ratio <= limit ? 'ok' : 'MISSED';
    console.log(`${id}: a warm load's weights ÷ their bytes alone ≤ ${limit}: ${verdict}`);
    if (ratio > limit) process.exitCode = 1;
  }
}

main(Number(process.argv[2] ?? 320)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
