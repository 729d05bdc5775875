import { describe, expect, it } from 'vitest';
import { sample, seededRandom, toLlamaSampling, topCandidates } from '../../src/engine/sampling';
import type { Sampling } from '../../src/contracts';

const janNano = { temperature: 0.7, topP: 0.8, topK: 20, minP: 0 };

describe('toLlamaSampling', () => {
  it('passes every parameter on and keeps penalties neutral', () => {
    expect(toLlamaSampling({ ...janNano, seed: 7 })).toEqual({
      samplers: ['top_k', 'top_p', 'min_p', 'temperature'],
      temperature: 0.7,
      top_p: 0.8,
      top_k: 20,
      min_p: 0,
      repeat_penalty: 1,
      presence_penalty: 0,
      frequency_penalty: 0,
      seed: 7,
    });
  });

  it('is greedy at temperature 0, whatever top-k says', () => {
    expect(toLlamaSampling({ ...janNano, temperature: 0, topK: 0 }).top_k).toBe(1);
  });

  it('draws another seed each time when none is given', () => {
    const seeds = new Set(Array.from({ length: 5 }, () => toLlamaSampling(janNano).seed));
    expect(seeds.size).toBeGreaterThan(1);
  });

  it.each([
    [-1, 0xffff_fffe],
    [0xffff_ffff, 0xffff_fffe],
    [2 ** 32 + 5, 5],
  ])('keeps seed %d away from the value that means random', (seed, expected) => {
    expect(toLlamaSampling({ ...janNano, seed }).seed).toBe(expected);
  });

  it.each([
    { temperature: -0.1 },
    { temperature: Number.NaN },
    { topP: 0 },
    { topP: 1.1 },
    { topK: 1.5 },
    { topK: -1 },
    { minP: 2 },
    { seed: 0.5 },
  ])('refuses %o', (change) => {
    expect(() => toLlamaSampling({ ...janNano, ...change })).toThrow(
      expect.objectContaining({ code: 'bad-input' }),
    );
  });
});

const open: Sampling = { temperature: 1, topP: 1, topK: 0, minP: 0 };
/** Probabilities of the tokens 0, 1, 2 …, as the logits of a temperature of 1. */
const logitsOf = (probabilities: number[]) => Float32Array.from(probabilities, Math.log);
const draw = (logits: Float32Array, sampling: Sampling, random: () => number) =>
  sample(topCandidates(logits, sampling), sampling, random);

function counts(logits: Float32Array, sampling: Sampling, draws: number): number[] {
  const random = seededRandom(11);
  const result = new Array<number>(logits.length).fill(0);
  for (let i = 0; i < draws; i++) result[draw(logits, sampling, random)]! += 1;
  return result;
}

/** Pearson's statistic; tokens that must not occur count as infinitely unlikely. */
function chiSquare(observed: number[], probabilities: number[]): number {
  const total = observed.reduce((sum, count) => sum + count, 0);
  return observed.reduce((sum, count, i) => {
    const expected = total * probabilities[i]!;
    if (expected === 0) return count === 0 ? sum : Infinity;
    return sum + (count - expected) ** 2 / expected;
  }, 0);
}

describe('sample', () => {
  const five = [0.08, 0.4, 0.02, 0.3, 0.2];
  const logits = logitsOf(five);
  const normalised = (weights: number[]) => {
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return weights.map((weight) => weight / total);
  };

  // 18.47 is exceeded by chance once in 1,000 with four degrees of freedom.
  it.each<[string, Partial<Sampling>, number[]]>([
    ['nothing', {}, five],
    ['temperature 2', { temperature: 2 }, normalised(five.map(Math.sqrt))],
    ['top-k 3', { topK: 3 }, normalised([0, 0.4, 0, 0.3, 0.2])],
    // 0.4 + 0.3 is less than 0.75, so the third one comes in.
    ['top-p 0.75', { topP: 0.75 }, normalised([0, 0.4, 0, 0.3, 0.2])],
    ['min-p 0.6', { minP: 0.6 }, normalised([0, 0.4, 0, 0.3, 0])],
    // After top-k 2 the first one has 0.4 / 0.7 of the weight, which is enough.
    ['top-k 2 before top-p 0.55', { topK: 2, topP: 0.55 }, [0, 1, 0, 0, 0]],
    // At temperature 2 the second one has 0.87 of the best one's weight, at 1 it would have 0.75.
    [
      'temperature before min-p',
      { temperature: 2, minP: 0.8 },
      normalised([0, 0.4 ** 0.5, 0, 0.3 ** 0.5, 0]),
    ],
  ])('draws as often as it should with %s', (_, change, expected) => {
    const observed = counts(logits, { ...open, ...change }, 20_000);
    expect(chiSquare(observed, expected)).toBeLessThan(18.47);
  });

  it('is greedy at temperature 0, and takes the smaller id of two equal ones', () => {
    const greedy = { ...open, temperature: 0 };
    expect(draw(logits, greedy, () => 0.999)).toBe(1);
    expect(draw(logitsOf([0.1, 0.45, 0.45]), greedy, () => 0.999)).toBe(1);
  });

  it('gives the same tokens for the same seed and others for another', () => {
    const run = (seed: number) => {
      const random = seededRandom(seed);
      return Array.from({ length: 30 }, () => draw(logits, open, random));
    };
    expect(run(7)).toEqual(run(7));
    expect(run(8)).not.toEqual(run(7));
    expect(run(2 ** 32 + 7)).not.toEqual(run(7));
  });

  it('refuses logits that are no numbers', () => {
    expect(() => draw(Float32Array.of(Number.NaN, 1), open, () => 0)).toThrow(
      expect.objectContaining({ code: 'engine-crashed' }),
    );
  });
});

describe('topCandidates', () => {
  it('finds the best of a large vocabulary, best first', () => {
    const random = seededRandom(3);
    const logits = Float32Array.from({ length: 152_000 }, () => random() * 20);
    const wanted = Array.from(logits, (logit, id) => ({ id, logit }))
      .sort((a, b) => b.logit - a.logit || a.id - b.id)
      .slice(0, 20);
    expect(topCandidates(logits, { temperature: 0.7, topK: 20 })).toEqual(wanted);
  });

  it('keeps the smaller ids where many are equal', () => {
    const same = topCandidates(new Float32Array(500), { temperature: 1, topK: 5 });
    expect(same.map(({ id }) => id)).toEqual([0, 1, 2, 3, 4]);
  });

  it('leaves out what will never be drawn', () => {
    const ids = topCandidates(Float32Array.of(0, 40, 39, -200), { temperature: 1, topK: 0 });
    expect(ids.map(({ id }) => id)).toEqual([1, 2]);
  });
});
