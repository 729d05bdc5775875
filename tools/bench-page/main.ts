/** Our token loop and WebLLM's own, on one engine in one page. */
import { MLCEngine } from '@mlc-ai/web-llm';
import type { ModelCard, Sampling, Usage } from '../../src/contracts';
import { Generation } from '../../src/engine/webllm-generation';
import { KvCache } from '../../src/engine/webllm-kv';
import { openPipeline, type Pipeline } from '../../src/engine/webllm-private';
import { TokenBytes } from '../../src/engine/webllm-text';
import { LIBRARY_URL, MODEL_URL, Weights } from '../../src/engine/webllm-weights';
import { modelCard } from '../../src/models/catalogue';

export interface Timed {
  promptTokens: number;
  reusedTokens: number;
  tokens: number;
  decodeMs: number;
  /** Of decodeMs: spent on choosing tokens. */
  samplerMs: number;
}

const sampling: Sampling = { temperature: 0.7, topP: 0.8, topK: 20, minP: 0, seed: 1 };
const signal = new AbortController().signal;
let engine: MLCEngine;
let pipeline: Pipeline;
let cache: KvCache;
let tokens: TokenBytes;
let card: ModelCard;
/** Milliseconds that our sampler has taken. */
let sampled = 0;
/** Whether to wait for each forward, so that the sampler can be timed apart. */
let split = false;

async function load(): Promise<void> {
  const pocket = modelCard('jan-pocket');
  const here = (file: { url: string }) => ({
    ...file,
    url: new URL(file.url, location.href).href,
  });
  card = { ...pocket, tokenizer: { ...pocket.tokenizer, ...here(pocket.tokenizer) } };
  const files = (pocket.engines.webllm?.files ?? []).map((file) => ({ ...file, ...here(file) }));
  const weights = await Weights.fetch(card, files, signal, () => undefined);
  const json = new TextDecoder().decode(await weights.read('tokenizer.json'));
  tokens = new TokenBytes(JSON.parse(json) as object);
  const overrides = { context_window_size: card.contextTokens };
  const record = { model: MODEL_URL, model_id: 'model', model_lib: LIBRARY_URL, overrides };
  const appConfig = { model_list: [record], cacheBackend: 'cache' as const };
  engine = new MLCEngine({ appConfig, logLevel: 'SILENT' });
  await weights.serve(
    () => engine.reload('model'),
    () => undefined,
  );
  const opened = openPipeline(engine, 'model');
  if (!opened) throw new Error('This build of WebLLM is not known.');
  pipeline = timed(opened);
  cache = new KvCache(pipeline);
}

/** The same, with a clock on the choice of tokens. It waits for the forward first, whose time is not the sampler's. */
function timed(inner: Pipeline): Pipeline {
  const forward = async (ids: number[], wanted?: true) => {
    if (!wanted) return inner.forward(ids);
    const logits = await inner.forward(ids, wanted);
    if (!split) return logits;
    await stockPipeline().device.sync();
    return {
      all: () => logits.all(),
      candidates: async (how: Pick<Sampling, 'temperature' | 'topK'>) => {
        const begin = performance.now();
        const found = await logits.candidates(how);
        sampled += performance.now() - begin;
        return found;
      },
    };
  };
  return {
    maxForward: inner.maxForward,
    gpu: inner.gpu,
    encode: (text) => inner.encode(text),
    rewind: (count) => inner.rewind(count),
    reset: () => inner.reset(),
    forward: forward as Pipeline['forward'],
  };
}

function stockPipeline(): StockPipeline {
  const { loadedModelIdToPipeline } = engine as unknown as {
    loadedModelIdToPipeline: Map<string, StockPipeline>;
  };
  const found = loadedModelIdToPipeline.get('model');
  if (!found) throw new Error('There is no pipeline.');
  return found;
}

async function ours(prompt: string, maxTokens: number): Promise<Timed> {
  sampled = 0;
  const request = { prompt, sampling, stop: [], maxTokens, signal };
  const generation = new Generation(request, tokens, card.contextTokens);
  let usage: Usage | undefined;
  const death = new Promise<never>(() => undefined);
  for await (const event of generation.run({ pipeline, cache, death })) {
    if (event.type === 'usage') usage = event.usage;
  }
  if (!usage) throw new Error('The generation ended without its usage.');
  const { promptTokens, reusedTokens, completionTokens, decodeMs } = usage;
  return { promptTokens, reusedTokens, tokens: completionTokens, decodeMs, samplerMs: sampled };
}

/** WebLLM's own loop; whatever our cache knows is void afterwards. */
async function stock(prompt: string, maxTokens: number): Promise<Timed> {
  const inner = stockPipeline();
  let samplerMs = 0;
  const own = inner.sampleFromRawLogits.bind(inner);
  inner.sampleFromRawLogits = async (...args) => {
    if (split) await inner.device.sync();
    const begin = performance.now();
    const id = await own(...args);
    samplerMs += performance.now() - begin;
    return id;
  };
  const { temperature, topP: top_p, seed } = sampling;
  const common = { prompt, max_tokens: maxTokens, temperature, top_p, seed };
  const chunks = await engine.completions.create({
    ...common,
    stream: true,
    stream_options: { include_usage: true },
  });
  let first = 0;
  let last = 0;
  let usage: { prompt_tokens: number; completion_tokens: number } | null | undefined;
  for await (const chunk of chunks) {
    first ||= performance.now();
    last = performance.now();
    usage = chunk.usage ?? usage;
  }
  inner.sampleFromRawLogits = own;
  cache = new KvCache(pipeline);
  pipeline.reset();
  return {
    promptTokens: usage?.prompt_tokens ?? 0,
    reusedTokens: 0,
    tokens: usage?.completion_tokens ?? 0,
    decodeMs: last - first,
    samplerMs,
  };
}

interface StockPipeline {
  device: { sync(): Promise<void> };
  sampleFromRawLogits(...args: unknown[]): Promise<number>;
}

const lab = { load, ours, stock, timeSampler: (on: boolean) => (split = on) };
export type BenchLab = typeof lab;
declare global {
  interface Window {
    bench: BenchLab;
  }
}
window.bench = lab;
