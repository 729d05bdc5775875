/** Builds the service worker behind the app, with the list of the app's files in it. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join, resolve } from 'node:path';
import { build, type Plugin } from 'vite';

/** Served, but no part of the app: weights go into IndexedDB, the corpus is the relay's. */
const LEFT_OUT = /^(?:models|corpus|screenshots)\/|^service-worker\.js$/;
/** A hash in the name says already which version it is. */
const HASHED = /^assets\/.+-[\w-]{8,}\.\w+$/;

/** `revision` null: the address alone tells the version. */
export function precacheList(folder: string): { url: string; revision: string | null }[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .filter((name) => !LEFT_OUT.test(name))
    .sort()
    .map((url) => {
      const digest = () =>
        createHash('sha256')
          .update(readFileSync(join(folder, url)))
          .digest('hex');
      return { url, revision: HASHED.test(url) ? null : digest().slice(0, 16) };
    });
}

export function serviceWorker(): Plugin {
  let folder = '';
  return {
    name: 'service-worker',
    apply: 'build',
    configResolved: ({ root, build: { outDir } }) => {
      folder = resolve(root, outDir);
    },
    writeBundle: async () => {
      await build({
        configFile: false,
        logLevel: 'warn',
        publicDir: false,
        define: {
          __PRECACHE__: JSON.stringify(precacheList(folder)),
          'process.env.NODE_ENV': '"production"',
        },
        build: {
          outDir: folder,
          emptyOutDir: false,
          rolldownOptions: {
            input: fileURLToPath(new URL('../src/workers/service-worker.ts', import.meta.url)),
            output: { entryFileNames: 'service-worker.js', format: 'iife' },
          },
        },
      });
    },
  };
}
