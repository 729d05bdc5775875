/**
 * A loopback stand-in for Hugging Face: a hub that redirects downloads to a CDN on another port, as the
 * real one does, with digests, ETags, Range and CORS, and with faults on demand.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { addressOf, close, listen } from './loopback';

/** What the CDN does wrong. Each applies to the next `times` answers (default: all). */
export type HubFault = (
  | { type: 'cut'; after: number }
  | { type: 'status'; status: 403 | 404 | 416 | 429 | 500 | 503; retryAfter?: string }
  /** Ends the body early as if it were whole: the length was never announced. */
  | { type: 'truncate'; after: number }
  | { type: 'no-range' }
  | { type: 'corrupt'; at: number }
  /** Sends `after` bytes and then nothing, with the connection open. */
  | { type: 'hang'; after: number }
) & { times?: number; file?: RegExp };

export interface FakeHub {
  /** Base address, in the place of https://huggingface.co. */
  readonly url: string;
  /** Puts or replaces a file: `owner/name/path`. */
  put(path: string, data: Buffer): void;
  faults: HubFault[];
  /** Whether the CDN lets pages of other origins see ETag and Content-Range. */
  exposes: boolean;
  /** Bytes a second of each answer; Infinity is as fast as it goes. */
  rate: number;
  readonly requests: { path: string; method: string; range?: string; ifRange?: string }[];
  /** Bytes of bodies that were sent. */
  readonly sent: number;
  close(): Promise<void>;
}

const sha256 = (data: Buffer) => createHash('sha256').update(data).digest('hex');
const COMMIT = '0123456789abcdef0123456789abcdef01234567';
/** The real one keeps larger files, and all binary ones, in LFS. */
const LFS_BYTES = 100_000;

export async function startFakeHub(): Promise<FakeHub> {
  const files = new Map<string, Buffer>();
  const requests: FakeHub['requests'] = [];
  let sent = 0;

  const isLfs = (path: string, data: Buffer) => data.length > LFS_BYTES || !/\.json$/.test(path);

  function repoFiles(repo: string) {
    return [...files].filter(([path]) => path.startsWith(`${repo}/`));
  }

  function answerHub(request: IncomingMessage, response: ServerResponse): void {
    const path = decodeURIComponent(new URL(request.url ?? '/', hub.url).pathname);
    requests.push({ path, method: request.method ?? '' });
    response.setHeader('Access-Control-Allow-Origin', '*');
    const api = /^\/api\/models\/([^/]+\/[^/]+)(?:\/revision\/[^/]+)?$/.exec(path);
    if (api?.[1]) {
      const siblings = repoFiles(api[1]).map(([full, data]) => ({
        rfilename: full.slice(api[1]!.length + 1),
        size: data.length,
        ...(isLfs(full, data) ? { lfs: { sha256: sha256(data), size: data.length } } : {}),
      }));
      response.setHeader('Content-Type', 'application/json');
      if (siblings.length === 0) response.writeHead(404).end('{"error":"Repository not found"}');
      else response.end(JSON.stringify({ id: api[1], sha: COMMIT, siblings }));
      return;
    }
    const [, owner, name, file] = /^\/([^/]+)\/([^/]+)\/resolve\/[^/]+\/(.+)$/.exec(path) ?? [];
    const full = `${owner}/${name}/${file}`;
    const data = files.get(full);
    if (!data) return void response.writeHead(404).end('Entry not found');
    if (isLfs(full, data)) {
      response.setHeader('X-Linked-Size', data.length);
      response.setHeader('X-Linked-ETag', `"${sha256(data)}"`);
    }
    response.setHeader('X-Repo-Commit', COMMIT);
    response.setHeader('Access-Control-Expose-Headers', 'X-Linked-Size, X-Linked-ETag, ETag');
    response.writeHead(302, { Location: `${addressOf(cdn)}/${full}` }).end();
  }

  function takeFault(path: string): HubFault | undefined {
    const fault = hub.faults.find((one) => one.file?.test(path) ?? true);
    if (fault?.times !== undefined && --fault.times <= 0) {
      hub.faults = hub.faults.filter((one) => one !== fault);
    }
    return fault;
  }

  async function answerCdn(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = decodeURIComponent(new URL(request.url ?? '/', hub.url).pathname).slice(1);
    const { range, 'if-range': ifRange } = request.headers;
    requests.push({
      path,
      method: request.method ?? '',
      ...(range ? { range } : {}),
      ...(typeof ifRange === 'string' ? { ifRange } : {}),
    });
    response.setHeader('Access-Control-Allow-Origin', '*');
    if (hub.exposes) {
      response.setHeader('Access-Control-Expose-Headers', 'ETag, Content-Range, Retry-After');
    }
    const data = files.get(path);
    if (!data) return void response.writeHead(404).end();
    const fault = takeFault(path);
    if (fault?.type === 'status') {
      const headers = fault.retryAfter ? { 'Retry-After': fault.retryAfter } : {};
      return void response.writeHead(fault.status, headers).end();
    }
    const etag = `"${sha256(data).slice(0, 32)}"`;
    response.setHeader('ETag', etag);
    response.setHeader('Content-Type', 'application/octet-stream');
    const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(range ?? '') ?? [];
    let body = data;
    if (from && to && fault?.type !== 'no-range' && (!ifRange || ifRange === etag)) {
      if (Number(from) >= data.length) {
        return void response.writeHead(416, { 'Content-Range': `bytes */${data.length}` }).end();
      }
      const last = Math.min(Number(to), data.length - 1);
      response.statusCode = 206;
      response.setHeader('Content-Range', `bytes ${from}-${last}/${data.length}`);
      body = data.subarray(Number(from), last + 1);
    }
    if (fault?.type === 'corrupt') {
      body = Buffer.from(body);
      const at = Math.min(fault.at, body.length - 1);
      body.writeUInt8(body.readUInt8(at) ^ 0xff, at);
    }
    if (fault?.type !== 'truncate') response.setHeader('Content-Length', body.length);
    const end = fault && 'after' in fault ? Math.min(fault.after, body.length) : body.length;
    await sendBody(response, body.subarray(0, end));
    if (fault?.type === 'hang') return;
    if (fault?.type === 'cut' && end < body.length) response.destroy();
    else response.end();
  }

  async function sendBody(response: ServerResponse, body: Buffer): Promise<void> {
    const step = hub.rate === Infinity ? 64 << 10 : Math.max(1024, Math.ceil(hub.rate / 50));
    const closed = new Promise((resolve) => response.once('close', resolve));
    for (let at = 0; at < body.length && !response.destroyed; at += step) {
      const part = body.subarray(at, at + step);
      sent += part.length;
      const drained = response.write(part);
      if (!drained) await Promise.race([once(response, 'drain'), closed]);
      if (hub.rate !== Infinity) await new Promise((resolve) => setTimeout(resolve, 20));
    }
    // A cut right behind a write would take the bytes with it.
    await new Promise((resolve) => setImmediate(resolve));
  }

  const cdn = createServer((request, response) => void answerCdn(request, response));
  const front = createServer(answerHub);
  await Promise.all([listen(cdn), listen(front)]);

  const hub: FakeHub = {
    url: addressOf(front),
    put: (path, data) => void files.set(path, data),
    faults: [],
    exposes: true,
    rate: Infinity,
    requests,
    get sent() {
      return sent;
    },
    close: async () => {
      await Promise.all([close(front), close(cdn)]);
    },
  };
  return hub;
}

/** `bytes` bytes that look random and are the same for the same seed. */
export function syntheticBytes(bytes: number, seed = 1): Buffer {
  const data = Buffer.alloc(bytes);
  let state = seed >>> 0 || 1;
  for (let at = 0; at + 4 <= bytes; at += 4) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    data.writeInt32LE(state | 0, at);
  }
  return data;
}
