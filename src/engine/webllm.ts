/**
 * Runs MLC weights on WebGPU with WebLLM, at token level: prompts are tokenised as they are, the KV
 * cache keeps what two prompts have in common, and tokens are sampled here. Lives in the engine worker.
 */
import { MLCEngine, type AppConfig } from '@mlc-ai/web-llm';
import type {
  Engine,
  GenerateEvent,
  GenerateRequest,
  LoadProgress,
  ModelCard,
  Usage,
} from '../contracts';
import { AppError } from '../errors';
import { assertFits } from './context';
import { checkSampling, sample, seededRandom, topCandidates } from './sampling';
import { deviceLost, translateGpuFault } from './webllm-faults';
import { KvCache } from './webllm-kv';
import { openPipeline, type Pipeline } from './webllm-private';
import { StopStrings, TextStream, TokenBytes } from './webllm-text';
import { LIBRARY_URL, MODEL_URL, Weights } from './webllm-weights';

const MODEL_ID = 'model';
/** Qwen3 ends a turn with the first and a text with the second. */
const END_TOKENS = ['<|im_end|>', '<|endoftext|>'];

interface Loaded {
  card: ModelCard;
  weights: Weights;
  tokens: TokenBytes;
}

interface Running {
  engine: MLCEngine;
  pipeline: Pipeline;
  cache: KvCache;
  /** Rejects when the GPU goes away or refuses a command, which WebLLM only logs. */
  death: Promise<never>;
}

export class WebllmEngine implements Engine {
  readonly id = 'webllm';
  #loaded: Loaded | undefined;
  /** Missing while `#loaded` is there: after a crash, until the next generation starts it again. */
  #running: Running | undefined;

  async load(
    card: ModelCard,
    { signal, onProgress }: { signal: AbortSignal; onProgress?: (progress: LoadProgress) => void },
  ): Promise<void> {
    if (this.#running && this.#loaded && keyOf(this.#loaded.card) === keyOf(card)) return;
    const files = card.engines.webllm?.files;
    if (!files) {
      throw new AppError('model-unsupported', `${card.name} has no weights for this engine.`);
    }
    await this.unload();
    const report = onProgress ?? (() => undefined);
    try {
      const weights = await Weights.fetch(card, files, signal, report);
      const tokenizer = new TextDecoder().decode(await weights.read('tokenizer.json'));
      const tokens = new TokenBytes(JSON.parse(tokenizer) as object);
      this.#loaded = { card, weights, tokens };
      await this.#start(this.#loaded, report);
      signal.throwIfAborted();
    } catch (error) {
      await this.unload();
      throw translateGpuFault(error, 'load');
    }
  }

  async *generate(request: GenerateRequest): AsyncGenerator<GenerateEvent, void, undefined> {
    if (!this.#loaded) throw new AppError('bad-input', 'No model is loaded.');
    const loaded = this.#loaded;
    checkSampling(request.sampling);
    try {
      const running = this.#running ?? (await this.#start(loaded));
      yield* generate(request, loaded, running);
    } catch (error) {
      const fault = translateGpuFault(error, 'generate');
      if (fault.code === 'engine-crashed' || fault.code === 'out-of-memory') await this.#stop();
      throw fault;
    }
  }

  async countTokens(text: string): Promise<number> {
    if (!this.#loaded) throw new AppError('bad-input', 'No model is loaded.');
    const { pipeline } = this.#running ?? (await this.#start(this.#loaded));
    return pipeline.encode(text).length;
  }

  async unload(): Promise<void> {
    this.#loaded = undefined;
    await this.#stop();
  }

  async #start({ card, weights }: Loaded, report?: (progress: LoadProgress) => void) {
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
    await weights.serve(() => engine.reload(MODEL_ID), report ?? (() => undefined));
    const pipeline = openPipeline(engine, MODEL_ID);
    const running = { engine, pipeline, cache: new KvCache(pipeline), death: deathOf(pipeline) };
    running.death.catch(() => {
      if (this.#running === running) this.#running = undefined;
    });
    this.#running = running;
    return running;
  }

  async #stop(): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    try {
      await running?.engine.unload();
    } catch (error) {
      // Nothing is left to be freed on a device that is gone.
      console.warn('The engine did not end cleanly.', error);
    }
  }
}

function deathOf({ gpu }: Pipeline): Promise<never> {
  return new Promise<never>((_, reject) => {
    void gpu?.lost.then((info) => reject(deviceLost(info)));
    gpu?.addEventListener('uncapturederror', ({ error }) => {
      // A GPUError is no Error; its kind is in its class's name alone.
      const fault = new Error(error.message, { cause: error });
      reject(Object.assign(fault, { name: error.constructor.name }));
    });
  });
}

async function* generate(
  request: GenerateRequest,
  { card, tokens }: Loaded,
  { pipeline, cache, death }: Running,
): AsyncGenerator<GenerateEvent, void, undefined> {
  const { sampling, maxTokens, signal } = request;
  const begin = performance.now();
  const prompt = pipeline.encode(wellFormed(request.prompt));
  assertFits(prompt.length, maxTokens, card.contextTokens);
  const usage: Usage = {
    promptTokens: prompt.length,
    reusedTokens: 0,
    completionTokens: 0,
    prefillMs: 0,
    decodeMs: 0,
    finish: 'abort',
  };
  const aborted = () => signal.aborted;
  const alive = <T>(work: Promise<T>) => Promise.race([work, death]);

  let logits: Float32Array | undefined;
  if (!aborted()) {
    const { kept, rewound } = cache.keep(prompt);
    usage.reusedTokens = kept;
    if (!rewound) usage.fullPrefill = true;
    const slices = cache.prefill(prompt);
    while (!aborted()) {
      const slice = await alive(slices.next());
      if (slice.done) break;
      logits = slice.value.logits;
      yield { type: 'prefill', done: slice.value.done, total: prompt.length };
    }
  }
  const decodeBegin = performance.now();
  usage.prefillMs = decodeBegin - begin;

  const random = seededRandom(sampling.seed);
  const ends = [...END_TOKENS, ...request.stop].map((token) => tokens.idOf(token));
  const stream = new TextStream(tokens);
  const stops = new StopStrings(request.stop);
  while (logits && !aborted()) {
    const id = choose(logits, sampling, stream, random);
    usage.completionTokens++;
    const isEnd = ends.includes(id);
    const { text, stopped } = isEnd ? { text: '', stopped: true } : stops.push(stream.push(id));
    if (text) yield { type: 'token', text, tokenId: id };
    if (stopped || usage.completionTokens === maxTokens) {
      const rest = isEnd || !stopped ? stops.end() : '';
      if (rest) yield { type: 'token', text: rest };
      usage.finish = stopped ? 'stop' : 'length';
      break;
    }
    logits = await alive(cache.decode(id));
  }
  usage.decodeMs = performance.now() - decodeBegin;
  yield { type: 'usage', usage };
}

/** A byte-level model can also sample bytes that are no text: it is asked again without that token. */
function choose(
  logits: Float32Array,
  sampling: GenerateRequest['sampling'],
  stream: TextStream,
  random: () => number,
): number {
  const first = sample(topCandidates(logits, sampling), sampling, random);
  if (stream.accepts(first)) return first;
  const masked = logits.map((logit, id) => (stream.accepts(id) ? logit : -Infinity));
  return sample(topCandidates(masked, sampling), sampling, random);
}

function keyOf(card: ModelCard): string {
  return JSON.stringify([card.engines.webllm, card.contextTokens]);
}

function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd');
}
