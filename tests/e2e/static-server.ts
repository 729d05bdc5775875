import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webmanifest': 'application/manifest+json',
  '.wasm': 'application/wasm',
};

const csp = (relay: string) =>
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:; " +
  `connect-src 'self' ${relay}; style-src 'self'; img-src 'self'; manifest-src 'self'; ` +
  "base-uri 'none'; frame-ancestors 'none'";

/**
 * A plain static host under the sub-path `/some/path/`, with the strict CSP that the app must live with.
 * `folders` are looked through in order. `isolated` switches COOP/COEP on,
 * `relay` is one more origin that the page may call.
 */
export async function serveStatic(
  folders: string[],
  isolated: boolean,
  relay = '',
): Promise<{ server: Server; url: string }> {
  const prefix = '/some/path/';
  const server = createServer((request, response) => {
    response.setHeader('Content-Security-Policy', csp(relay));
    if (isolated) {
      response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
      response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
    }
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
    const inside = normalize(path.slice(prefix.length) || 'index.html');
    const file = folders
      .map((folder) => join(folder, inside))
      .find((candidate) => existsSync(candidate) && statSync(candidate).isFile());
    if (!path.startsWith(prefix) || inside.startsWith('..') || !file) {
      response.writeHead(404).end('Not found');
      return;
    }
    response.setHeader('Content-Type', types[extname(file)] ?? 'application/octet-stream');
    createReadStream(file).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { server, url: `http://localhost:${port}${prefix}` };
}
