/** What the graphics processor can do, found out before anything is downloaded. */
import type { EngineChoice, ModelCard, Weights } from '../contracts';
import { AppError } from '../errors';
import type { Gpu } from '../models/fit';

/** What WebLLM asks of a device, and what it falls back to at the least. */
const NEEDED = {
  maxBufferSize: 1 << 28,
  maxStorageBufferBindingSize: 1 << 27,
  maxComputeWorkgroupStorageSize: 32 << 10,
  maxStorageBuffersPerShaderStage: 10,
} as const;

/** Undefined where the browser gives no WebGPU, or no adapter. */
export async function inspectGpu(gpu: GPU | undefined): Promise<Gpu | undefined> {
  try {
    const adapter = await gpu?.requestAdapter({ powerPreference: 'high-performance' });
    if (!adapter) return undefined;
    const { info, limits, features } = adapter;
    const words = `${info.vendor} ${info.architecture} ${info.device} ${info.description}`;
    const limit = Object.entries(NEEDED).find(
      ([name, least]) => limits[name as keyof typeof NEEDED] < least,
    );
    return {
      software: info.isFallbackAdapter || /swiftshader|llvmpipe|lavapipe|basic render/i.test(words),
      f16: features.has('shader-f16'),
      maxBufferBytes: limits.maxBufferSize,
      maxBindingBytes: limits.maxStorageBufferBindingSize,
      ...(limit ? { lacks: limit[0] } : {}),
    };
  } catch (error) {
    console.warn('WebGPU could not be asked for.', error);
    return undefined;
  }
}

/** WebLLM where a real graphics processor can run the model's weights, otherwise wllama. */
export function chooseEngine(card: ModelCard, gpu: Gpu | undefined): EngineChoice {
  const { webllm, wllama } = card.engines;
  if (!webllm) return { id: 'wllama', reason: 'the only engine for this model' };
  if (!wllama) return { id: 'webllm', reason: 'the only engine for this model' };
  const against = reasonAgainst(webllm, gpu);
  return against ? { id: 'wllama', reason: against } : { id: 'webllm', reason: 'WebGPU' };
}

/**
 * The card's weights, if this graphics processor can run them. Throws an AppError `model-unsupported`
 * that says what it lacks: nothing has been downloaded by then.
 */
export function weightsFor(
  { name, engines: { webllm } }: ModelCard,
  gpu: Gpu | undefined,
): Weights {
  const refuse = (what: string) =>
    new AppError(
      'model-unsupported',
      `${name} cannot run on the graphics processor: ${what}. Choose another engine or another ` +
        'model in the settings.',
    );
  if (!webllm) throw refuse('there are no weights of it for WebLLM');
  if (!gpu) {
    throw refuse(
      'this browser offers no WebGPU (Chrome and Edge from version 113 do, over HTTPS or on localhost)',
    );
  }
  if (gpu.lacks) throw refuse(`its limit ${gpu.lacks} is too low`);
  if (needsF16(webllm) && !gpu.f16) {
    throw refuse(`it has no 16-bit floats in shaders, which ${webllm.quantisation} needs`);
  }
  return webllm;
}

function reasonAgainst(weights: Weights, gpu: Gpu | undefined): string | undefined {
  if (!gpu) return 'no WebGPU';
  if (gpu.software) return 'WebGPU in software only';
  if (gpu.lacks) return 'graphics processor too small';
  if (needsF16(weights) && !gpu.f16) return 'no 16-bit floats on this GPU';
  return undefined;
}

function needsF16({ quantisation }: Weights): boolean {
  return quantisation.includes('f16');
}
