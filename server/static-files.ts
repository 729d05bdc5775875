/** Serves the built app with `send`: ETag, Range and conditional requests as the standard has them. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import send from 'send';

/** Vite puts a hash of the content into these names, so they never change. */
const HASHED = /^\/assets\/[^/]+-[\w-]{8,}\.\w+$/;

/** Answers the request from the built app in `root`; resolves when the response has ended or broken off. */
export function serveStatic(
  root: string,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const caching = HASHED.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache';
  return serveFile(root, path, caching, request, response);
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
