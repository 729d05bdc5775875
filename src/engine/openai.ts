/**
 * The openai engine: the model runs on a server (vLLM, llama.cpp, Jan) that speaks OpenAI's `/v1/completions`. It
 * gets our rendered prompt and streams what follows, so template, tool calls and budget are those of every engine.
 */
import type { Engine, GenerateEvent, GenerateRequest, LoadProgress, ModelCard } from '../contracts';
import { AppError, isAppError } from '../errors';
import { faults } from '../i18n/en/faults';
import { engines as words } from '../i18n/en/engines';
import type { ModelServer } from '../models/model-server';
import { assertFits } from './context';
import { refusal, unreachable } from './openai-faults';
import { ask, findModel, Passing } from './openai-http';
import { toLlamaSampling } from './sampling';
import { serverEvents } from './server-events';
import type { ServedCounter } from './served-counter';
import { UsageMeter, type ProgressChunk } from './usage';

interface OpenAiOptions {
  /** Makes what counts the model's tokens. */
  makeCounter: (card: ModelCard, signal: AbortSignal) => Promise<ServedCounter>;
  /** How long the server may send nothing; a long prompt takes its time before the first token. */
  idleMs?: number;
  /** Before each further attempt; none is made once a token has come. */
  pausesMs?: readonly number[];
}

/** A chunk of a completion; llama.cpp adds its progress and timings. */
interface Chunk extends ProgressChunk {
  choices?: { text?: string; finish_reason?: string | null }[];
  usage?: {
    prompt_tokens?: number;
    completion_tokens?: number;
    prompt_tokens_details?: { cached_tokens?: number } | null;
  } | null;
  error?: unknown;
}

const LONGEST_PAUSE_MS = 30_000;

export class OpenAiEngine implements Engine {
  readonly id = 'openai';
  readonly #server: ModelServer;
  readonly #options: Required<OpenAiOptions>;
  #loaded: { card: ModelCard; counter: ServedCounter } | undefined;

  constructor(server: ModelServer, options: OpenAiOptions) {
    this.#server = { ...server, baseUrl: server.baseUrl.replace(/\/+$/, '') };
    this.#options = { idleMs: 120_000, pausesMs: [500, 1500, 4000], ...options };
  }

  /** Throws an AppError where the server does not answer, refuses the key or does not have the model. */
  async load(
    card: ModelCard,
    { signal, onProgress }: { signal: AbortSignal; onProgress?: (progress: LoadProgress) => void },
  ): Promise<void> {
    await findModel(this.#server, signal);
    onProgress?.({ phase: 'read' });
    this.#loaded = { card, counter: await this.#options.makeCounter(card, signal) };
  }

  get counting(): string | undefined {
    return this.#loaded?.counter.how;
  }

  async *generate(request: GenerateRequest): AsyncGenerator<GenerateEvent, void, undefined> {
    if (!this.#loaded) throw new AppError('bad-input', words.notLoaded);
    const { card, counter } = this.#loaded;
    const promptTokens = await counter.count(request.prompt);
    assertFits(promptTokens, request.maxTokens, card.contextTokens);
    const body = JSON.stringify({
      model: this.#server.model,
      // Half a surrogate pair is no text, and some servers end on it.
      prompt: request.prompt.replace(/\p{Surrogate}/gu, '\ufffd'),
      ...toLlamaSampling(request.sampling),
      repetition_penalty: 1,
      max_tokens: request.maxTokens,
      stop: request.stop,
      stream: true,
      stream_options: { include_usage: true },
      // The prompt is whole: vLLM must not put a token before it. The next two are llama.cpp's.
      add_special_tokens: false,
      cache_prompt: true,
      return_progress: true,
    });

    const meter = new UsageMeter(promptTokens);
    const leave = new AbortController();
    const signal = AbortSignal.any([request.signal, leave.signal]);
    try {
      const finish = yield* this.#attempts(body, promptTokens, meter, signal);
      yield { type: 'usage', usage: meter.finish(finish) };
    } catch (error) {
      if (!request.signal.aborted) throw error;
      yield { type: 'usage', usage: meter.finish('abort') };
    } finally {
      // A consumer that leaves the loop early also ends the generation.
      leave.abort();
    }
  }

  async countTokens(text: string): Promise<number> {
    if (!this.#loaded) throw new AppError('bad-input', words.notLoaded);
    return this.#loaded.counter.count(text);
  }

  unload(): Promise<void> {
    this.#loaded = undefined;
    return Promise.resolve();
  }

  /** Tries again what may pass, as long as nothing of the answer has come. */
  async *#attempts(
    body: string,
    promptTokens: number,
    meter: UsageMeter,
    signal: AbortSignal,
  ): AsyncGenerator<GenerateEvent, 'stop' | 'length', undefined> {
    const { pausesMs } = this.#options;
    for (let attempt = 0; ; attempt++) {
      let begun = false;
      try {
        for await (const event of this.#stream(body, promptTokens, meter, signal)) {
          if (event.type === 'finished') return event.finish;
          begun ||= event.type === 'token';
          yield event;
        }
      } catch (error) {
        signal.throwIfAborted();
        const pause = pausesMs[attempt];
        if (begun || pause === undefined || !(error instanceof Passing)) {
          throw error instanceof Passing ? error.fault : error;
        }
        await wait(Math.min(Math.max(pause, error.retryMs), LONGEST_PAUSE_MS), signal);
      }
    }
  }

  async *#stream(
    body: string,
    promptTokens: number,
    meter: UsageMeter,
    signal: AbortSignal,
  ): AsyncGenerator<GenerateEvent | { type: 'finished'; finish: 'stop' | 'length' }> {
    const idle = new IdleTimer(this.#options.idleMs);
    const { baseUrl } = this.#server;
    let finish: 'stop' | 'length' | undefined;
    let tokens = 0;
    let timed = false;
    try {
      const either = AbortSignal.any([signal, idle.signal]);
      const response = await ask(this.#server, 'completions', { body, signal: either });
      idle.restart();
      if (!response.body) throw new Error('The answer has no body.');
      for await (const data of serverEvents(response.body, () => idle.restart())) {
        if (data === '[DONE]') break;
        const chunk = parseChunk(data, baseUrl);
        if (chunk.error) throw refusal(500, JSON.stringify(chunk), this.#server);
        const { text = '', finish_reason } = chunk.choices?.[0] ?? {};
        if (finish_reason) finish = finish_reason === 'length' ? 'length' : 'stop';
        if (text) tokens += 1;
        // What the server times itself is not to be undone by a last chunk without it.
        timed ||= chunk.timings !== undefined || chunk.prompt_progress !== undefined;
        meter.add(timed ? chunk : counted(chunk, promptTokens, tokens));
        if (chunk.prompt_progress) {
          const { processed, total } = chunk.prompt_progress;
          yield { type: 'prefill', done: processed, total };
        }
        if (text) yield { type: 'token', text };
      }
    } catch (error) {
      if (signal.aborted || isAppError(error) || error instanceof Passing) throw error;
      if (idle.signal.aborted) {
        const seconds = this.#options.idleMs / 1000;
        throw new AppError('network', words.serverSilent(seconds), { cause: error });
      }
      throw new Passing(tokens > 0 ? brokenOff(error) : await unreachable(this.#server, error));
    } finally {
      idle.stop();
    }
    if (finish === undefined) throw new Passing(brokenOff());
    yield { type: 'finished', finish };
  }
}

function brokenOff(cause?: unknown): AppError {
  return new AppError('network', words.serverBrokeOff, { cause });
}

function parseChunk(data: string, baseUrl: string): Chunk {
  try {
    const value: unknown = JSON.parse(data);
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // Said below.
  }
  throw new AppError('network', words.noCompletion(baseUrl));
}

/** In llama.cpp's words: what the server counted, which it tells at the end, and until then one token a chunk. */
function counted({ usage }: Chunk, promptTokens: number, tokens: number): ProgressChunk {
  if (usage?.prompt_tokens === undefined || usage.completion_tokens === undefined) {
    return { timings: { cache_n: 0, prompt_n: promptTokens, predicted_n: tokens } };
  }
  const cached = usage.prompt_tokens_details?.cached_tokens ?? 0;
  return {
    timings: {
      cache_n: cached,
      prompt_n: usage.prompt_tokens - cached,
      predicted_n: usage.completion_tokens,
    },
  };
}

/** Fires when nothing has happened for a while. */
class IdleTimer {
  readonly #abort = new AbortController();
  readonly #ms: number;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(ms: number) {
    this.#ms = ms;
    this.restart();
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  restart(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#abort.abort(), this.#ms);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}

function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(new AppError('aborted', faults.stopped));
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}
