/** Serves the built app with `send`: ETag, Range and conditional requests as the standard has them. */
import { existsSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import send from 'send';

/** Vite puts a hash of the content into these names, so they never change. */
const HASHED = /^\/assets\/[^/]+-[\w-]{8,}\.\w+$/;

/** What the build has packed copies of (tools/compress-plugin.ts). */
const PACKED: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
};
/** No encoded characters and no way up: names as the build makes them. */
const PLAIN = /^(?:\/[\w-][\w.-]*)+$/;

/** Answers the request from the built app in `root`; resolves when the response has ended or broken off. */
export function serveStatic(
  root: string,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const caching = HASHED.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache';
  const name = path === '/' ? '/index.html' : path;
  const type = PACKED[extname(name)];
  if (!type || !PLAIN.test(name) || !existsSync(join(root, `${name}.gz`)))
    return serveFile(root, path, caching, request, response);
  response.setHeader('Vary', 'Accept-Encoding');
  const accepts = request.headers['accept-encoding'];
  if (!/\bgzip\b(?!\s*;\s*q=0(?:\.0*)?(?![.\d]))/i.test(String(accepts)))
    return serveFile(root, path, caching, request, response);
  response.setHeader('Content-Type', type);
  response.setHeader('Content-Encoding', 'gzip');
  return serveFile(root, `${name}.gz`, caching, request, response);
}

/** Answers the request with one file below `root`; headers that are set already stay. */
export function serveFile(
  root: string,
  path: string,
  caching: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const fail = (status: number, text: string) => {
    response.statusCode = status;
    response.removeHeader('Content-Encoding');
    response.setHeader('Content-Type', 'text/plain; charset=utf-8');
    response.end(`${text}\n`);
  };
  return new Promise((resolve) => {
    response.once('close', resolve);
    send(request, path, { root, dotfiles: 'ignore', cacheControl: false })
      .on('headers', () => response.setHeader('Cache-Control', caching))
      .on('error', (error: Error & { status?: number }) => {
        if (response.headersSent) return void response.destroy();
        const status = error.status ?? 500;
        fail(status, status === 404 ? 'Not found' : 'This file cannot be served');
      })
      .on('directory', () => fail(404, 'Not found'))
      .pipe(response);
  });
}
