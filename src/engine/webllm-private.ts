/**
 * Everything of WebLLM that its own types keep private: all of it is named in this file and nowhere
 * else. The names hold for one version; where that or a name has changed, `openPipeline` says so.
 */
import type { MLCEngine } from '@mlc-ai/web-llm';
import { version } from '@mlc-ai/web-llm/package.json';
import { AppError } from '../errors';

const KNOWN_VERSION = '0.2.86';

interface Tensor {
  shape: number[];
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
  lib?: { webGPUContext?: { device?: GPUDevice } };
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

/** A model at token level: what the engine needs of WebLLM and no more. */
export interface Pipeline {
  /** Tokens that one forward may take at most. */
  readonly maxForward: number;
  /** The GPU under it; undefined where it cannot be had. */
  readonly gpu: GPUDevice | undefined;
  encode(text: string): number[];
  /** Runs tokens and gives the logits of the last one. Without `wanted` it only fills the cache. */
  forward(tokens: number[]): Promise<undefined>;
  forward(tokens: number[], wanted: true): Promise<Float32Array>;
  /** Takes the last `count` tokens out of the KV cache; false, with nothing done, where it cannot. */
  rewind(count: number): boolean;
  /** Empties the KV cache. */
  reset(): void;
}

/** Throws an AppError `model-unsupported` where this build of WebLLM is not the one known here. */
export function openPipeline(
  engine: MLCEngine,
  modelId: string,
  installed: string = version,
): Pipeline {
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
    throw new AppError(
      'model-unsupported',
      `This build of WebLLM (${installed}) is not the one that the app knows (${KNOWN_VERSION}). ` +
        'Choose the other engine in the settings.',
    );
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
  #host: Tensor | undefined;

  constructor(inner: PrivatePipeline, pop: Pop | undefined) {
    this.#inner = inner;
    this.#pop = pop;
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
  forward(tokens: number[], wanted: true): Promise<Float32Array>;
  async forward(tokens: number[], wanted = false): Promise<Float32Array | undefined> {
    const logits = await this.#inner.forwardKnownTokens(tokens, tokens.length > 1);
    try {
      if (wanted) return await this.#read(logits);
      await this.#inner.device.sync();
      return undefined;
    } finally {
      logits.dispose();
    }
  }

  rewind(count: number): boolean {
    if (!this.#pop) return false;
    if (count > 0) this.#pop(count);
    return true;
  }

  reset(): void {
    this.#inner.resetChat();
  }

  async #read(logits: Tensor): Promise<Float32Array> {
    const { tvm, device } = this.#inner;
    const size = logits.shape.reduce((product, length) => product * length, 1);
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
