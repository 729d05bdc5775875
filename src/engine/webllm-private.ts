/**
 * Everything of WebLLM that its own types keep private: all of it is named in this file and nowhere
 * else. The names hold for one version; where one is missing, the engine does without (webllm-public.ts).
 */
import type { MLCEngine } from '@mlc-ai/web-llm';
import { version } from '@mlc-ai/web-llm/package.json';
import type { Sampling } from '../contracts';
import { rankCandidates, topCandidates, type Candidate } from './sampling';
import { MOST, TopLogits } from './webllm-top';

const KNOWN_VERSION = '0.2.86';

interface Tensor {
  shape: number[];
  byteOffset: number;
  getDataPtr(): number;
  view(shape: number[]): Tensor;
  copyFrom(source: Tensor): Tensor;
  toArray(): Float32Array;
  dispose(): void;
}

interface Runtime {
  beginScope(): void;
  endScope(): void;
  detachFromCurrentScope<T>(value: T): T;
  empty(shape: number[], dtype: string, device: unknown): Tensor;
  cpu(): unknown;
  scalar(value: number, dtype: string): unknown;
  getGlobalFunc(name: string): (...args: unknown[]) => unknown;
  lib?: { webGPUContext?: GpuContext };
}

interface GpuContext {
  device?: GPUDevice;
  /** Commands are gathered; what follows on the queue has to come after them. */
  flushCommands?(): void;
  gpuBufferFromPtr?(pointer: number): GPUBuffer;
}

interface PrivatePipeline {
  tvm: Runtime;
  device: { sync(): Promise<void> };
  tokenizer: { encode(text: string): Int32Array };
  kvCache: unknown;
  filledKVCacheLength: number;
  prefillChunkSize: number;
  /** Runs the tokens after those in the KV cache; gives the logits of the last one, on the GPU. */
  forwardKnownTokens(tokens: number[], isPrefill: boolean): Promise<Tensor>;
  resetChat(): void;
}

const POP = 'vm.builtin.kv_state_popn';

/** The logits after a forward; they stand until the next one. */
export interface Logits {
  /** The tokens among which `sample` will choose, best first; few are read back where few can be. */
  candidates(sampling: Pick<Sampling, 'temperature' | 'topK'>): Promise<Candidate[]>;
  all(): Promise<Float32Array>;
}

/** A model at token level: what the engine needs of WebLLM and no more. */
export interface Pipeline {
  /** Tokens that one forward may take at most. */
  readonly maxForward: number;
  /** The GPU under it; undefined where it cannot be had. */
  readonly gpu: GPUDevice | undefined;
  encode(text: string): number[];
  /** Runs tokens and gives the logits of the last one. Without `wanted` it only fills the cache. */
  forward(tokens: number[]): Promise<undefined>;
  forward(tokens: number[], wanted: true): Promise<Logits>;
  /** Takes the last `count` tokens out of the KV cache; false, with nothing done, where it cannot. */
  rewind(count: number): boolean;
  /** Empties the KV cache. */
  reset(): void;
}

/** Undefined, with a warning, where this build of WebLLM is not the one known here. */
export function openPipeline(
  engine: MLCEngine,
  modelId: string,
  installed: string = version,
): Pipeline | undefined {
  const models = (engine as unknown as { loadedModelIdToPipeline?: Map<string, PrivatePipeline> })
    .loadedModelIdToPipeline;
  const inner = models?.get(modelId);
  const { tvm, tokenizer, device } = (inner ?? {}) as Partial<PrivatePipeline>;
  if (
    !inner ||
    typeof inner.forwardKnownTokens !== 'function' ||
    typeof inner.resetChat !== 'function' ||
    typeof tokenizer?.encode !== 'function' ||
    typeof device?.sync !== 'function' ||
    typeof tvm?.detachFromCurrentScope !== 'function'
  ) {
    console.warn(
      `This build of WebLLM (${installed}) is not the one that the app knows (${KNOWN_VERSION}): ` +
        'every prompt is read from its beginning, and top-k and min-p are not applied.',
    );
    return undefined;
  }
  const pop = installed === KNOWN_VERSION ? popFunction(inner) : undefined;
  return new WebllmPipeline(inner, pop);
}

type Pop = (count: number) => void;

function popFunction(inner: PrivatePipeline): Pop | undefined {
  const { tvm } = inner;
  if (typeof inner.filledKVCacheLength !== 'number' || !inner.kvCache) return undefined;
  try {
    tvm.beginScope();
    const pop = tvm.detachFromCurrentScope(tvm.getGlobalFunc(POP));
    return (count) => {
      tvm.beginScope();
      try {
        pop(inner.kvCache, tvm.scalar(0, 'int64'), tvm.scalar(count, 'int32'));
        inner.filledKVCacheLength -= count;
      } finally {
        tvm.endScope();
      }
    };
  } catch (error) {
    console.warn('The KV cache cannot be rewound: prompts are read from their beginning.', error);
    return undefined;
  } finally {
    tvm.endScope();
  }
}

class WebllmPipeline implements Pipeline {
  readonly #inner: PrivatePipeline;
  readonly #pop: Pop | undefined;
  readonly #top: TopLogits | undefined;
  #host: Tensor | undefined;
  #logits: Tensor | undefined;

  constructor(inner: PrivatePipeline, pop: Pop | undefined) {
    this.#inner = inner;
    this.#pop = pop;
    const gpu = inner.tvm.lib?.webGPUContext;
    const isKnown =
      typeof gpu?.flushCommands === 'function' && typeof gpu.gpuBufferFromPtr === 'function';
    if (gpu?.device && isKnown) this.#top = new TopLogits(gpu.device);
  }

  get maxForward(): number {
    return this.#inner.prefillChunkSize;
  }

  get gpu(): GPUDevice | undefined {
    return this.#inner.tvm.lib?.webGPUContext?.device;
  }

  encode(text: string): number[] {
    return Array.from(this.#inner.tokenizer.encode(text));
  }

  forward(tokens: number[]): Promise<undefined>;
  forward(tokens: number[], wanted: true): Promise<Logits>;
  async forward(tokens: number[], wanted = false): Promise<Logits | undefined> {
    this.#logits?.dispose();
    this.#logits = undefined;
    const logits = await this.#inner.forwardKnownTokens(tokens, tokens.length > 1);
    if (!wanted) {
      logits.dispose();
      await this.#inner.device.sync();
      return undefined;
    }
    this.#logits = logits;
    return {
      candidates: (sampling) => this.#candidates(logits, sampling),
      all: () => this.#read(logits),
    };
  }

  rewind(count: number): boolean {
    if (!this.#pop) return false;
    if (count > 0) this.#pop(count);
    return true;
  }

  reset(): void {
    this.#inner.resetChat();
  }

  async #candidates(
    logits: Tensor,
    sampling: Pick<Sampling, 'temperature' | 'topK'>,
  ): Promise<Candidate[]> {
    const count = sampling.temperature === 0 ? 1 : sampling.topK;
    const gpu = this.#inner.tvm.lib?.webGPUContext;
    const buffer = gpu?.gpuBufferFromPtr?.(logits.getDataPtr());
    if (!this.#top || !buffer || count === 0 || count > MOST) {
      return topCandidates(await this.#read(logits), sampling);
    }
    gpu?.flushCommands?.();
    const range = { first: logits.byteOffset / 4, length: sizeOf(logits), count };
    return rankCandidates(await this.#top.read(buffer, range), sampling);
  }

  async #read(logits: Tensor): Promise<Float32Array> {
    const { tvm, device } = this.#inner;
    const size = sizeOf(logits);
    tvm.beginScope();
    try {
      this.#host ??= tvm.detachFromCurrentScope(tvm.empty([size], 'float32', tvm.cpu()));
      this.#host.copyFrom(logits.view([size]));
    } finally {
      tvm.endScope();
    }
    await device.sync();
    return this.#host.toArray();
  }
}

function sizeOf({ shape }: Tensor): number {
  return shape.reduce((product, length) => product * length, 1);
}
