/**
 * Runs MLC weights on WebGPU with WebLLM, at token level: prompts are tokenised as they are, the KV
 * cache keeps what two prompts have in common, and tokens are sampled here. Lives in the engine worker.
 */
import { MLCEngine, type AppConfig } from '@mlc-ai/web-llm';
import type { Engine, GenerateEvent, GenerateRequest, LoadProgress, ModelCard } from '../contracts';
import { AppError } from '../errors';
import { engines as words } from '../i18n/en/engines';
import { inspectGpu, weightsFor } from './preflight';
import { checkSampling } from './sampling';
import type { TokenCounter } from './token-counter';
import { deviceLost, translateGpuFault } from './webllm-faults';
import { Generation, type Running } from './webllm-generation';
import { KvCache } from './webllm-kv';
import { openPipeline } from './webllm-private';
import { generatePublicly } from './webllm-public';
import { TokenBytes } from './webllm-text';
import { LIBRARY_URL, MODEL_URL, Weights } from './webllm-weights';

const MODEL_ID = 'model';
/** How often one generation outlives its engine, and the time that a driver gets to come back. */
const RESTARTS = 2;
const PAUSE_MS = 500;

interface Loaded {
  card: ModelCard;
  weights: Weights;
  tokenizer: object;
  tokens: TokenBytes;
  counter?: TokenCounter;
}

interface Started {
  engine: MLCEngine;
  /** Missing where this build of WebLLM is not known from inside. */
  running?: Running;
}

export class WebllmEngine implements Engine {
  readonly id = 'webllm';
  #loaded: Loaded | undefined;
  /** Missing while `#loaded` is there: after a crash, until the next generation starts it again. */
  #started: Started | undefined;

  async load(
    card: ModelCard,
    { signal, onProgress }: { signal: AbortSignal; onProgress?: (progress: LoadProgress) => void },
  ): Promise<void> {
    if (this.#started && this.#loaded && keyOf(this.#loaded.card) === keyOf(card)) return;
    await this.unload();
    const report = onProgress ?? (() => undefined);
    try {
      // Before anything is fetched.
      const { files } = weightsFor(card, await inspectGpu((navigator as { gpu?: GPU }).gpu));
      const weights = await Weights.fetch(card, files, signal, report);
      const tokenizer = JSON.parse(
        new TextDecoder().decode(await weights.read('tokenizer.json')),
      ) as object;
      this.#loaded = { card, weights, tokenizer, tokens: new TokenBytes(tokenizer) };
      await this.#start(this.#loaded, signal, report);
    } catch (error) {
      await this.unload();
      throw translateGpuFault(error, 'load');
    }
  }

  /** A generation that loses its engine starts another and goes on where it stood. */
  async *generate(request: GenerateRequest): AsyncGenerator<GenerateEvent, void, undefined> {
    if (!this.#loaded) throw new AppError('bad-input', words.notLoaded);
    const { card, tokens } = this.#loaded;
    const { signal } = request;
    checkSampling(request.sampling);
    const generation = new Generation(request, tokens, card.contextTokens);
    let loss: AppError | undefined;
    for (let restarts = 0; ; restarts++) {
      try {
        const { engine, running } = this.#started ?? (await this.#start(this.#loaded, signal));
        if (loss) yield { type: 'restarted', reason: loss.said ?? loss.message };
        yield* running ? generation.run(running) : generatePublicly(engine, request);
        return;
      } catch (error) {
        const fault = translateGpuFault(error, 'generate');
        const lost = fault.code === 'engine-crashed' || fault.code === 'out-of-memory';
        if (lost) await this.#stop();
        // Right after a loss there may be no graphics processor for a moment, whatever it says.
        const goesOn = fault.code === 'engine-crashed' || loss;
        if (!goesOn || fault.code === 'aborted' || restarts === RESTARTS) throw fault;
        loss ??= fault;
        await new Promise((resolve) => setTimeout(resolve, restarts * PAUSE_MS));
      }
    }
  }

  async countTokens(text: string): Promise<number> {
    if (!this.#loaded) throw new AppError('bad-input', words.notLoaded);
    const { running } = this.#started ?? (await this.#start(this.#loaded));
    if (running) return running.pipeline.encode(text).length;
    const { TokenCounter } = await import('./token-counter');
    this.#loaded.counter ??= new TokenCounter(this.#loaded.tokenizer);
    return this.#loaded.counter.count(text);
  }

  async unload(): Promise<void> {
    this.#loaded = undefined;
    await this.#stop();
  }

  async #start(
    { card, weights }: Loaded,
    signal?: AbortSignal,
    report: (progress: LoadProgress) => void = () => undefined,
  ): Promise<Started> {
    const config: AppConfig = {
      model_list: [
        {
          model: MODEL_URL,
          model_id: MODEL_ID,
          model_lib: LIBRARY_URL,
          overrides: { context_window_size: card.contextTokens },
        },
      ],
      cacheBackend: 'cache',
    };
    const engine = new MLCEngine({ appConfig: config, logLevel: 'SILENT' });
    await weights.serve(() => engine.reload(MODEL_ID), report, signal);
    signal?.throwIfAborted();
    const pipeline = openPipeline(engine, MODEL_ID);
    const started: Started = { engine };
    if (pipeline) {
      const death = deathOf(pipeline);
      started.running = { pipeline, cache: new KvCache(pipeline), death };
      death.catch(() => {
        if (this.#started === started) this.#started = undefined;
      });
    }
    this.#started = started;
    return started;
  }

  async #stop(): Promise<void> {
    const started = this.#started;
    this.#started = undefined;
    try {
      await started?.engine.unload();
    } catch (error) {
      // Nothing is left to be freed on a device that is gone.
      console.warn('The engine did not end cleanly.', error);
    }
  }
}

function deathOf({ gpu }: Running['pipeline']): Promise<never> {
  return new Promise<never>((_, reject) => {
    void gpu?.lost.then((info) => reject(deviceLost(info)));
    gpu?.addEventListener('uncapturederror', ({ error }) => {
      // A GPUError is no Error; its kind is in its class's name alone.
      const fault = new Error(error.message, { cause: error });
      reject(Object.assign(fault, { name: error.constructor.name }));
    });
  });
}

function keyOf(card: ModelCard): string {
  return JSON.stringify([card.engines.webllm, card.contextTokens]);
}
