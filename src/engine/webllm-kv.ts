import type { Logits, Pipeline } from './webllm-private';

/**
 * Tokens of the first prefill slice; smaller ones are slower by the token. An abort waits for one
 * slice, so they grow only where one takes no longer than this.
 */
const FIRST_SLICE = 128;
const SHORT_MS = 250;

export interface Prefilled {
  /** Tokens of the prompt that are in the cache now. */
  done: number;
  /** The logits after the prompt's last token, once all is done. */
  logits?: Logits;
}

/**
 * Keeps account of which tokens are in the KV cache, so that a prompt is prefilled only from where it
 * differs from the one before. The account stays right when a forward fails: all is read anew then.
 */
export class KvCache {
  readonly #pipeline: Pipeline;
  readonly #now: () => number;
  #tokens: number[] = [];
  #valid = true;
  #slice = FIRST_SLICE;

  constructor(pipeline: Pipeline, now: () => number = () => performance.now()) {
    this.#pipeline = pipeline;
    this.#now = now;
  }

  /**
   * Drops from the cache what `prompt` does not begin with. Returns how many tokens are kept, always
   * fewer than the prompt has; `rewound` is false where the library could not rewind and all had to go.
   */
  keep(prompt: readonly number[]): { kept: number; rewound: boolean } {
    const kept = this.#valid ? commonPrefix(this.#tokens, prompt.slice(0, -1)) : 0;
    const surplus = this.#tokens.length - kept;
    if (this.#valid && kept > 0 && this.#pipeline.rewind(surplus)) {
      this.#tokens.length = kept;
      return { kept, rewound: true };
    }
    const rewound = kept === 0;
    this.#valid = false;
    this.#pipeline.reset();
    this.#tokens = [];
    this.#valid = true;
    return { kept: 0, rewound };
  }

  /** Prefills what `keep(prompt)` has left, slice by slice. The consumer may stop between two. */
  async *prefill(prompt: readonly number[]): AsyncGenerator<Prefilled, void, undefined> {
    while (this.#tokens.length < prompt.length) {
      const start = this.#tokens.length;
      const size = Math.min(this.#slice, this.#pipeline.maxForward);
      const slice = prompt.slice(start, start + size);
      const before = this.#now();
      const isLast = start + slice.length === prompt.length;
      const logits = await this.#run(slice, isLast);
      if (slice.length === size) this.#pace(this.#now() - before);
      yield logits ? { done: prompt.length, logits } : { done: this.#tokens.length };
    }
  }

  /** Appends one token and gives the logits for the next. */
  async decode(token: number): Promise<Logits> {
    return (await this.#run([token], true)) as Logits;
  }

  async #run(tokens: number[], wanted: boolean): Promise<Logits | undefined> {
    this.#valid = false;
    const logits = await (wanted
      ? this.#pipeline.forward(tokens, true)
      : this.#pipeline.forward(tokens));
    this.#tokens.push(...tokens);
    this.#valid = true;
    return logits;
  }

  #pace(ms: number): void {
    if (ms < SHORT_MS) this.#slice = Math.min(this.#slice * 2, this.#pipeline.maxForward);
  }
}

function commonPrefix(a: readonly number[], b: readonly number[]): number {
  const end = Math.min(a.length, b.length);
  for (let i = 0; i < end; i++) if (a[i] !== b[i]) return i;
  return end;
}
