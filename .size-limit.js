/** First paint: the script of the built page and what it imports statically; the rest loads lazily. */
import { readFileSync } from 'node:fs';

const html = readFileSync(new URL('dist/index.html', import.meta.url), 'utf8');
const scripts = [
  ...html.matchAll(/<script[^>]*\ssrc="([^"]+)"/g),
  ...html.matchAll(/<link[^>]*rel="modulepreload"[^>]*href="([^"]+)"/g),
];

export default [
  {
    name: 'JavaScript of the first paint',
    path: scripts.map(([, url = '']) => `dist/${url.replace(/^\.?\//, '')}`),
    limit: '90 kB',
    gzip: true,
  },
];
