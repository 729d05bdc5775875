import { describe, expect, it, vi } from 'vitest';
import type { EngineId, ModelCard } from '../../src/contracts';
import { chooseEngine, inspectGpu, weightsFor } from '../../src/engine/preflight';
import { say } from '../../src/i18n/area';
import type { Gpu } from '../../src/models/fit';
import { modelCard } from '../../src/models/catalogue';

const limits = {
  maxBufferSize: 2 ** 30,
  maxStorageBufferBindingSize: 2 ** 30,
  maxComputeWorkgroupStorageSize: 32768,
  maxStorageBuffersPerShaderStage: 10,
};
const info = {
  vendor: 'nvidia',
  architecture: 'ampere',
  device: '',
  description: '',
  isFallbackAdapter: false,
};

function browser(change: { info?: object; limits?: object; features?: string[] } | null): GPU {
  const adapter = change && {
    info: { ...info, ...change.info },
    limits: { ...limits, ...change.limits },
    features: new Set(change.features),
  };
  return { requestAdapter: () => Promise.resolve(adapter) } as unknown as GPU;
}

const good: Gpu = { software: false, f16: true, maxBufferBytes: 2e9, maxBindingBytes: 1e9 };

describe('inspectGpu', () => {
  it('sees a processor that can do everything', async () => {
    const gpu = await inspectGpu(browser({ features: ['shader-f16'] }));
    const large = { maxBufferBytes: 2 ** 30, maxBindingBytes: 2 ** 30 };
    expect(gpu).toEqual({ software: false, f16: true, ...large });
  });

  it.each([
    { architecture: 'swiftshader' },
    { description: 'llvmpipe (LLVM 19)' },
    { isFallbackAdapter: true },
  ])('takes %o for software', async (change) => {
    expect(await inspectGpu(browser({ info: change }))).toMatchObject({ software: true });
  });

  it.each(Object.keys(limits))('names %s where it is too low', async (name) => {
    expect(await inspectGpu(browser({ limits: { [name]: 8 } }))).toMatchObject({ lacks: name });
  });

  it('finds nothing without WebGPU, without an adapter, and where asking fails', async () => {
    vi.spyOn(console, 'warn').mockImplementationOnce(() => undefined);
    const failing = { requestAdapter: () => Promise.reject(new Error('blocked')) };
    expect(await inspectGpu(undefined)).toBeUndefined();
    expect(await inspectGpu(browser(null))).toBeUndefined();
    expect(await inspectGpu(failing as unknown as GPU)).toBeUndefined();
  });
});

describe('chooseEngine', () => {
  const weights = { files: [{ url: 'x', bytes: 1 }], quantisation: 'q4f16_1' };
  const card = (...ids: EngineId[]): ModelCard => ({
    ...modelCard('jan-pocket'),
    engines: Object.fromEntries(ids.map((id) => [id, weights])),
  });
  const both = card('wllama', 'webllm');

  it.each<[string, ModelCard, Gpu | undefined, EngineId, RegExp]>([
    ['a real GPU', both, good, 'webllm', /WebGPU/],
    ['no GPU', both, undefined, 'wllama', /no WebGPU/],
    ['a GPU in software', both, { ...good, software: true }, 'wllama', /software/],
    ['a GPU that is too small', both, { ...good, lacks: 'maxBufferSize' }, 'wllama', /too small/],
    ['no 16-bit floats', both, { ...good, f16: false }, 'wllama', /16-bit/],
    ['weights for wllama alone', card('wllama'), good, 'wllama', /only/],
    ['weights for WebLLM alone', card('webllm'), undefined, 'webllm', /only/],
  ])('with %s', (_, which, gpu, id, reason) => {
    const choice = chooseEngine(which, gpu);
    expect(choice.id).toBe(id);
    expect(say(choice.reason)).toMatch(reason);
  });

  it('needs no 16-bit floats for weights that have none', () => {
    expect(chooseEngine(modelCard('jan-pocket'), { ...good, f16: false }).id).toBe('webllm');
  });
});

describe('weightsFor', () => {
  const f32 = { files: [{ url: 'f32', bytes: 1 }], quantisation: 'q4f32_1' };
  const f16 = { files: [{ url: 'f16', bytes: 1 }], quantisation: 'q4f16_1' };
  const card = (webllm?: ModelCard['engines']['webllm']): ModelCard => ({
    ...modelCard('jan-pocket'),
    engines: webllm ? { webllm } : {},
  });

  it('gives the weights where the graphics processor can run them', () => {
    expect(weightsFor(card(f16), good)).toEqual(f16);
    expect(weightsFor(card(f32), { ...good, f16: false })).toEqual(f32);
  });

  it.each<[string, ModelCard, Gpu | undefined, RegExp]>([
    ['no WebGPU', card(f32), undefined, /no WebGPU.*HTTPS/],
    ['a limit that is too low', card(f32), { ...good, lacks: 'maxBufferSize' }, /maxBufferSize/],
    ['no 16-bit floats', card(f16), { ...good, f16: false }, /16-bit floats.*q4f16_1/],
    ['no weights', card(), good, /no weights/],
  ])('refuses %s, and says what is missing', (_, which, gpu, words) => {
    expect(() => weightsFor(which, gpu)).toThrow(
      expect.objectContaining({
        code: 'model-unsupported',
        message: expect.stringMatching(words) as string,
      }),
    );
  });
});
