/** What the graphics processor can do, found out before anything is downloaded. */
import type { EngineChoice, ModelCard, Said, Weights } from '../contracts';
import { AppError } from '../errors';
import { fit as words } from '../i18n/en/fit';
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
  if (!webllm) return { id: 'wllama', reason: words.onlyEngine };
  if (!wllama) return { id: 'webllm', reason: words.onlyEngine };
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
  const refuse = (why: Said) => new AppError('model-unsupported', words.cannotRun(name, why));
  if (!webllm) throw refuse(words.noWeights);
  if (!gpu) throw refuse(words.offersNone);
  if (gpu.lacks) throw refuse(words.limitTooLow(gpu.lacks));
  if (needsF16(webllm) && !gpu.f16) throw refuse(words.needsF16(webllm.quantisation));
  return webllm;
}

function reasonAgainst(weights: Weights, gpu: Gpu | undefined): Said | undefined {
  if (!gpu) return words.lacksWebGpu;
  if (gpu.software) return words.inSoftware;
  if (gpu.lacks) return words.gpuTooSmall;
  if (needsF16(weights) && !gpu.f16) return words.lacksF16;
  return undefined;
}

function needsF16({ quantisation }: Weights): boolean {
  return quantisation.includes('f16');
}
