import type { Sampling } from '../contracts';
import { AppError } from '../errors';
import { engines as words } from '../i18n/en/engines';

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
    throw new AppError('bad-input', words.sampling);
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

/** One token that may come next. */
export interface Candidate {
  id: number;
  logit: number;
}

/** Beyond this many temperatures below the best logit a token is never drawn (e^-30). */
const HOPELESS = 30;

/**
 * The tokens among which `sample` will choose: the best `topK`, or all that have a chance.
 * Best first; of equal logits the smaller id. Empty where the logits are not numbers.
 */
export function topCandidates(
  logits: Float32Array,
  { temperature, topK }: Pick<Sampling, 'temperature' | 'topK'>,
): Candidate[] {
  const best = argmax(logits);
  const highest = logits[best];
  if (highest === undefined || !Number.isFinite(highest)) return [];
  if (temperature === 0) return [{ id: best, logit: highest }];
  const limit = topK === 0 ? logits.length : topK;
  const kept: Candidate[] = [];
  let bar = highest - HOPELESS * temperature;
  logits.forEach((logit, id) => {
    if (!(logit >= bar)) return;
    kept.push({ id, logit });
    // Sorting now and then, not for every token, keeps one pass over a large vocabulary cheap.
    if (kept.length < 2 * limit + 64) return;
    kept.sort(byLogit).length = limit;
    bar = kept.at(-1)?.logit ?? bar;
  });
  return kept.sort(byLogit).slice(0, limit);
}

/** As `topCandidates`, of candidates that the best `topK` (the best one if greedy) are among. */
export function rankCandidates(
  candidates: Candidate[],
  { temperature, topK }: Pick<Sampling, 'temperature' | 'topK'>,
): Candidate[] {
  const ranked = candidates.sort(byLogit).slice(0, temperature === 0 ? 1 : topK || undefined);
  const bar = (ranked[0]?.logit ?? 0) - HOPELESS * temperature;
  return ranked.filter(({ logit }) => logit >= bar);
}

/**
 * Draws a token: temperature, then top-k, top-p and min-p, each on what the one before has left.
 * `candidates` are as `topCandidates` gives them and not empty; `random` is uniform in [0, 1).
 */
export function sample(
  candidates: readonly Candidate[],
  { temperature, topK, topP, minP }: Sampling,
  random: () => number,
): number {
  const [best] = candidates;
  if (!best) throw new AppError('engine-crashed', words.noToken);
  if (temperature === 0) return best.id;
  const weighed = candidates
    .slice(0, topK === 0 ? undefined : topK)
    .map(({ id, logit }) => ({ id, weight: Math.exp((logit - best.logit) / temperature) }));
  const nucleus = shortest(weighed, topP);
  // The best one has weight 1. Drawn in the order of ids, not of weights: two logits that nearly tie
  // may swap places when a prompt is computed in other slices, and the draw must not follow them.
  const left = nucleus.filter(({ weight }) => weight >= minP).sort((a, b) => a.id - b.id);
  let rest = random() * sum(left);
  for (const { id, weight } of left) {
    rest -= weight;
    if (rest < 0) return id;
  }
  return left.at(-1)?.id ?? best.id;
}

/** Uniform numbers in [0, 1), the same for the same seed (mulberry32). */
export function seededRandom(seed = randomSeed()): () => number {
  // Seeds beyond 32 bits differ as well.
  let state = (seed ^ Math.floor(seed / 2 ** 32)) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Weighed = { id: number; weight: number }[];

/** The shortest beginning whose weights come to the share `topP` of all. */
function shortest(weighed: Weighed, topP: number): Weighed {
  let missing = topP * sum(weighed);
  const end = weighed.findIndex(({ weight }) => (missing -= weight) <= 0);
  return end < 0 ? weighed : weighed.slice(0, end + 1);
}

function sum(weighed: Weighed): number {
  return weighed.reduce((total, { weight }) => total + weight, 0);
}

function byLogit(a: Candidate, b: Candidate): number {
  return b.logit - a.logit || a.id - b.id;
}

function argmax(logits: Float32Array): number {
  let best = 0;
  for (let id = 1; id < logits.length; id++) {
    if ((logits[id] ?? 0) > (logits[best] ?? 0)) best = id;
  }
  return best;
}
