/** How fast a download goes, and how long it waits: for the next byte, and before the next try. */
import { downloads as words } from '../i18n/en/downloads';
import { Retry } from './range-request';

/** Aborts where the server lets us wait too long; our own work between two reads does not count. */
export class Stall {
  readonly #abort = new AbortController();
  readonly #ms: number;

  constructor(ms: number) {
    this.#ms = ms;
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  async watch<T>(work: Promise<T>): Promise<T> {
    const reason = () => this.#abort.abort(new Retry(words.silent));
    const timer = setTimeout(reason, this.#ms);
    try {
      return await work;
    } finally {
      clearTimeout(timer);
    }
  }
}

/** Bytes a second over the last five. */
export class Speed {
  readonly #marks: { at: number; bytes: number }[] = [];
  readonly #begin = performance.now();

  add(bytes: number): void {
    const at = performance.now();
    const last = this.#marks.at(-1);
    if (last && at - last.at < 100) last.bytes += bytes;
    else this.#marks.push({ at, bytes });
  }

  perSecond(): number {
    const now = performance.now();
    while (this.#marks[0] && now - this.#marks[0].at > 5000) this.#marks.shift();
    const bytes = this.#marks.reduce((sum, mark) => sum + mark.bytes, 0);
    return Math.round((bytes * 1000) / Math.max(500, Math.min(5000, now - this.#begin)));
  }
}

/** Doubles each time, up to half a minute; the spread keeps connections from coming back at once. */
export function backoff(failures: number, firstMs: number): number {
  return Math.min(30_000, firstMs * 2 ** (failures - 1)) * (0.75 + Math.random() / 2);
}

/** Ends sooner when the network comes back. Throws the signal's reason. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  const scope = globalThis as Partial<EventTarget>;
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      scope.removeEventListener?.('online', end);
      if (signal.aborted) reject(signal.reason);
      else resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
    scope.addEventListener?.('online', end);
    if (signal.aborted) end();
  });
}
