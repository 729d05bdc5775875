import { describe, expect, it } from 'vitest';
import { toLlamaSampling } from '../../src/engine/sampling';

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
