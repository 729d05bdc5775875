/** Files on a web server as sources, read by Range requests. Works in browsers and in Node. */
import { AppError, isAbort } from '../../errors';
import type { ByteSource, SourceFolder } from './bytes';

/** Without Range a file has to be read whole; weights are never that small. */
const MOST_WHOLE_BYTES = 64e6;
const ATTEMPTS = 6;

export interface UrlOptions {
  /** Before the first repetition; each further one waits twice as long. */
  retryMs?: number;
}

/** A folder such as `https://huggingface.co/Menlo/Jan-nano/resolve/main/`. */
export function urlFolder(base: string, options: UrlOptions = {}): SourceFolder {
  const folder = base.endsWith('/') ? base : `${base}/`;
  return {
    name: folder,
    open: (name, signal) => openUrl(new URL(name, folder).href, name, options, signal),
  };
}

const HUB = 'https://huggingface.co';

/**
 * Where an address or a Hugging Face id leads: `https://host/folder/`, `https://host/model.gguf`,
 * `Menlo/Jan-nano`, `Menlo/Jan-nano-gguf/jan-nano-4b-Q8_0.gguf`. Undefined for anything else.
 */
export function locateRemote(
  source: string,
  hub = HUB,
): { folder: string; file?: string } | undefined {
  if (/^https?:\/\//.test(source)) {
    const { origin, pathname } = new URL(source);
    const file = /[^/]+\.(?:gguf|safetensors)$/i.exec(pathname)?.[0];
    return { folder: origin + (file ? pathname.slice(0, -file.length) : pathname), file };
  }
  const [, id, file] = /^([\w-][\w.-]*\/[\w-][\w.-]*)(?:\/([\w.-]+))?$/.exec(source) ?? [];
  return id ? { folder: `${hub.replace(/\/$/, '')}/${id}/resolve/main/`, file } : undefined;
}

async function openUrl(
  url: string,
  name: string,
  options: UrlOptions,
  signal?: AbortSignal,
): Promise<ByteSource | undefined> {
  const response = await request(url, name, 0, 1, options, signal);
  if (response === undefined) return undefined;
  const { body, total, version } = response;
  if (total === undefined) {
    return {
      name,
      size: body.length,
      version,
      read: async (offset, length) => body.slice(offset, offset + length),
    };
  }
  return {
    name,
    size: total,
    version,
    read: async (offset, length, inner) => {
      if (length === 0) return new Uint8Array();
      const part = await request(url, name, offset, length, options, inner);
      if (part?.total !== total || part.version !== version || part.body.length !== length) {
        throw new AppError(
          'model-corrupt',
          `${name} has changed on the server while it was being read. Start again.`,
        );
      }
      return part.body;
    },
  };
}

interface Answer {
  body: Uint8Array<ArrayBuffer>;
  /** Size of the file; undefined where the server sent it whole. */
  total?: number;
  version: string;
}

/** Undefined for 404. Repeats what may pass: lost connections, 408, 429 and 5xx. */
async function request(
  url: string,
  name: string,
  offset: number,
  length: number,
  { retryMs = 1000 }: UrlOptions,
  signal?: AbortSignal,
): Promise<Answer | undefined> {
  let failure: unknown;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (attempt > 0) await pause(retryMs * 2 ** (attempt - 1), signal);
    signal?.throwIfAborted();
    try {
      const range = `bytes=${offset}-${offset + length - 1}`;
      const response = await fetch(url, { headers: { Range: range }, signal });
      if (response.status === 404) {
        await response.body?.cancel();
        return undefined;
      }
      if (response.status === 206 || response.ok) return await answer(response, name, length);
      await response.body?.cancel();
      if (response.status === 416 && offset === 0) return { body: new Uint8Array(), version: '' };
      failure = new Error(`The server answered ${response.status}.`);
      if (response.status !== 408 && response.status !== 429 && response.status < 500) break;
    } catch (error) {
      if (isAbort(error) || error instanceof AppError) throw error;
      failure = error;
    }
  }
  const why = failure instanceof Error ? failure.message : String(failure);
  throw new AppError(
    'model-missing',
    `${name} could not be read from ${new URL(url).host}: ${why} Check the address and the ` +
      'connection, and start again: it goes on where it stopped.',
    { cause: failure },
  );
}

async function answer(response: Response, name: string, length: number): Promise<Answer> {
  const version = response.headers.get('etag') ?? response.headers.get('last-modified') ?? '';
  if (response.status === 206) {
    const total = /\/(\d+)$/.exec(response.headers.get('content-range') ?? '')?.[1];
    if (total === undefined) throw noRanges(name, response);
    const body = new Uint8Array(await response.arrayBuffer());
    // A connection that ends early may look like a complete answer.
    if (body.length < length) throw new Error('The connection was lost.');
    return { body, total: Number(total), version };
  }
  const size = Number(response.headers.get('content-length') ?? NaN);
  if (!(size <= MOST_WHOLE_BYTES)) throw noRanges(name, response);
  return { body: new Uint8Array(await response.arrayBuffer()), version };
}

function noRanges(name: string, response: Response): AppError {
  void response.body?.cancel();
  return new AppError(
    'bad-input',
    `The server cannot send parts of ${name} (no Range requests). Download the file and choose it ` +
      'from the disk.',
  );
}

function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal?.addEventListener('abort', stop, { once: true });
  });
}
