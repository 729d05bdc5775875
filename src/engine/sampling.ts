import type { Sampling } from '../contracts';
import { AppError } from '../errors';

/** What llama.cpp's server takes. Its own defaults differ from ours, so every field is always sent. */
export interface LlamaSampling {
  samplers: string[];
  temperature: number;
  top_p: number;
  top_k: number;
  min_p: number;
  repeat_penalty: number;
  presence_penalty: number;
  frequency_penalty: number;
  seed: number;
}

/** Throws an AppError `bad-input` for values outside their range. */
export function checkSampling({ temperature, topP, topK, minP, seed }: Sampling): void {
  const ok =
    temperature >= 0 &&
    Number.isFinite(temperature) &&
    topP > 0 &&
    topP <= 1 &&
    Number.isInteger(topK) &&
    topK >= 0 &&
    minP >= 0 &&
    minP <= 1 &&
    (seed === undefined || Number.isSafeInteger(seed));
  if (!ok) {
    throw new AppError(
      'bad-input',
      'The sampling settings are out of range: temperature from 0, top-p above 0 up to 1, ' +
        'top-k a whole number from 0, min-p from 0 to 1, seed a whole number.',
    );
  }
}

/** topK 0 means no limit, as in llama.cpp. */
export function toLlamaSampling(sampling: Sampling): LlamaSampling {
  checkSampling(sampling);
  const greedy = sampling.temperature === 0;
  return {
    // The order in which the filters run; what is not named here (penalties, DRY, XTC, typical-p)
    // does not run at all.
    samplers: ['top_k', 'top_p', 'min_p', 'temperature'],
    temperature: sampling.temperature,
    top_p: sampling.topP,
    top_k: greedy ? 1 : sampling.topK,
    min_p: sampling.minP,
    repeat_penalty: 1,
    presence_penalty: 0,
    frequency_penalty: 0,
    seed: sampling.seed === undefined ? randomSeed() : toUint32(sampling.seed),
  };
}

// llama.cpp reads the largest 32-bit number as "choose a random seed".
const MAX_SEED = 0xffff_fffe;

function toUint32(seed: number): number {
  return Math.min(seed >>> 0, MAX_SEED);
}

function randomSeed(): number {
  return toUint32(crypto.getRandomValues(new Uint32Array(1))[0] ?? 0);
}
