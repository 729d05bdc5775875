import type { GenerateEvent, GenerateRequest } from '../contracts';
import { isAbort } from '../errors';
import { assertFits } from './context';
import { sample, seededRandom, topCandidates } from './sampling';
import { noUsage } from './usage';
import { deviceLost } from './webllm-faults';
import type { KvCache } from './webllm-kv';
import type { Logits, Pipeline } from './webllm-private';
import { StopStrings, TextStream, type TokenBytes } from './webllm-text';

/** Qwen3 ends a turn with the first and a text with the second. */
const END_TOKENS = ['<|im_end|>', '<|endoftext|>'];

/** What a generation needs of an engine that runs. */
export interface Running {
  pipeline: Pipeline;
  cache: KvCache;
  /** Rejects when the GPU goes away or refuses a command, which WebLLM only logs. */
  death: Promise<never>;
}

/**
 * One generation. It keeps what it has made, so that after a crash it goes on where it stood, on
 * another engine with the same model.
 */
export class Generation {
  readonly #request: GenerateRequest;
  readonly #contextTokens: number;
  readonly #ends: (number | undefined)[];
  readonly #stream: TextStream;
  readonly #stops: StopStrings;
  readonly #random: () => number;
  readonly #output: number[] = [];
  readonly #usage = noUsage();

  constructor(request: GenerateRequest, tokens: TokenBytes, contextTokens: number) {
    this.#request = request;
    this.#contextTokens = contextTokens;
    this.#ends = [...END_TOKENS, ...request.stop].map((token) => tokens.idOf(token));
    this.#stream = new TextStream(tokens);
    this.#stops = new StopStrings(request.stop);
    this.#random = seededRandom(request.sampling.seed);
  }

  /** Runs to the end. Throws an AppError `context-exceeded`, and whatever the engine died of. */
  async *run(running: Running): AsyncGenerator<GenerateEvent, void, undefined> {
    const { maxTokens, signal } = this.#request;
    const usage = this.#usage;
    const begin = performance.now();
    const prompt = running.pipeline.encode(wellFormed(this.#request.prompt));
    assertFits(prompt.length, maxTokens, this.#contextTokens);
    usage.promptTokens = prompt.length;
    let logits = yield* this.#prefill([...prompt, ...this.#output], running);
    const decodeBegin = performance.now();
    usage.prefillMs += decodeBegin - begin;
    while (logits && !signal.aborted) {
      const id = await alive(this.#choose(logits), running);
      usage.completionTokens++;
      this.#output.push(id);
      const isEnd = this.#ends.includes(id);
      const { text, stopped } = isEnd
        ? { text: '', stopped: true }
        : this.#stops.push(this.#stream.push(id));
      if (text) yield { type: 'token', text, tokenId: id };
      if (stopped || usage.completionTokens === maxTokens) {
        const rest = isEnd || !stopped ? this.#stops.end() : '';
        if (rest) yield { type: 'token', text: rest };
        usage.finish = stopped ? 'stop' : 'length';
        break;
      }
      logits = await alive(running.cache.decode(id), running);
    }
    usage.decodeMs += performance.now() - decodeBegin;
    yield { type: 'usage', usage };
  }

  async *#prefill(
    tokens: readonly number[],
    running: Running,
  ): AsyncGenerator<GenerateEvent, Logits | undefined, undefined> {
    const { signal } = this.#request;
    if (signal.aborted) return undefined;
    const { kept, rewound } = running.cache.keep(tokens);
    this.#usage.reusedTokens = kept;
    if (!rewound) this.#usage.fullPrefill = true;
    let logits: Logits | undefined;
    const slices = running.cache.prefill(tokens);
    const aborted = () => signal.aborted;
    while (!aborted()) {
      const slice = await alive(slices.next(), running);
      if (slice.done) break;
      logits = slice.value.logits;
      yield { type: 'prefill', done: slice.value.done, total: tokens.length };
    }
    return logits;
  }

  /** A byte-level model can also sample bytes that are no text: it is asked again without that token. */
  async #choose(logits: Logits): Promise<number> {
    const { sampling } = this.#request;
    const first = sample(await logits.candidates(sampling), sampling, this.#random);
    if (this.#stream.accepts(first)) return first;
    const all = await logits.all();
    const masked = all.map((logit, id) => (this.#stream.accepts(id) ? logit : -Infinity));
    return sample(topCandidates(masked, sampling), sampling, this.#random);
  }
}

/** A device that is lost rejects what waits for it as if that had been aborted. */
async function alive<T>(work: Promise<T>, { death }: Running): Promise<T> {
  try {
    return await Promise.race([work, death]);
  } catch (error) {
    throw isAbort(error) ? deviceLost({ message: '' }) : error;
  }
}

function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd');
}
