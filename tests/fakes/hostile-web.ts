/** A web server on loopback that misbehaves in every way that page reading must survive. */
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { close, listen } from './loopback';
import { createGzip, gzipSync } from 'node:zlib';

export interface HostileWeb {
  readonly url: string;
  /** What was asked for, in order. */
  readonly requests: { path: string; headers: IncomingMessage['headers'] }[];
  /** Answers that the reader broke off. */
  readonly brokenOff: number;
  /** Bytes handed to the network, for answers without an end. */
  readonly sent: number;
  /** What /robots.txt answers; 404 without. */
  robots: { status: number; text: string } | undefined;
  /** Serves this at a path. */
  put(path: string, body: string | Uint8Array, type?: string): void;
  close(): Promise<void>;
}

export async function startHostileWeb(): Promise<HostileWeb> {
  const requests: HostileWeb['requests'] = [];
  const pages = new Map<string, { body: string | Uint8Array; type: string | undefined }>();
  const timers = new Set<NodeJS.Timeout>();
  let brokenOff = 0;
  let sent = 0;

  const redirect = (response: ServerResponse, to: string, status = 302) =>
    response.writeHead(status, { Location: to }).end('moved');

  /** Writes the same chunk until the reader has had enough. */
  function endless(response: ServerResponse, chunk: Buffer): void {
    const write = (): void => {
      while (!response.destroyed) {
        sent += chunk.length;
        if (!response.write(chunk)) {
          response.once('drain', write);
          return;
        }
      }
    };
    write();
  }

  const routes: Record<string, (response: ServerResponse, request: IncomingMessage) => void> = {
    '/slow-loris': (response) => {
      response.writeHead(200, { 'Content-Type': 'text/html' });
      const timer = setInterval(() => response.write(' '), 20);
      timers.add(timer);
      response.once('close', () => clearInterval(timer));
    },
    '/silent': () => {},
    '/endless': (response) => {
      response.writeHead(200, { 'Content-Type': 'text/html' });
      endless(response, Buffer.alloc(65_536, '<p>more</p>'));
    },
    '/gzip-bomb': (response) => {
      response.writeHead(200, { 'Content-Type': 'text/html', 'Content-Encoding': 'gzip' });
      const gzip = createGzip();
      gzip.pipe(response);
      const zeros = Buffer.alloc(1_000_000);
      let left = 2000;
      const write = (): void => {
        while (left-- > 0 && !response.destroyed) {
          sent += zeros.length;
          if (!gzip.write(zeros)) {
            gzip.once('drain', write);
            return;
          }
        }
        gzip.end();
      };
      response.once('close', () => gzip.destroy());
      write();
    },
    '/double-gzip-bomb': (response) => {
      const body = gzipSync(gzipSync(Buffer.alloc(50_000_000)));
      response.writeHead(200, { 'Content-Type': 'text/html', 'Content-Encoding': 'gzip, gzip' });
      response.end(body);
    },
    '/not-gzip': (response) => {
      response.writeHead(200, { 'Content-Type': 'text/html', 'Content-Encoding': 'gzip' });
      response.end('<p>this is not compressed at all</p>');
    },
    '/redirect-loop': (response) => redirect(response, '/redirect-loop'),
    '/redirect-nowhere': (response) => redirect(response, 'http://'),
    '/breaks-off': (response) => {
      response.writeHead(200, { 'Content-Type': 'text/html', 'Content-Length': '1000' });
      response.write('<p>half a pa', () => response.destroy());
    },
    '/not-http': (_response, request) => {
      request.socket.end('SSH-2.0-OpenSSH_9.9\r\n');
    },
    '/huge-headers': (response) => {
      response.writeHead(200, { 'X-Long': 'x'.repeat(100_000) }).end('x');
    },
    '/huge-pdf': (response) => {
      response.writeHead(200, { 'Content-Type': 'application/pdf' });
      response.write('%PDF-1.7\n');
      endless(response, Buffer.alloc(65_536, '0 0 m 1 1 l '));
    },
  };

  const server = createServer({ keepAlive: true }, (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://fake');
    requests.push({ path: request.url ?? '', headers: request.headers });
    response.on('close', () => {
      if (!response.writableFinished) brokenOff += 1;
    });
    const page = pages.get(pathname);
    const times = Number(/^\/redirect\/(\d+)$/.exec(pathname)?.[1] ?? NaN);
    const status = Number(/^\/status\/(\d+)$/.exec(pathname)?.[1] ?? NaN);
    if (page) {
      response.writeHead(200, page.type === undefined ? {} : { 'Content-Type': page.type });
      response.end(page.body);
    } else if (pathname === '/robots.txt') {
      const { status: code, text } = web.robots ?? { status: 404, text: 'none' };
      response.writeHead(code, { 'Content-Type': 'text/plain' }).end(text);
    } else if (pathname === '/to') {
      redirect(response, searchParams.get('url') ?? '', Number(searchParams.get('status') ?? 302));
    } else if (times > 0) redirect(response, `/redirect/${times - 1}`);
    else if (times === 0) response.end('arrived');
    else if (status) response.writeHead(status).end('as asked');
    else if (routes[pathname]) routes[pathname](response, request);
    else response.writeHead(404).end('no such page');
  });
  const url = await listen(server);

  const web: HostileWeb = {
    url,
    requests,
    get brokenOff() {
      return brokenOff;
    },
    get sent() {
      return sent;
    },
    robots: undefined,
    put: (path, body, type) => void pages.set(path, { body, type }),
    close: () => {
      for (const timer of timers) clearInterval(timer);
      return close(server);
    },
  };
  return web;
}
