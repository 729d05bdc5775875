import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import { convert } from '../../src/models/convert/convert';
import { filesFolder } from '../../src/models/convert/file-sources';
import { openCheckpoint } from '../../src/models/convert/open-checkpoint';
import { MemorySink } from '../fakes/memory-sink';
import type { ConvertRequest, Digests } from './convert-page/main';
import { serveStatic } from './static-server';
import { buildTestPage, type TestPage } from './test-page';

/** Conversion in a worker of the browser, under the app's strict CSP, against conversion in Node. */

const path = (from: string) => fileURLToPath(new URL(`../../${from}`, import.meta.url));
const checkpoint = path('tools/pocket/checkpoint');
const served = path('public/models/jan-pocket');
const digest = (data: Uint8Array) => createHash('sha256').update(data).digest('hex');

let built: TestPage;
let host: { server: Server; url: string };

test.beforeAll(async () => {
  built = await buildTestPage('convert-page');
  host = await serveStatic([built.folder, checkpoint, served], false);
});

test.afterAll(() => {
  host.server.close();
  built.remove();
});

async function inNode(folder: string, { urls, file, options }: ConvertRequest): Promise<Digests> {
  const files = urls.map(
    (name) => new File([readFileSync(join(folder, name))], name, { lastModified: 0 }),
  );
  const sink = new MemorySink();
  await convert(await openCheckpoint(filesFolder('dropped', files), file), sink, options);
  return Object.fromEntries([...sink.files].map(([name, data]) => [name, digest(data)]));
}

const safetensors = ['config.json', 'tokenizer.json', 'model.safetensors'];
const cases: [string, string, ConvertRequest][] = [
  [
    'safetensors, plain',
    checkpoint,
    { urls: safetensors, options: { quantisation: 'q4f32_1', rounding: 'plain' } },
  ],
  [
    'safetensors, least squares',
    checkpoint,
    { urls: safetensors, options: { quantisation: 'q4f16_1' } },
  ],
  [
    'GGUF',
    served,
    {
      urls: ['jan-pocket.gguf'],
      file: 'jan-pocket.gguf',
      options: { quantisation: 'q8f16_1', rounding: 'plain' },
    },
  ],
];

for (const [name, folder, request] of cases) {
  test(`gives in Chromium the files that Node makes: ${name}`, async ({ page }) => {
    await page.goto(host.url);
    const made = await page.evaluate((wanted) => window.convertFiles(wanted), request);
    expect(made).toEqual(await inNode(folder, request));
    expect(Object.keys(made)).toHaveLength(5);
  });
}

test('gives in Chromium the weights of Jan-Pocket that ship', async ({ page }) => {
  await page.goto(host.url);
  const [, , request] = cases[0] as (typeof cases)[number];
  const made = await page.evaluate((wanted) => window.convertFiles(wanted), request);
  const shipped = digest(readFileSync(join(served, 'mlc/params_shard_0.bin')));
  expect(made['params_shard_0.bin']).toBe(shipped);
});
