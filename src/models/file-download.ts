/** One file on its way into the store: which bytes are there, the running hash, and the final check. */
import type { ModelFile } from '../contracts';
import { AppError } from '../errors';
import { downloads as words } from '../i18n/en/downloads';
import { RunningHash } from './running-hash';
import { isWanted, type FileRecord, type ModelStore, type Piece } from './store';

/** A hash state costs a write; reading so much again after a crash costs a tenth of a second. */
const SAVE_HASH_BYTES = 32 << 20;
/** Parts arrive out of order: with each that is stored, the hash reads at most so many others. */
const CATCH_UP_PIECES = 4;

/** A part of the file that one connection fetches; `end` is the first byte behind it. */
export interface Claim {
  start: number;
  end: number;
}

export class FileDownload {
  readonly file: ModelFile;
  readonly #store: ModelStore;
  #record: FileRecord;
  #pieces: Piece[];
  #hash: RunningHash;
  #hashSaved = 0;
  /** Everything that changes pieces or hash runs one after another. */
  #tail: Promise<unknown> = Promise.resolve();
  /** Parts that a connection is fetching. */
  readonly #claims = new Set<Claim>();
  /** Grows with each restart: what a connection brings for an earlier round is dropped. */
  round = 0;
  done: boolean;
  finishing = false;
  /** The claim that gets everything in one answer, from a server without Range. */
  #sole: Claim | undefined;
  /** How often its contents were not what they should be. */
  mismatches = 0;
  changes = 0;
  #address = 0;

  private constructor(
    store: ModelStore,
    file: ModelFile,
    record: FileRecord,
    pieces: Piece[],
    hash: RunningHash,
  ) {
    this.#store = store;
    this.file = file;
    this.#record = record;
    this.#pieces = pieces;
    this.#hash = hash;
    this.done = isWanted(record, file, true);
  }

  /** Takes up what is stored of the file as wanted, and forgets what is stored of another version. */
  static async open(store: ModelStore, file: ModelFile): Promise<FileDownload> {
    const stored = await store.file(file.url);
    if (stored && isWanted(stored, file, false)) {
      const pieces = await store.pieces(file.url);
      return new FileDownload(store, file, stored, pieces, await RunningHash.start(stored.hash));
    }
    await store.forgetFile(file.url);
    const record = freshRecord(file);
    await store.setFile(file.url, record);
    return new FileDownload(store, file, record, [], await RunningHash.start());
  }

  /** Where to fetch from at present. */
  get url(): string {
    return [this.file.url, ...(this.file.mirrors ?? [])][this.#address] ?? this.file.url;
  }

  get etag(): string | undefined {
    return this.#record.etag;
  }

  get stored(): number {
    return this.done ? this.file.bytes : this.#pieces.reduce((sum, { length }) => sum + length, 0);
  }

  /** Hands out the next part that nobody fetches yet, at most `most` bytes. */
  claim(most: number): Claim | undefined {
    if (this.done || this.finishing || (this.#sole && this.#claims.size > 0)) return undefined;
    const gap = this.#gaps([...this.#pieces.map(toRange), ...this.#claims])[0];
    if (!gap) return undefined;
    const claim = {
      start: gap.start,
      end: this.#sole ? gap.end : Math.min(gap.end, gap.start + most),
    };
    this.#claims.add(claim);
    return claim;
  }

  /** For a server that ignores Range: makes `claim` the only one; false where another is. */
  takeAll(claim: Claim): boolean {
    if (this.#sole && this.#sole !== claim && this.#claims.has(this.#sole)) return false;
    this.#sole = claim;
    return true;
  }

  release(claim: Claim): void {
    this.#claims.delete(claim);
  }

  /** The first byte of the claim that is not stored; undefined when all of it is. */
  missing({ start, end }: Claim): number | undefined {
    const gap = this.#gaps(this.#pieces.map(toRange)).find((one) => one.end > start);
    if (!gap || gap.start >= end) return undefined;
    return Math.max(gap.start, start);
  }

  get complete(): boolean {
    return this.#gaps(this.#pieces.map(toRange)).length === 0;
  }

  /** Notes which copy the server sends. */
  async identify(etag: string | undefined): Promise<void> {
    if (!etag || this.#record.etag) return;
    this.#record.etag = etag;
    await this.#save();
  }

  /** Stores what of `data` is not there yet; resolves when it is committed. */
  add(round: number, offset: number, data: Uint8Array<ArrayBuffer>[]): Promise<void> {
    return this.#serially(async () => {
      if (round !== this.round) return;
      const blob = new Blob(data);
      const end = offset + blob.size;
      for (const gap of this.#gaps(this.#pieces.map(toRange))) {
        const from = Math.max(gap.start, offset);
        const to = Math.min(gap.end, end);
        if (from >= to) continue;
        const part = blob.slice(from - offset, to - offset);
        await this.#store.addPiece(this.file.url, from, part);
        this.#insert({ offset: from, length: to - from });
        if (this.#hash.at === offset && from === offset && to === end) {
          for (const bytes of data) this.#hash.add(bytes);
        }
      }
      await this.#catchUp(CATCH_UP_PIECES);
      if (this.#hash.at - this.#hashSaved >= SAVE_HASH_BYTES) await this.#saveHash();
    });
  }

  /** Keeps the hash's state, for a download that pauses here. */
  async pause(): Promise<void> {
    await this.#serially(() => this.#saveHash());
  }

  /**
   * Checks the whole file, reading what the hash has not seen yet. Returns false, with the file
   * emptied for another try, when its contents are wrong.
   */
  async finish(signal: AbortSignal): Promise<boolean> {
    this.finishing = true;
    try {
      const digest = await this.#serially(() => this.#digest(signal));
      const { sha256 } = this.file;
      if (sha256 && digest !== sha256) {
        this.mismatches++;
        await this.restart();
        return false;
      }
      const { bytes } = this.file;
      this.#record = { bytes, verified: digest, ...pick(this.#record, 'sha256', 'etag') };
      await this.#save();
      this.done = true;
      return true;
    } finally {
      this.finishing = false;
    }
  }

  /** Forgets all bytes. */
  restart(): Promise<void> {
    this.round++;
    return this.#serially(async () => {
      await this.#store.forgetFile(this.file.url);
      this.#record = freshRecord(this.file);
      this.#pieces = [];
      this.#hash = await RunningHash.start();
      this.#hashSaved = 0;
      await this.#save();
    });
  }

  /** Goes on with the address after `failed`; returns false when there is none. */
  async nextAddress(failed: string): Promise<boolean> {
    if (this.url !== failed) return true; // another connection has moved on already
    if (this.#address >= (this.file.mirrors?.length ?? 0)) return false;
    this.#address++;
    this.#sole = undefined;
    // Without a digest nothing proves that both hosts have the same file.
    if (!this.file.sha256) await this.restart();
    delete this.#record.etag;
    return true;
  }

  async #digest(signal: AbortSignal): Promise<string> {
    while (await this.#catchUp(1)) signal.throwIfAborted();
    return this.#hash.digest();
  }

  /** Reads stored pieces that follow what the hash has seen; returns how many there were. */
  async #catchUp(most: number): Promise<number> {
    for (let count = 0; count < most; count++) {
      const at = this.#hash.at;
      const piece = this.#pieces.find(({ offset, length }) => offset <= at && at < offset + length);
      if (!piece) return count;
      const data = await this.#store.readPiece(this.file.url, piece);
      this.#hash.add(data.subarray(at - piece.offset));
    }
    return most;
  }

  #gaps(taken: Claim[]): Claim[] {
    const gaps = [];
    let at = 0;
    for (const { start, end } of taken.toSorted((a, b) => a.start - b.start)) {
      if (start > at) gaps.push({ start: at, end: start });
      at = Math.max(at, end);
    }
    if (at < this.file.bytes) gaps.push({ start: at, end: this.file.bytes });
    return gaps;
  }

  #insert(piece: Piece): void {
    this.#pieces = [...this.#pieces, piece].sort((a, b) => a.offset - b.offset);
  }

  async #saveHash(): Promise<void> {
    if (this.done || this.#hash.at === this.#hashSaved) return;
    this.#record.hash = this.#hash.save();
    this.#hashSaved = this.#hash.at;
    await this.#save();
  }

  async #save(): Promise<void> {
    await this.#store.setFile(this.file.url, this.#record);
  }

  #serially<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#tail.then(work);
    this.#tail = result.catch(() => undefined);
    return result;
  }
}

/** The file's name, for messages. */
export function nameOf({ url }: ModelFile): string {
  return url.slice(url.lastIndexOf('/') + 1);
}

export function mismatch(file: ModelFile): AppError {
  return new AppError('model-corrupt', words.mismatch(file.url));
}

function freshRecord({ bytes, sha256 }: ModelFile): FileRecord {
  return sha256 ? { bytes, sha256 } : { bytes };
}

function pick<K extends keyof FileRecord>(record: FileRecord, ...keys: K[]): Partial<FileRecord> {
  return Object.fromEntries(
    keys.filter((key) => record[key] !== undefined).map((key) => [key, record[key]]),
  );
}

function toRange({ offset, length }: Piece): Claim {
  return { start: offset, end: offset + length };
}
