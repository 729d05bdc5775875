/**
 * The wllama engine: llama.cpp as WebAssembly. Runs in our engine worker; wllama starts one worker of
 * its own below it (plus one per extra thread), so neither the page nor this code blocks on a forward.
 */
import { CacheManager, Wllama, type RawCompletionChunk } from '@wllama/wllama/esm/index.js';
import wasmUrl from '@wllama/wllama/esm/wasm/wllama.wasm?url';
import type {
  Engine,
  GenerateEvent,
  GenerateRequest,
  LoadProgress,
  ModelCard,
  ModelFile,
  Usage,
} from '../contracts';
import { AppError } from '../errors';
import { engines as words } from '../i18n/en/engines';
import { ensureModel } from '../models/model-files';
import { assertFits } from './context';
import { EventQueue } from './event-queue';
import { translateFault } from './faults';
import { llamaParams } from './llama-params';
import { inspectGpu } from './preflight';
import { toLlamaSampling } from './sampling';
import { threadCount } from './threads';
import { TokenCounter } from './token-counter';
import { UsageMeter } from './usage';
import { withOwnReads } from './wllama-private';

/**
 * Lets through any text that is valid UTF-8. A byte-level model can also sample byte sequences that are
 * no text, and wllama ends with a C++ exception on those. The character class spares the surrogates and
 * what lies beyond Unicode; `.` would let them through. Costs one check a token, and samples again only
 * where a token fails it.
 */
const ANY_TEXT = String.raw`root ::= [\x01-\uD7FF\uE000-\U0010FFFF]*`;

/**
 * wllama's own store, which nothing goes through: weights come from ours. Its usual one ends the engine over
 * plain http, where browsers have no private file system.
 */
const noCache = new CacheManager([
  {
    isSupported: () => true,
    read: () => Promise.resolve(null),
    write: () => Promise.reject(new Error('Nothing is kept here.')),
    getSize: () => Promise.resolve(-1),
    list: () => Promise.resolve([]),
    delete: () => Promise.resolve(),
  },
]);

interface Loaded {
  card: ModelCard;
  weights: Blob[];
  counter: TokenCounter;
}

export class WllamaEngine implements Engine {
  readonly id = 'wllama';
  #loaded: Loaded | undefined;
  /** Missing while `#loaded` is there: after a crash, until the next generation starts it again. */
  #wllama: Wllama | undefined;
  /** Rejects when one of wllama's workers dies, which wllama itself only logs. */
  #death: Promise<never> = never();

  async load(
    card: ModelCard,
    { signal, onProgress }: { signal: AbortSignal; onProgress?: (progress: LoadProgress) => void },
  ): Promise<void> {
    if (this.#wllama && this.#loaded && weightsKey(this.#loaded.card) === weightsKey(card)) return;
    assertSupported();
    const files = card.engines.wllama?.files;
    if (!files) {
      throw new AppError('model-unsupported', words.noWeights(card.name));
    }
    await this.unload();
    const report = onProgress ?? (() => undefined);
    const [weights, counter] = await readAll(card, files, signal, report);
    report({ phase: 'compile' });
    this.#loaded = { card, weights, counter };
    try {
      await this.#start(this.#loaded);
      signal.throwIfAborted();
    } catch (error) {
      await this.unload();
      throw translateFault(error, 'load');
    }
  }

  async *generate(request: GenerateRequest): AsyncGenerator<GenerateEvent, void, undefined> {
    if (!this.#loaded) throw new AppError('bad-input', words.notLoaded);
    const { card, counter } = this.#loaded;
    const sampling = toLlamaSampling(request.sampling);
    const promptTokens = counter.count(request.prompt);
    assertFits(promptTokens, request.maxTokens, card.contextTokens);

    const meter = new UsageMeter(promptTokens);
    const queue = new EventQueue<GenerateEvent>();
    const abort = new AbortController();
    const signal = AbortSignal.any([request.signal, abort.signal]);
    const run = this.#run({ ...request, signal }, sampling, meter, queue);
    try {
      yield* queue;
    } finally {
      // A consumer that leaves the loop early also ends the generation.
      abort.abort();
      await run;
    }
  }

  async countTokens(text: string): Promise<number> {
    if (!this.#loaded) throw new AppError('bad-input', words.notLoaded);
    return Promise.resolve(this.#loaded.counter.count(text));
  }

  async unload(): Promise<void> {
    this.#loaded = undefined;
    await this.#stop();
  }

  async #start({ card, weights }: Loaded): Promise<Wllama> {
    let die: (cause: unknown) => void = () => undefined;
    this.#death = new Promise<never>((_, reject) => (die = reject));
    this.#death.catch(() => undefined);
    const wllama = new Wllama(
      { default: new URL(wasmUrl, self.location.href).href },
      {
        suppressNativeLog: true,
        cacheManager: noCache,
        logger: {
          ...quiet,
          error: (...args: unknown[]) => {
            if (args[0] instanceof Event) die(args[0]);
            else console.error(...args);
          },
        },
      },
    );
    // The compatibility build would come from a CDN; assertSupported() has ruled out its case.
    wllama.setCompat(null);
    this.#wllama = wllama;
    const gpu = await inspectGpu(navigator.gpu);
    const params = llamaParams(
      weights.reduce((sum, { size }) => sum + size, 0),
      card.contextTokens,
      {
        gpu: gpu !== undefined && gpu.f16 && !gpu.software,
        threads: threadCount(crossOriginIsolated, navigator.hardwareConcurrency),
      },
    );
    const load = withOwnReads(weights, () => wllama.loadModel(weights, params));
    await Promise.race([load, this.#death]);
    // wllama does not look at llama.cpp's own verdict.
    if (wllama.getModelMetadata().hparams.nVocab <= 0) throw new Error('failed to load model');
    return wllama;
  }

  async #stop(): Promise<void> {
    const wllama = this.#wllama;
    this.#wllama = undefined;
    await wllama?.exit();
  }

  /** Never rejects: everything goes into the queue. */
  async #run(
    request: GenerateRequest,
    sampling: ReturnType<typeof toLlamaSampling>,
    meter: UsageMeter,
    queue: EventQueue<GenerateEvent>,
  ): Promise<void> {
    let finish: Usage['finish'] = 'stop';
    try {
      request.signal.throwIfAborted();
      const wllama = this.#wllama ?? (await this.#start(this.#loaded as Loaded));
      const onData = (chunk: RawCompletionChunk) => {
        meter.add(chunk);
        if (chunk.prompt_progress) {
          const { processed, total } = chunk.prompt_progress;
          queue.push({ type: 'prefill', done: processed, total });
        }
        const choice = chunk.choices[0];
        if (choice?.text) queue.push({ type: 'token', text: choice.text });
        if (choice?.finish_reason === 'length') finish = 'length';
      };
      // More fields than wllama's types know go through to llama.cpp's server as they are.
      const options = {
        // llama.cpp's JSON reader ends the process on half a surrogate pair.
        prompt: wellFormed(request.prompt),
        ...sampling,
        grammar: ANY_TEXT,
        max_tokens: request.maxTokens,
        stop: request.stop,
        cache_prompt: true,
        return_progress: true,
        timings_per_token: true,
        stream: true as const,
        abortSignal: request.signal,
        onData,
      };
      await Promise.race([wllama.createCompletion(options), this.#death]);
    } catch (error) {
      const fault = translateFault(error, 'generate');
      if (fault.code !== 'aborted') {
        await this.#stop();
        queue.fail(fault);
        return;
      }
      finish = 'abort';
    }
    queue.push({ type: 'usage', usage: meter.finish(finish) });
    queue.end();
  }
}

const quiet = { debug: () => undefined, log: () => undefined, warn: () => undefined };

function never(): Promise<never> {
  return new Promise(() => undefined);
}

function weightsKey(card: ModelCard): string {
  return JSON.stringify([card.engines.wllama, card.contextTokens]);
}

/** The weights stay on the disk until llama.cpp reads them. */
async function readAll(
  card: ModelCard,
  files: ModelFile[],
  signal: AbortSignal,
  report: (progress: LoadProgress) => void,
): Promise<[Blob[], TokenCounter]> {
  const store = await ensureModel(card, [card.tokenizer, ...files], signal, report);
  report({ phase: 'read' });
  const tokenizer = await store.readBuffer(card.tokenizer);
  const weights: Blob[] = [];
  for (const file of files) weights.push(await store.read(file));
  return [weights, new TokenCounter(JSON.parse(new TextDecoder().decode(tokenizer)) as object)];
}

/** wllama's WebAssembly needs 64-bit memory. */
function assertSupported(): void {
  try {
    const descriptor = { address: 'i64', initial: 1n };
    new WebAssembly.Memory(descriptor as unknown as WebAssembly.MemoryDescriptor);
  } catch (error) {
    throw new AppError('model-unsupported', words.noMemory64, { cause: error });
  }
}

function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd');
}
