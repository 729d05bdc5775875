/**
 * The openai engine: the model runs on a server (vLLM, llama.cpp, Jan) that speaks OpenAI's `/v1/completions`. It
 * gets our rendered prompt and streams what follows, so template, tool calls and budget are those of every engine.
 */
import type { Engine, GenerateEvent, GenerateRequest, LoadProgress, ModelCard } from '../contracts';
import { AppError, isAbort, isAppError } from '../errors';
import { assertFits } from './context';
import { refusal, unreachable } from './openai-faults';
import { toLlamaSampling } from './sampling';
import { serverEvents } from './server-events';
import { TokenCounter } from './token-counter';
import { UsageMeter, type ProgressChunk } from './usage';

interface ModelServer {
  /** With its version, such as `http://localhost:8000/v1`. */
  baseUrl: string;
  /** As the server calls it. */
  model: string;
  /** Sent as a bearer token. */
  apiKey?: string | undefined;
}

interface OpenAiOptions {
  /** Reads the card's tokenizer.json. */
  readTokenizer: (
    card: ModelCard,
    signal: AbortSignal,
    report: (progress: LoadProgress) => void,
  ) => Promise<object>;
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

/** Statuses that may pass: too many requests, starting up, overloaded, a proxy without its server. */
const PASSING = [408, 425, 429, 500, 502, 503, 504];
const LONGEST_PAUSE_MS = 30_000;

export class OpenAiEngine implements Engine {
  readonly id = 'openai';
  readonly #server: ModelServer;
  readonly #options: Required<OpenAiOptions>;
  #loaded: { card: ModelCard; counter: TokenCounter } | undefined;

  constructor(server: ModelServer, options: OpenAiOptions) {
    this.#server = { ...server, baseUrl: server.baseUrl.replace(/\/+$/, '') };
    this.#options = { idleMs: 120_000, pausesMs: [500, 1500, 4000], ...options };
  }

  /** Throws an AppError where the server does not answer, refuses the key or does not have the model. */
  async load(
    card: ModelCard,
    { signal, onProgress }: { signal: AbortSignal; onProgress?: (progress: LoadProgress) => void },
  ): Promise<void> {
    await checkServer(this.#server, signal);
    const json = await this.#options.readTokenizer(card, signal, onProgress ?? (() => undefined));
    this.#loaded = { card, counter: new TokenCounter(json) };
  }

  async *generate(request: GenerateRequest): AsyncGenerator<GenerateEvent, void, undefined> {
    if (!this.#loaded) throw new AppError('bad-input', 'No model is loaded.');
    const { card, counter } = this.#loaded;
    const promptTokens = counter.count(request.prompt);
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
    if (!this.#loaded) throw new AppError('bad-input', 'No model is loaded.');
    return Promise.resolve(this.#loaded.counter.count(text));
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
      if (!response.body) throw new TypeError('The answer has no body.');
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
        throw new AppError(
          'network',
          `The model server sent nothing for ${seconds} s. Look whether it is overloaded, then ask again.`,
          { cause: error },
        );
      }
      throw new Passing(tokens > 0 ? brokenOff(error) : unreachable(this.#server, error));
    } finally {
      idle.stop();
    }
    if (finish === undefined) throw new Passing(brokenOff());
    yield { type: 'finished', finish };
  }
}

/** The server's models: shows that it answers, takes the key and has the model. Throws an AppError if not. */
export async function checkServer(server: ModelServer, signal: AbortSignal): Promise<void> {
  let text: string;
  try {
    text = await (await ask(server, 'models', { signal })).text();
  } catch (error) {
    if (isAbort(error) || isAppError(error)) throw error;
    throw error instanceof Passing ? error.fault : unreachable(server, error);
  }
  const names = modelNames(text);
  if (!names) {
    throw new AppError(
      'network',
      `${server.baseUrl} is no model server: its address usually ends with /v1. Look at the settings.`,
    );
  }
  // llama.cpp serves one model and takes any name for it.
  if (names.length === 0 || names.includes(server.model)) return;
  throw new AppError(
    'model-missing',
    `The model server has no model “${server.model}”. It has: ${names.slice(0, 10).join(', ')}.`,
  );
}

/** A fault that may be gone at the next attempt. */
class Passing extends Error {
  readonly fault: AppError;
  readonly retryMs: number;

  constructor(fault: AppError, retryMs = 0) {
    super(fault.message);
    this.fault = fault;
    this.retryMs = retryMs;
  }
}

async function ask(
  server: ModelServer,
  path: string,
  { body, signal }: { body?: string; signal: AbortSignal },
): Promise<Response> {
  const response = await fetch(`${server.baseUrl}/${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...(server.apiKey ? { Authorization: `Bearer ${server.apiKey}` } : {}),
    },
    ...(body === undefined ? {} : { body }),
    signal,
  });
  if (response.ok) return response;
  const fault = refusal(response.status, await response.text(), server);
  // A prompt that is too long stays too long.
  if (!PASSING.includes(response.status) || fault.code === 'context-exceeded') throw fault;
  throw new Passing(fault, Number(response.headers.get('Retry-After')) * 1000 || 0);
}

function brokenOff(cause?: unknown): AppError {
  return new AppError(
    'network',
    'The model server broke off in the middle of the answer. Look whether it still runs, then ask again.',
    { cause },
  );
}

function parseChunk(data: string, baseUrl: string): Chunk {
  try {
    const value: unknown = JSON.parse(data);
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // Said below.
  }
  throw new AppError(
    'network',
    `${baseUrl} sent something that is no completion. Check the address.`,
  );
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

function modelNames(text: string): string[] | undefined {
  try {
    const { data } = JSON.parse(text) as { data?: { id?: unknown }[] };
    return Array.isArray(data) ? data.map(({ id }) => String(id)) : undefined;
  } catch {
    // Another server's page: said by the caller.
    return undefined;
  }
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
      reject(new AppError('aborted', 'Stopped.'));
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}
