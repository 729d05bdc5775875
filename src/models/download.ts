/**
 * Brings the files of a model into the store: several parts at a time, each committed before it is
 * counted, from the byte where an earlier attempt ended, and checked while they arrive.
 */
import type { ModelFile, Said } from '../contracts';
import { AppError, isAbort, toAppError } from '../errors';
import { faults } from '../i18n/en/faults';
import { downloads as words } from '../i18n/en/downloads';
import { FileDownload, mismatch, nameOf, type Claim } from './file-download';
import { backoff, pause, Speed, Stall } from './pace';
import { Changed, NotThere, requestPart, Retry } from './range-request';
import { IMPORTED, isQuota, type ModelStore } from './store';

/** One request's part, and what is committed at a time: a crash loses less than one for each connection. */
const DEFAULT_SIZES = { part: 16 << 20, piece: 1 << 20 };

export interface DownloadProgress {
  /** Bytes that are stored. */
  done: number;
  total: number;
  state: 'downloading' | 'waiting' | 'verifying';
  /** Bytes a second, over the last seconds. */
  speed: number;
  /** Undefined while nothing arrives. */
  secondsLeft?: number;
  /** While waiting: until when, in ms since 1970. */
  waitUntil?: number;
  /** What a person should know, such as a file that is fetched again; the latest last. */
  notes: Said[];
  /** Bytes read from the network in this attempt, with those that had to be thrown away. */
  received: number;
}

export interface DownloadOptions {
  signal: AbortSignal;
  onProgress?: (progress: DownloadProgress) => void;
  connections?: number;
  /** In bytes: what one request asks for, and what is committed at a time. */
  sizes?: { part: number; piece: number };
  /** Tries without a byte of progress, the wait after the first (doubled each time), the longest silence. */
  retry?: { tries: number; firstMs: number; stallMs: number };
}

const DEFAULT_RETRY = { tries: 7, firstMs: 500, stallMs: 30_000 };

/**
 * Resolves when every file is stored and checked. Throws AppErrors: `network`, `storage`,
 * `model-missing`, `model-corrupt`, `model-changed`, `aborted`; what has been stored by then stays.
 */
export async function downloadFiles(
  store: ModelStore,
  files: ModelFile[],
  options: DownloadOptions,
): Promise<void> {
  for (const file of files) {
    if (!file.url.startsWith(IMPORTED) || (await store.has(file))) continue;
    throw new AppError('model-missing', words.importedGone(nameOf(file)));
  }
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  store.assertRoom(total);
  const opened: FileDownload[] = [];
  for (const file of files)
    opened.push(await FileDownload.open(store, file).catch(translateStorage));
  const missing = total - opened.reduce((sum, one) => sum + one.stored, 0);
  if (store.lasting) await assertQuota(missing);
  await new Download(opened, total, options).run();
}

class Download {
  readonly #files: FileDownload[];
  readonly #total: number;
  readonly #options: DownloadOptions;
  readonly #sizes: { part: number; piece: number };
  readonly #retry: { tries: number; firstMs: number; stallMs: number };
  /** Stops all connections: a person's wish, or the first error. */
  readonly #stop = new AbortController();
  readonly #signal: AbortSignal;
  readonly #notes: Said[] = [];
  readonly #speed = new Speed();
  readonly #waiting = new Map<object, number>();
  #fetching = 0;
  #verifying = 0;
  #received = 0;

  constructor(files: FileDownload[], total: number, options: DownloadOptions) {
    this.#files = files;
    this.#total = total;
    this.#options = options;
    this.#retry = options.retry ?? DEFAULT_RETRY;
    this.#sizes = options.sizes ?? DEFAULT_SIZES;
    this.#signal = AbortSignal.any([options.signal, this.#stop.signal]);
  }

  async run(): Promise<void> {
    const count = this.#options.connections ?? 4;
    const connections = Array.from({ length: count }, () =>
      this.#connection().catch((error: unknown) => {
        this.#stop.abort(error);
        throw error;
      }),
    );
    const ends = await Promise.allSettled(connections);
    try {
      for (const file of this.#files) await file.pause();
    } catch (error) {
      // The pieces are committed; without the hash's state they are read once more.
      console.warn('The state of a download could not be saved.', error);
    }
    this.#report();
    if (this.#options.signal.aborted) throw new AppError('aborted', faults.stopped);
    // The first error is the one that stopped the others.
    if (ends.some(({ status }) => status === 'rejected')) throw asError(this.#stop.signal.reason);
  }

  async #connection(): Promise<void> {
    while (this.#files.some(({ done }) => !done)) {
      this.#signal.throwIfAborted();
      const next = this.#next();
      if (!next) return; // what is left is in the hands of others
      const { file, claim } = next;
      if (claim) {
        try {
          this.#fetching++;
          await this.#fetch(file, claim);
        } finally {
          this.#fetching--;
          file.release(claim);
        }
      }
      if (file.complete && !file.done && !file.finishing) await this.#finish(file);
    }
  }

  #next(): { file: FileDownload; claim?: Claim } | undefined {
    for (const file of this.#files) {
      const claim = file.claim(this.#sizes.part);
      if (claim) return { file, claim };
      if (!file.done && !file.finishing && file.complete) return { file };
    }
    return undefined;
  }

  async #finish(file: FileDownload): Promise<void> {
    this.#verifying++;
    this.#report();
    try {
      if (await file.finish(this.#signal)) return;
    } finally {
      this.#verifying--;
    }
    if (file.mismatches > 1) throw mismatch(file.file);
    this.#note(words.arrivedDamaged(nameOf(file.file)));
  }

  /** Fetches a claimed part, however many requests it takes. */
  async #fetch(file: FileDownload, claim: Claim): Promise<void> {
    const { round } = file;
    let failures = 0;
    let refusals = 0;
    for (;;) {
      const { url } = file;
      const start = file.missing(claim);
      if (start === undefined || file.round !== round) return;
      try {
        if (!(await this.#stream(file, round, start, claim))) return;
        failures = 0;
      } catch (error) {
        if (this.#signal.aborted) throw error;
        // A part that is refused twice is not in the file any more.
        const refused = error instanceof Retry && error.status === 416 && ++refusals > 1;
        if (error instanceof Changed || refused) {
          if (file.round === round)
            await this.#changed(file, error instanceof Changed ? error : new Changed());
          return;
        }
        if (file.missing(claim) !== start) failures = 0;
        if (!(error instanceof Retry)) {
          if (error instanceof NotThere && (await file.nextAddress(url))) continue;
          throw error;
        }
        if (++failures >= this.#retry.tries) {
          if (!(await file.nextAddress(url))) throw offline(file.file, error);
          failures = 0;
          continue;
        }
        await this.#wait(error.waitMs ?? backoff(failures, this.#retry.firstMs));
      }
    }
  }

  /** Returns false when the part is left to another connection. */
  async #stream(file: FileDownload, round: number, start: number, claim: Claim): Promise<boolean> {
    let { end } = claim;
    const stall = new Stall(this.#retry.stallMs);
    const signal = AbortSignal.any([this.#signal, stall.signal]);
    const { bytes } = file.file;
    try {
      const request = { url: file.url, start, end, bytes, signal };
      const { etag } = file;
      const asking = requestPart({ ...request, ...(etag ? { etag } : {}) });
      const part = await stall.watch(asking);
      if (!part.ranged && !(start === 0 && end === bytes)) {
        if (!file.takeAll(claim)) {
          await part.body.cancel();
          return false;
        }
        end = bytes;
      }
      await file.identify(part.etag);
      await this.#drain(file, round, part.body.getReader(), part.offset, end, stall);
      return true;
    } catch (error) {
      if (this.#signal.aborted) throw this.#signal.reason;
      if (stall.signal.aborted) throw stall.signal.reason;
      throw error;
    }
  }

  async #drain(
    file: FileDownload,
    round: number,
    reader: ReadableStreamDefaultReader<Uint8Array>,
    offset: number,
    end: number,
    stall: Stall,
  ): Promise<void> {
    let held: Uint8Array<ArrayBuffer>[] = [];
    let size = 0;
    const commit = async () => {
      if (size === 0) return;
      const [data, from] = [held, offset];
      offset += size;
      held = [];
      size = 0;
      await file.add(round, from, data).catch(translateStorage);
      this.#report();
    };
    try {
      while (offset + size < end && file.round === round) {
        let next;
        try {
          next = await stall.watch(reader.read());
        } catch (error) {
          throw new Retry(words.broken, { cause: error });
        }
        if (next.done) throw new Retry(words.short);
        this.#received += next.value.byteLength;
        this.#speed.add(next.value.byteLength);
        const data = next.value.subarray(0, end - offset - size) as Uint8Array<ArrayBuffer>;
        held.push(data);
        size += data.byteLength;
        if (size >= this.#sizes.piece) await commit();
        else this.#report();
      }
    } finally {
      // What has arrived is kept, also when a person has paused or the connection has broken.
      await commit();
      await reader.cancel().catch(() => undefined);
    }
  }

  async #changed(file: FileDownload, { bytes }: Changed): Promise<void> {
    const size = file.file.bytes;
    if (++file.changes > 2 || (bytes !== undefined && bytes !== size)) {
      await file.restart();
      throw new AppError('model-changed', words.changed(file.file.url, String(bytes ?? '?'), size));
    }
    this.#note(words.fetchedAnew(nameOf(file.file)));
    await file.restart();
  }

  async #wait(ms: number): Promise<void> {
    const key = {};
    this.#waiting.set(key, Date.now() + ms);
    this.#report();
    try {
      await pause(ms, this.#signal);
    } finally {
      this.#waiting.delete(key);
    }
  }

  #note(text: Said): void {
    this.#notes.push(text);
    this.#report();
  }

  #report(): void {
    const done = this.#files.reduce((sum, { stored }) => sum + stored, 0);
    const speed = this.#speed.perSecond();
    // Waiting is worth a word only where all connections do.
    const waits = [...this.#waiting.values()];
    const isWaiting = waits.length > 0 && waits.length === this.#fetching;
    const isVerifying = this.#verifying > 0 && done === this.#total;
    this.#options.onProgress?.({
      done,
      total: this.#total,
      state: isVerifying ? 'verifying' : isWaiting ? 'waiting' : 'downloading',
      speed,
      ...(speed > 0 ? { secondsLeft: (this.#total - done) / speed } : {}),
      ...(isWaiting ? { waitUntil: Math.min(...waits) } : {}),
      notes: [...this.#notes],
      received: this.#received,
    });
  }
}

function offline(file: ModelFile, cause: Retry): AppError {
  return new AppError('network', words.offline(nameOf(file), cause.said), { cause });
}

export async function assertQuota(missing: number): Promise<void> {
  const { navigator } = globalThis as { navigator?: { storage?: StorageManager } };
  const { quota, usage = 0 } = (await navigator?.storage?.estimate()) ?? {};
  if (quota === undefined || missing <= quota - usage) return;
  throw new AppError('storage', words.noRoom(missing, Math.max(0, quota - usage)));
}

function translateStorage(error: unknown): never {
  throw storageFault(error);
}

/** What a download says where the browser stores no more. */
export function storageFault(error: unknown): AppError {
  return new AppError('storage', isQuota(error) ? words.full : words.notStored, { cause: error });
}

function asError(reason: unknown): AppError {
  if (isAbort(reason)) return new AppError('aborted', faults.stopped);
  return isQuota(reason) ? storageFault(reason) : toAppError(reason, 'network');
}
