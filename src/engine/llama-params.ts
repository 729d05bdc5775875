/** How llama.cpp loads a model: on the processor or on the graphics processor. */
import type { LoadModelParams } from '@wllama/wllama/esm/index.js';
import { MOST_CPU_BYTES } from '../models/fit';

export interface LlamaMachine {
  /** A real graphics processor with 16-bit floats in shaders, without which wllama computes on the processor. */
  gpu: boolean;
  threads: number;
}

/** On the graphics processor keys and values are 16-bit floats, else 32: `Offer.kvBytesPerToken` counts so, too. */
export function llamaParams(
  weightBytes: number,
  contextTokens: number,
  { gpu, threads }: LlamaMachine,
): LoadModelParams {
  const onGpu = gpu && weightBytes > MOST_CPU_BYTES;
  // Tokens of one prefill slice. An abort waits for one slice, so it is small where a slice takes long.
  const slice = onGpu ? 256 : 64;
  const shared: LoadModelParams = {
    n_ctx: contextTokens,
    n_batch: slice,
    n_ubatch: slice,
    n_threads: threads,
    n_parallel: 1,
    // The page prefills what all prompts begin with: that warms up, and is not lost.
    warmup: false,
  };
  if (onGpu) return { ...shared, cache_type_k: 'f16', cache_type_v: 'f16' };
  return {
    ...shared,
    n_gpu_layers: 0,
    // WebAssembly converts 16-bit floats one by one, and llama.cpp's flash attention is not
    // vectorised there: without both, decoding after a long prompt is about three times as fast.
    flash_attn: false,
    cache_type_k: 'f32',
    cache_type_v: 'f32',
  };
}
