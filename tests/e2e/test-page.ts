import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** Where a page is built to; with `models` it has a copy of the shipped ones, for a test to damage. */
export interface TestPage {
  folder: string;
  remove(): void;
}

/** Builds a page of this folder, such as `engine-page`: what the tests drive that the app does not show. */
export async function buildTestPage(name: string, { models = false } = {}): Promise<TestPage> {
  const folder = mkdtempSync(join(tmpdir(), `${name}-`));
  await build({
    configFile: false,
    root: fileURLToPath(new URL(name, import.meta.url)),
    base: './',
    logLevel: 'error',
    worker: { format: 'es' },
    build: { outDir: folder, emptyOutDir: true, assetsInlineLimit: 0 },
  });
  if (models) {
    const shipped = fileURLToPath(new URL('../../public/models', import.meta.url));
    cpSync(shipped, join(folder, 'models'), { recursive: true });
  }
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
