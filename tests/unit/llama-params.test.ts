import { describe, expect, it } from 'vitest';
import { llamaParams } from '../../src/engine/llama-params';

const large = 2.2e9;
const small = 3e6;

describe('how llama.cpp loads', () => {
  it.each([
    ['a small model', small, true],
    ['a small one where there is no graphics processor', small, false],
    ['a large one where there is none', large, false],
  ])('%s: on the processor, in 32-bit floats without flash attention', (_, bytes, gpu) => {
    expect(llamaParams(bytes, 4096, { gpu, threads: 2 })).toMatchObject({
      n_gpu_layers: 0,
      flash_attn: false,
      cache_type_k: 'f32',
      cache_type_v: 'f32',
      n_ctx: 4096,
      n_threads: 2,
    });
  });

  it('a large one on the graphics processor whole, in 16 bits as its memory is counted', () => {
    const params = llamaParams(large, 16384, { gpu: true, threads: 4 });
    expect(params).toMatchObject({ n_ctx: 16384, cache_type_k: 'f16', cache_type_v: 'f16' });
    // wllama's own: every layer, and flash attention where llama.cpp has it.
    expect(params).not.toHaveProperty('n_gpu_layers');
    expect(params).not.toHaveProperty('flash_attn');
  });

  it('computes short slices where they take long: an abort waits for one', () => {
    const slice = (gpu: boolean) => llamaParams(large, 4096, { gpu, threads: 1 }).n_batch!;
    expect(slice(false)).toBeLessThanOrEqual(64);
    expect(slice(true)).toBeGreaterThan(slice(false));
  });
});
