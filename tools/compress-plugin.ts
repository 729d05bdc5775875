/** Puts a gzipped copy beside each file of the build that shrinks: the relay, and hosts that know them, send those. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

const TEXT = /\.(?:js|css|html|json|svg|webmanifest|wasm)$/;
/** Weights and the corpus are packed already. */
const LEFT_OUT = /^(?:models|corpus)\//;
/** Below, a header costs more than is saved. */
const LEAST_BYTES = 1000;

/** Compresses what is in the folder; returns the names of the files that have a copy. */
export function compressFolder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => TEXT.test(name) && !LEFT_OUT.test(name))
    .filter((name) => {
      const data = readFileSync(join(folder, name));
      if (data.length < LEAST_BYTES) return false;
      writeFileSync(join(folder, `${name}.gz`), gzipSync(data, { level: 9 }));
      return true;
    });
}

export function compress(): Plugin {
  let folder = '';
  return {
    name: 'compress',
    apply: 'build',
    configResolved: ({ root, build: { outDir } }) => {
      folder = resolve(root, outDir);
    },
    // Behind the service worker, which lists what there is.
    writeBundle: { order: 'post', sequential: true, handler: () => void compressFolder(folder) },
  };
}
