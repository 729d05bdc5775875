/** Whether a model fits a device, from numbers alone; asked before a byte is fetched. */
import type { Said } from '../contracts';
import { fit as words } from '../i18n/en/fit';
import type { Offer } from './offers';

/** What a graphics processor can do. */
export interface Gpu {
  /** Emulated on the CPU, where WebAssembly alone is much faster. */
  software: boolean;
  /** 16-bit floats in shaders. */
  f16: boolean;
  maxBufferBytes: number;
  maxBindingBytes: number;
  /** The first limit that is too low for WebLLM whatever the model. */
  lacks?: string;
}

export interface Device {
  /** Undefined where the browser gives no WebGPU. */
  gpu?: Gpu;
  /**
   * Memory that the graphics processor can use. Browsers do not tell: a person's word, or a guess
   * from the machine's memory.
   */
  gpuMemoryBytes: number;
  /** False where it is a guess. */
  memoryKnown: boolean;
  /** What the page may still store; undefined where the browser does not tell. */
  freeBytes?: number;
}

export interface MemoryNeed {
  weights: number;
  /** Keys and values of the whole context. */
  cache: number;
  /** Buffers of one forward pass. */
  working: number;
  total: number;
}

/** Logits of a vocabulary of 150,000 for one slice, activations, and the copy of a shard being loaded. */
const WORKING_BYTES = 512e6;

export function memoryNeed(offer: Offer, contextTokens: number): MemoryNeed {
  const weights = offer.estimatedBytes;
  const cache = contextTokens * offer.kvBytesPerToken;
  return { weights, cache, working: WORKING_BYTES, total: weights + cache + WORKING_BYTES };
}

/**
 * Weights up to here run without a graphics processor, too. Of 2.4 GB in four bits, a processor with two cores
 * writes less than one token a second.
 */
export const MOST_CPU_BYTES = 500e6;

export interface Verdict {
  /** `tight`: more than four fifths of the memory. */
  fits: 'yes' | 'tight' | 'no';
  /** One plain sentence. */
  reason: Said;
}

/** `missingBytes` is what is still to be downloaded. */
export function assess(
  offer: Offer,
  device: Device,
  contextTokens: number,
  missingBytes = offer.estimatedBytes,
): Verdict {
  const no = (reason: Said): Verdict => ({ fits: 'no', reason });
  const { gpu } = device;
  const isSmall = offer.estimatedBytes <= MOST_CPU_BYTES;
  // llama.cpp computes small ones on the processor, fast enough.
  if (isSmall && offer.engine === 'wllama') return { fits: 'yes', reason: words.small(offer.name) };
  if (!gpu) return no(words.noWebGpu);
  if (gpu.software && !isSmall) return no(words.emulated);
  if (gpu.lacks) return no(words.limit(gpu.lacks));
  if (offer.needsF16 && !gpu.f16) return no(words.noF16);
  if (offer.largestTensorBytes > Math.min(gpu.maxBufferBytes, gpu.maxBindingBytes))
    return no(words.tensor(offer.largestTensorBytes));
  if (device.freeBytes !== undefined && missingBytes > device.freeBytes)
    return no(words.storage(missingBytes, device.freeBytes));
  const { total } = memoryNeed(offer, contextTokens);
  const share = total / device.gpuMemoryBytes;
  const memory = (device.memoryKnown ? words.memory : words.memoryGuessed)(device.gpuMemoryBytes);
  const takes = words.takes(offer.name, Math.round(contextTokens / 1024), total);
  if (share > 1) return no(words.tooMuch(takes, memory));
  if (share > 0.8) return { fits: 'tight', reason: words.tight(takes, memory) };
  return { fits: 'yes', reason: words.fits(takes, memory) };
}

/** The longest context, in steps of 1024, that fits without being tight; 0 where none does. */
export function longestContext(offer: Offer, device: Device): number {
  const room = device.gpuMemoryBytes * 0.8 - memoryNeed(offer, 0).total;
  const most = Math.min(offer.contextTokens, room / offer.kvBytesPerToken);
  return Math.max(0, Math.floor(most / 1024) * 1024);
}

export interface Recommendation {
  offer?: Offer;
  contextTokens: number;
  reason: Said;
}

/** Tokens of context below which research runs out of room quickly. */
const USEFUL_CONTEXT = 8192;

/**
 * The best quality that fits with a useful context. The order is the source document's: 8 bits, then
 * iQ4_XS where memory is little, and four plain bits, which lose quality, last.
 */
export function recommend(offers: readonly Offer[], device: Device): Recommendation {
  const order = ['q8f16_1', 'iQ4_XS', 'q4f16_1', 'q4f32_1'];
  const sorted = offers
    .filter(({ quantisation }) => order.includes(quantisation))
    .toSorted((a, b) => order.indexOf(a.quantisation) - order.indexOf(b.quantisation));
  for (const offer of sorted) {
    const contextTokens = Math.min(offer.defaultContextTokens, longestContext(offer, device));
    if (contextTokens < USEFUL_CONTEXT) continue;
    const { fits, reason } = assess(offer, device, contextTokens);
    if (fits === 'yes') return { offer, contextTokens, reason };
  }
  const [first] = sorted;
  const why = first ? assess(first, device, USEFUL_CONTEXT).reason : '';
  return { contextTokens: 0, reason: words.noneFits(why) };
}
