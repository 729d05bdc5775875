/** What may be set of sampling: ranges, and the reading of what was typed or stored. */
import type { Sampling } from '../contracts';
import { checks as t } from '../i18n/en/checks';
import type { Checked } from './checked';

/** Ranges that the engines accept; `step` is for the input field. */
export const samplingRanges = {
  temperature: { min: 0, max: 2, step: 0.05, whole: false },
  topP: { min: 0, max: 1, step: 0.01, whole: false },
  topK: { min: 0, max: 1000, step: 1, whole: true },
  minP: { min: 0, max: 1, step: 0.01, whole: false },
  seed: { min: 0, max: 4294967295, step: 1, whole: true },
} as const satisfies Record<
  keyof Sampling,
  { min: number; max: number; step: number; whole: boolean }
>;

export type SamplingKey = keyof typeof samplingRanges;
export const samplingKeys = Object.keys(samplingRanges) as SamplingKey[];

/** undefined stands for an empty field: the model card's value, or a random seed. */
export function checkSampling(key: SamplingKey, text: string): Checked<number | undefined> {
  const trimmed = text.trim();
  if (!trimmed) return { ok: true, value: undefined };
  const { min, max, whole } = samplingRanges[key];
  const value = Number(trimmed);
  if (!inRange(key, value)) {
    const problem = (whole ? t.wholeNumber : t.number)(t.sampling[key], String(min), String(max));
    return { ok: false, problem };
  }
  return { ok: true, value };
}

/** Of what is stored, all that is in its range. */
export function parseSampling(stored: unknown): Partial<Sampling> {
  const numbers: Partial<Sampling> = {};
  if (typeof stored !== 'object' || stored === null) return numbers;
  for (const key of samplingKeys) {
    const value = (stored as Record<string, unknown>)[key];
    if (typeof value === 'number' && inRange(key, value)) numbers[key] = value;
  }
  return numbers;
}

function inRange(key: SamplingKey, value: number): boolean {
  const { min, max, whole } = samplingRanges[key];
  return value >= min && value <= max && (!whole || Number.isInteger(value));
}
