/** A host of model files that answers Range requests after a redirect, and misbehaves on demand. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

type Fault = 'cut' | 'no-range' | 'changed' | 403 | 429 | 503;

export interface FileHost {
  url: string;
  /** What goes wrong with the next answers of content, one after another. */
  faults: Fault[];
  requests: string[];
  close(): Promise<void>;
}

/** `files`: contents by path, such as `Menlo/Jan-nano/resolve/main/config.json`. */
export async function startFileHost(files: Record<string, Uint8Array>): Promise<FileHost> {
  const host: FileHost = {
    url: '',
    faults: [],
    requests: [],
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  const server = createServer((request, response) => {
    const path = decodeURIComponent((request.url ?? '').slice(1));
    host.requests.push(`${path} ${request.headers.range ?? ''}`);
    if (!path.startsWith('cdn/')) {
      if (!files[path]) response.writeHead(404).end('Not found');
      else response.writeHead(302, { Location: `/cdn/${path}` }).end();
      return;
    }
    const data = files[path.slice(4)] ?? new Uint8Array();
    const fault = host.faults.shift();
    if (typeof fault === 'number') {
      response.writeHead(fault).end();
      return;
    }
    response.setHeader('ETag', fault === 'changed' ? '"other"' : '"first"');
    const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
    if (from === undefined || fault === 'no-range') {
      response.writeHead(200, { 'Content-Length': data.length }).end(data);
      return;
    }
    if (Number(from) >= data.length) {
      response.writeHead(416, { 'Content-Range': `bytes */${data.length}` }).end();
      return;
    }
    const part = data.subarray(Number(from), Number(to) + 1);
    response.writeHead(206, {
      'Content-Length': part.length,
      'Content-Range': `bytes ${from}-${Number(from) + part.length - 1}/${data.length}`,
    });
    if (fault !== 'cut') {
      response.end(part);
      return;
    }
    response.write(part.subarray(0, part.length >> 1), () => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  host.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return host;
}
