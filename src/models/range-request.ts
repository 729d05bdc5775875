/** One request for a part of a file, and what its answer means. */
import type { Said } from '../contracts';
import { AppError } from '../errors';
import { downloads as words } from '../i18n/en/downloads';

/** Worth another try, after `waitMs` where the server said how long. */
export class Retry extends Error {
  override readonly name = 'Retry';
  readonly said: Said;
  readonly waitMs: number | undefined;
  /** The HTTP status, where there was an answer. */
  readonly status: number | undefined;
  constructor(
    said: Said,
    more: { waitMs?: number | undefined; status?: number; cause?: unknown } = {},
  ) {
    super(said.text, { cause: more.cause });
    this.said = said;
    this.waitMs = more.waitMs;
    this.status = more.status;
  }
}

/** The server's file is another one than that of the pieces already here. */
export class Changed extends Error {
  override readonly name = 'Changed';
  /** The new size, where the answer told it. */
  readonly bytes: number | undefined;
  constructor(bytes?: number) {
    super(words.changedMeanwhile.text);
    this.bytes = bytes;
  }
}

/** There is no such file, or the server does not give it. */
export class NotThere extends AppError {
  /** The HTTP status. */
  readonly status: number;
  constructor(url: string, status: number) {
    super('model-missing', words.notThere(url, status));
    this.status = status;
  }
}

export interface Part {
  /** Where the body begins: 0 where the server ignores Range. */
  offset: number;
  /** False where the server answers with the whole file whatever is asked for. */
  ranged: boolean;
  /** Undefined where the server does not show it to this page. */
  etag: string | undefined;
  lastModified: string | undefined;
  /** Size of the whole file, where the answer tells it. */
  total: number | undefined;
  body: ReadableStream<Uint8Array>;
}

export interface PartRequest {
  url: string;
  start: number;
  end: number;
  /** Size of the whole file, once it is known. */
  bytes?: number;
  /** Of the copy that the pieces so far are from. */
  etag?: string;
  signal: AbortSignal;
}

const RETRIED = new Set([408, 425, 429, 500, 502, 503, 504]);
const LONGEST_WAIT_MS = 300_000;

/** Throws Retry, Changed, NotThere, or whatever the signal aborts with. */
export async function requestPart(request: PartRequest): Promise<Part> {
  const { url, start, end, bytes, etag, signal } = request;
  // A whole file is asked for without Range, which every server understands.
  const whole = start === 0 && end === bytes;
  const headers: Record<string, string> = whole ? {} : { Range: `bytes=${start}-${end - 1}` };
  // To another origin this header would need a preflight, which CDNs refuse; there the ETag that
  // comes back is compared instead. A weak one never matches here.
  if (!whole && etag && !etag.startsWith('W/') && isSameOrigin(url)) headers['If-Range'] = etag;
  let response: Response;
  try {
    // The browser's HTTP cache would hold every model a second time, or an old file.
    response = await fetch(url, { headers, signal, cache: 'no-store' });
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw new Retry(words.failed, { cause: error });
  }
  try {
    return partOf(response, request);
  } catch (error) {
    await response.body?.cancel().catch(() => undefined);
    throw error;
  }
}

function partOf(response: Response, { url, start, bytes, etag }: PartRequest): Part {
  const { status, headers, body } = response;
  const range = parseContentRange(headers.get('content-range'));
  const isOther = bytes !== undefined && range?.total !== undefined && range.total !== bytes;
  if (status === 416) {
    if (isOther) throw new Changed(range.total);
    throw new Retry(words.partRefused, { status });
  }
  if (RETRIED.has(status)) {
    const waitMs = retryAfter(headers);
    throw new Retry(words.busy(status), { status, waitMs });
  }
  // A server that answers every unknown path with its start page has no such file.
  const isPage = headers.get('content-type')?.startsWith('text/html') ?? false;
  if (!response.ok || !body || isPage) throw new NotThere(url, status);
  const found = headers.get('etag') ?? undefined;
  if (etag && found && found !== etag) throw new Changed(range?.total);
  const lastModified = headers.get('last-modified') ?? undefined;
  const copy = { etag: found, lastModified, body };
  if (status !== 206) {
    const length = headers.get('content-length');
    return { offset: 0, ranged: false, total: length ? Number(length) : undefined, ...copy };
  }
  if (isOther) throw new Changed(range.total);
  if (range && range.start !== start) throw new Retry(words.otherPart);
  return { offset: start, ranged: true, total: range?.total, ...copy };
}

/** `bytes 0-9/100` and, with status 416, `bytes *` + `/100`. */
export function parseContentRange(
  text: string | null,
): { start?: number; total?: number } | undefined {
  const match = /^bytes\s+(?:(\d+)-\d+|\*)\/(\d+|\*)$/i.exec(text?.trim() ?? '');
  if (!match) return undefined;
  const [, start, total] = match;
  return {
    ...(start === undefined ? {} : { start: Number(start) }),
    ...(total === undefined || total === '*' ? {} : { total: Number(total) }),
  };
}

/** In ms; a number of seconds or a date. Undefined where there is none, or none that makes sense. */
export function retryAfter(headers: Headers, now = Date.now()): number | undefined {
  const text = headers.get('retry-after')?.trim();
  if (!text) return undefined;
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), LONGEST_WAIT_MS) : undefined;
}

function isSameOrigin(url: string): boolean {
  const { location } = globalThis as { location?: { origin: string } };
  return location !== undefined && new URL(url).origin === location.origin;
}
