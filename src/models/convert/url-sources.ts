/** Files on a web server as sources, read by Range requests. Works in browsers and in Node. */
import { AppError, isAbort } from '../../errors';
import { importing as words } from '../../i18n/en/importing';
import { downloads } from '../../i18n/en/downloads';
import { backoff, pause } from '../pace';
import {
  Changed,
  NotThere,
  requestPart,
  Retry,
  type Part,
  type PartRequest,
} from '../range-request';
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

export const HUB = 'https://huggingface.co';

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
  const probe = { url, name, start: 0, end: 1 };
  const first = await readPart(probe, options, signal).catch((error: unknown) => {
    if (error instanceof NotThere && error.status !== 403 && error.status !== 401) return undefined;
    throw error;
  });
  if (!first) return undefined;
  const { body, size, version, etag, ranged } = first;
  if (!ranged) {
    const read = async (offset: number, length: number) => body.slice(offset, offset + length);
    return { name, size, version, read };
  }
  const read = async (offset: number, length: number, inner?: AbortSignal) => {
    if (length === 0) return new Uint8Array();
    const wanted = { url, name, start: offset, end: offset + length };
    const part = await readPart({ ...wanted, ...(etag ? { etag } : {}) }, options, inner);
    if (!part.ranged || part.size !== size || part.version !== version) throw changed(name);
    return part.body;
  };
  return { name, size, version, read };
}

interface Wanted extends Omit<PartRequest, 'signal' | 'bytes'> {
  /** For messages. */
  name: string;
}

interface Answer {
  body: Uint8Array<ArrayBuffer>;
  /** Of the whole file. */
  size: number;
  version: string;
  etag: string | undefined;
  /** False where the server sent the file whole. */
  ranged: boolean;
}

/** Repeats what may pass. Throws NotThere, or an AppError that says what to do. */
async function readPart(
  wanted: Wanted,
  { retryMs = 1000 }: UrlOptions,
  signal: AbortSignal = new AbortController().signal,
): Promise<Answer> {
  const { name, start, url } = wanted;
  let failure: Retry | undefined;
  for (let failures = 0; failures < ATTEMPTS; failures++) {
    if (failure) await pause(failure.waitMs ?? backoff(failures, retryMs), signal);
    signal.throwIfAborted();
    try {
      return await receive(wanted, await requestPart({ ...wanted, signal }));
    } catch (error) {
      if (error instanceof Changed) throw changed(name);
      if (!(error instanceof Retry)) throw error;
      // Of an empty file there is no first byte.
      if (error.status === 416 && start === 0)
        return { body: new Uint8Array(), size: 0, version: '', etag: undefined, ranged: false };
      failure = error;
    }
  }
  throw new AppError('model-missing', words.unread(name, new URL(url).host, failure?.said ?? ''), {
    cause: failure,
  });
}

async function receive({ name, start, end }: Wanted, part: Part): Promise<Answer> {
  const { total, ranged, etag, lastModified } = part;
  // A server that does not let pages see Content-Range does not tell the size.
  if (total === undefined || (!ranged && total > MOST_WHOLE_BYTES)) {
    await part.body.cancel();
    throw noRanges(name);
  }
  let body: Uint8Array<ArrayBuffer>;
  try {
    body = new Uint8Array(await new Response(part.body).arrayBuffer());
  } catch (error) {
    if (isAbort(error)) throw error;
    throw new Retry(downloads.broken, { cause: error });
  }
  // A connection that ends early may look like a complete answer.
  if (body.length < (ranged ? end - start : total)) throw new Retry(downloads.broken);
  return { body, size: total, version: etag ?? lastModified ?? '', etag, ranged };
}

function changed(name: string): AppError {
  return new AppError('model-corrupt', words.changed(name));
}

function noRanges(name: string): AppError {
  return new AppError('bad-input', words.noRanges(name));
}
