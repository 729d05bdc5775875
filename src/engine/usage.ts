import type { Usage } from '../contracts';

/** Of a generation that has not begun, and so far ends in an abort. */
export function noUsage(): Usage {
  return {
    promptTokens: 0,
    reusedTokens: 0,
    completionTokens: 0,
    prefillMs: 0,
    decodeMs: 0,
    finish: 'abort',
  };
}

/** The parts of a llama.cpp completion chunk that tell how far the work is. */
export interface ProgressChunk {
  prompt_progress?: { total: number; cache: number; processed: number };
  timings?: { cache_n: number; prompt_n: number; predicted_n: number };
}

/** Adds up one generation from its chunks, so that the numbers also hold when it is cut short. */
export class UsageMeter {
  #promptTokens: number;
  #reusedTokens = 0;
  #completionTokens = 0;
  readonly #now: () => number;
  readonly #start: number;
  #firstToken: number | undefined;

  /** `promptTokens` is our own count; llama.cpp's replaces it as soon as it is known. */
  constructor(promptTokens: number, now: () => number = () => performance.now()) {
    this.#promptTokens = promptTokens;
    this.#now = now;
    this.#start = now();
  }

  add(chunk: ProgressChunk): void {
    if (chunk.prompt_progress) {
      this.#promptTokens = chunk.prompt_progress.total;
      this.#reusedTokens = chunk.prompt_progress.cache;
    }
    if (chunk.timings && chunk.timings.predicted_n > 0) {
      this.#promptTokens = chunk.timings.cache_n + chunk.timings.prompt_n;
      this.#reusedTokens = chunk.timings.cache_n;
      this.#completionTokens = chunk.timings.predicted_n;
      this.#firstToken ??= this.#now();
    }
  }

  finish(finish: Usage['finish']): Usage {
    const end = this.#now();
    const decodeStart = this.#firstToken ?? end;
    return {
      promptTokens: this.#promptTokens,
      reusedTokens: this.#reusedTokens,
      completionTokens: this.#completionTokens,
      prefillMs: decodeStart - this.#start,
      decodeMs: end - decodeStart,
      finish,
    };
  }
}
