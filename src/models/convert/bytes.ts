/** Where a conversion reads from and writes to. Browser and Node implement these. */
import { AppError } from '../../errors';
import type { Said } from '../../contracts';
import { importing as words } from '../../i18n/en/importing';

/** One file that can be read anywhere in it. */
export interface ByteSource {
  /** For messages. */
  name: string;
  /** In bytes. */
  size: number;
  /** Changes when the contents do: an ETag or a time of change; empty where neither is known. */
  version: string;
  /**
   * Exactly `length` bytes from `offset`, in a buffer of their own at its start. Rejects with an
   * AppError where they cannot be had.
   */
  read(offset: number, length: number, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>>;
}

/** Files beside each other, by name. */
export interface SourceFolder {
  /** For messages. */
  name: string;
  /** Undefined where there is no such file. */
  open(name: string, signal?: AbortSignal): Promise<ByteSource | undefined>;
}

/** A folder that a conversion writes to. */
export interface Sink {
  /** The whole of a small file, undefined where there is none. */
  read(name: string): Promise<Uint8Array | undefined>;
  /** In bytes; undefined where there is no such file. */
  size(name: string): Promise<number | undefined>;
  /** Starts a file that appears, or replaces an older one, when it is closed and never before. */
  create(name: string, bytes: number): Promise<SinkFile>;
  remove(name: string): Promise<void>;
}

export interface SinkFile {
  /** The chunk's buffer may be reused once the promise resolves. */
  write(chunk: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Resolves when the file is safely stored. */
  close(): Promise<void>;
  /** Forgets what was written. */
  abort(): Promise<void>;
}

/** JSON files and headers above this are no such things. */
const MOST_TEXT_BYTES = 256e6;

export function corrupt(source: { name: string }, why: Said, cause?: unknown): AppError {
  return new AppError('model-corrupt', words.corrupt(source.name, why), { cause });
}

/** Throws an AppError `model-corrupt` where the file ends before `offset + length`. */
export function readChecked(
  source: ByteSource,
  offset: number,
  length: number,
  what: string | Said,
  signal?: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  if (offset + length > source.size || offset < 0 || length < 0) {
    throw corrupt(source, words.endsBefore(source.size, what));
  }
  return source.read(offset, length, signal);
}

/** Throws an AppError `model-corrupt` where the file is not a JSON object. */
export async function readJson(
  source: ByteSource,
  signal?: AbortSignal,
): Promise<Record<string, unknown>> {
  if (source.size > MOST_TEXT_BYTES) throw corrupt(source, words.tooLong);
  return parseJson(source, await source.read(0, source.size, signal));
}

export function parseJson(source: { name: string }, bytes: Uint8Array): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw corrupt(source, words.noJson, error);
  }
  if (!isRecord(value)) throw corrupt(source, words.noObject);
  return value;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A file of such a size as JavaScript can count. */
export function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
