import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import icons from 'unplugin-icons/vite';
import { defineConfig } from 'vite';
import { compress } from './tools/compress-plugin.ts';
import { serviceWorker } from './tools/service-worker-plugin.ts';

/** The relay that the dev server passes requests on to; `npm start` and the built app do without. */
const relay = process.env['RELAY_URL'] ?? 'http://localhost:8787';

/** Threads in WebAssembly need both; a host without them costs speed alone. */
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/** Otherwise a slow build on a busy machine prints a page of advice. */
const quiet = { checks: { pluginTimings: false } };

/** What the settings show; a copy without its history has a version alone. */
function buildName(): string {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  try {
    const args = ['describe', '--always', '--dirty=, changed', '--exclude=*'];
    const commit = execFileSync('git', args, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return `${version} (${commit.trim()})`;
  } catch {
    return version;
  }
}

/** Icons are named for the styles, and silent: the button or the text beside them says what they mean. */
function named(collection: string, icon: string, props: Record<string, string>) {
  props['class'] = `${collection} ${collection}-${icon}`;
  props['aria-hidden'] = 'true';
}

export default defineConfig({
  define: { __BUILD__: JSON.stringify(buildName()) },
  // Relative, so that the built app works under any sub-path of any static host.
  base: './',
  plugins: [
    icons({ compiler: 'svelte', iconCustomizer: named }),
    svelte(),
    serviceWorker(),
    compress(),
  ],
  build: {
    outDir: 'dist',
    target: 'es2022',
    modulePreload: { polyfill: false },
    // A data: URL would need its own exception in the content security policy.
    assetsInlineLimit: 0,
    rolldownOptions: quiet,
  },
  worker: { format: 'es', rolldownOptions: quiet },
  server: {
    port: Number(process.env['DEV_PORT'] ?? 5173),
    headers: isolation,
    proxy: { '/mcp': relay, '/healthz': relay, '/corpus': relay },
  },
  preview: { headers: isolation },
});
