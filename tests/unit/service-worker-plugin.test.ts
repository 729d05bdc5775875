import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { precacheList } from '../../tools/service-worker-plugin';

let dist: string;
beforeEach(() => (dist = mkdtempSync(join(tmpdir(), 'dist-'))));
afterEach(() => rmSync(dist, { recursive: true }));

function put(name: string, text = name): void {
  mkdirSync(dirname(join(dist, name)), { recursive: true });
  writeFileSync(join(dist, name), text);
}

it('keeps the whole app, and neither weights nor corpus nor the service worker itself', () => {
  for (const name of [
    'index.html',
    'theme.js',
    'icons/logo.svg',
    'assets/index-a1B2c3D4.js',
    'assets/wllama-DrYkKwf9.wasm',
    'models/jan-pocket/jan-pocket.gguf',
    'corpus/countries.json',
    'screenshots/wide.png',
    'service-worker.js',
  ])
    put(name);
  const list = precacheList(dist);
  expect(list.map(({ url }) => url)).toEqual([
    'assets/index-a1B2c3D4.js',
    'assets/wllama-DrYkKwf9.wasm',
    'icons/logo.svg',
    'index.html',
    'theme.js',
  ]);
  // A name with a hash is its own version.
  expect(list.filter(({ revision }) => revision === null)).toHaveLength(2);
});

it('gives a file of the same name another revision when it says something else', () => {
  put('index.html', 'one');
  const before = precacheList(dist);
  put('index.html', 'two');
  expect(precacheList(dist)).not.toEqual(before);
  put('index.html', 'one');
  expect(precacheList(dist)).toEqual(before);
});
