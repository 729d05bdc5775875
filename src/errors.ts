/** The app's one error type, and the ways into it. Codes are strings, so they survive workers and storage. */
import type { ErrorInfo, Said } from './contracts';
import { faults } from './i18n/en/faults';

export type ErrorCode =
  | 'relay-unreachable'
  | 'relay-refused'
  | 'tool-failed'
  | 'model-missing'
  | 'model-corrupt'
  /** The server's files are not those that were there when the model was looked up. */
  | 'model-changed'
  | 'network'
  | 'model-unsupported'
  | 'engine-crashed'
  | 'context-exceeded'
  | 'out-of-memory'
  | 'storage'
  | 'bad-input'
  | 'aborted'
  | 'unknown';

/** An error that can be shown to a person, by `say` in src/i18n/area.ts: what happened and what to do. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  readonly said?: Said;

  constructor(code: ErrorCode, what: string | Said, options?: { cause?: unknown }) {
    super(typeof what === 'string' ? what : what.text, options);
    this.code = code;
    if (typeof what !== 'string') this.said = what;
  }
}

/** Matched by name: `instanceof` fails across realms and after structured cloning. */
export function isAppError(value: unknown): value is AppError {
  return value instanceof Error && value.name === 'AppError' && 'code' in value;
}

/** True for every way in which an abort shows itself. */
export function isAbort(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { name, code } = value as { name?: unknown; code?: unknown };
  return name === 'AbortError' || code === 'aborted';
}

export function abortError(): DOMException {
  return new DOMException('Stopped.', 'AbortError');
}

/** Rejects as soon as the signal is aborted, whether or not the work notices; the work goes on for others who wait. */
export async function orAbort<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let stop = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(abortError());
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop);
  });
  try {
    return await Promise.race([aborted, work]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** Turns whatever was thrown into an AppError, keeping the original as its cause. */
export function toAppError(value: unknown, fallback: ErrorCode = 'unknown'): AppError {
  if (isAppError(value)) return value;
  if (isAbort(value)) return new AppError('aborted', faults.stopped, { cause: value });
  const message = value instanceof Error ? value.message : String(value);
  return new AppError(fallback, message || faults.unknown, { cause: value });
}

/** A copy that can be stored or sent to another realm. */
export function toErrorInfo(value: unknown): ErrorInfo {
  const { code, message, said } = toAppError(value);
  return { code, message, ...(said ? { said } : {}) };
}

/** Of a copy that came from another realm. */
export function fromErrorInfo({ code, message, said }: ErrorInfo): AppError {
  return new AppError(code as ErrorCode, said ?? message);
}
