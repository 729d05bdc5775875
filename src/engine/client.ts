import type {
  Engine,
  EngineId,
  GenerateEvent,
  GenerateRequest,
  LoadProgress,
  ModelCard,
  ModelFile,
} from '../contracts';
import { AppError, fromErrorInfo, toAppError } from '../errors';
import { engines as words } from '../i18n/en/engines';
import type { ModelServer } from '../models/model-server';
import { EventQueue } from './event-queue';
import type { FromWorker, ToWorker } from './protocol';

interface Pending {
  onMessage(message: FromWorker): void;
  onFailure(error: AppError): void;
}

/**
 * The page's engine: hands everything to the engine worker. The worker starts with the first load();
 * when it dies, what was under way fails with `engine-crashed` and the next load() starts another.
 */
export class EngineClient implements Engine {
  readonly id: EngineId;
  counting: Engine['counting'];
  readonly #server: ModelServer | undefined;
  #worker: Worker | undefined;
  #lastId = 0;
  readonly #pending = new Map<number, Pending>();

  /** `server` is where the openai engine runs its model. */
  constructor(id: EngineId, server?: ModelServer) {
    this.id = id;
    this.#server = server;
  }

  async load(
    card: ModelCard,
    { signal, onProgress }: { signal: AbortSignal; onProgress?: (progress: LoadProgress) => void },
  ): Promise<void> {
    signal.throwIfAborted();
    this.#worker ??= this.#startWorker();
    const server = this.#server;
    const request = {
      type: 'load',
      engine: this.id,
      card: withAbsoluteUrls(card),
      server,
    } as const;
    const { counting } = await this.#request(request, signal, (message) => {
      if (message.type === 'progress') onProgress?.(message.progress);
    });
    this.counting = counting;
  }

  async *generate({ signal, ...request }: GenerateRequest): AsyncGenerator<GenerateEvent> {
    const queue = new EventQueue<GenerateEvent>();
    const leave = new AbortController();
    const both = AbortSignal.any([signal, leave.signal]);
    void this.#request({ type: 'generate', request }, both, (message) => {
      if (message.type === 'event') queue.push(message.event);
    }).then(
      () => queue.end(),
      (error: unknown) => queue.fail(toAppError(error)),
    );
    try {
      yield* queue;
    } finally {
      leave.abort();
    }
  }

  async countTokens(text: string): Promise<number> {
    const done = await this.#request({ type: 'count', text });
    return done.count ?? 0;
  }

  /** Frees the memory at once by ending the worker, whatever it is doing. */
  async unload(): Promise<void> {
    this.#end(new AppError('aborted', words.unloaded));
    return Promise.resolve();
  }

  #request(
    message: RequestMessage,
    signal?: AbortSignal,
    onMessage: (message: FromWorker) => void = () => undefined,
  ): Promise<Extract<FromWorker, { type: 'done' }>> {
    const worker = this.#worker;
    if (!worker) return Promise.reject(new AppError('bad-input', words.notLoaded));
    const id = ++this.#lastId;
    const abort = () => post(worker, { type: 'abort', id });
    return new Promise<Extract<FromWorker, { type: 'done' }>>((resolve, reject) => {
      this.#pending.set(id, {
        onMessage: (answer) => {
          if (answer.type === 'done') resolve(answer);
          else if (answer.type === 'failed') {
            reject(fromErrorInfo(answer.error));
          } else onMessage(answer);
        },
        onFailure: reject,
      });
      post(worker, { ...message, id });
      if (signal?.aborted) abort();
      signal?.addEventListener('abort', abort);
    }).finally(() => {
      signal?.removeEventListener('abort', abort);
      this.#pending.delete(id);
    });
  }

  #startWorker(): Worker {
    // Vite bundles the worker only where it finds this expression in one piece.
    const worker = new Worker(new URL('../workers/engine-worker.ts', import.meta.url), {
      type: 'module',
      name: 'engine',
    });
    worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
      this.#pending.get(data.id)?.onMessage(data);
    });
    worker.addEventListener('error', (event) => {
      const what = event.message ? words.diedOf(event.message) : words.died;
      this.#end(new AppError('engine-crashed', what));
    });
    return worker;
  }

  #end(error: AppError): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    for (const pending of this.#pending.values()) pending.onFailure(error);
    this.#pending.clear();
  }
}

type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never;
type RequestMessage = WithoutId<Exclude<ToWorker, { type: 'abort' }>>;

function post(worker: Worker, message: ToWorker): void {
  worker.postMessage(message);
}

/** The worker's own base URL is that of its script, so the page resolves relative addresses. */
function withAbsoluteUrls(card: ModelCard): ModelCard {
  const absolute = (file: ModelFile): ModelFile => ({
    ...file,
    url: new URL(file.url, document.baseURI).href,
  });
  const engines = Object.fromEntries(
    Object.entries(card.engines).map(([id, weights]) => [
      id,
      { ...weights, files: weights.files.map(absolute) },
    ]),
  );
  // A card from reactive state would be a proxy, which cannot be cloned.
  return structuredClone({ ...card, tokenizer: absolute(card.tokenizer), engines });
}
