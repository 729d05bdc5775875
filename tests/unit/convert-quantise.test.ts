import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { halfValues, toHalf } from '../../src/models/convert/half';
import { quantise, type Rounding } from '../../src/models/convert/quantise';
import type { MlcQuantisation } from '../../src/models/mlc-layout';

const formats = ['q4f16_1', 'q4f32_1', 'q8f16_1', 'q8f32_1'] as const;

/** What a model library computes with, and the scale of each group. */
function dequantised(weights: Float32Array, format: MlcQuantisation, rounding: Rounding) {
  const result = quantise(weights, format, rounding);
  if (!result) return undefined;
  const bits = format.startsWith('q4') ? 4 : 8;
  const zero = 2 ** (bits - 1) - 1;
  const scales = Array.from(result.scales, (scale) =>
    format.includes('f16') ? (halfValues[scale] ?? 0) : scale,
  );
  const values = Array.from(weights, (_, i) => {
    const word = result.words[Math.floor((i * bits) / 32)] ?? 0;
    const code = (word >>> ((i * bits) % 32)) & (2 ** bits - 1);
    return (code - zero) * (scales[i >> 5] ?? 0);
  });
  return { values, scales };
}

function groupErrors(weights: Float32Array, values: number[]): number[] {
  return Array.from({ length: weights.length / 32 }, (_, group) =>
    values
      .slice(group * 32, group * 32 + 32)
      .reduce((sum, value, i) => sum + (value - (weights[group * 32 + i] ?? 0)) ** 2, 0),
  );
}

/** Groups of every size that fits 16-bit scales, some with one weight far out. */
const groups = fc
  .array(
    fc.tuple(
      fc.array(fc.float({ min: -1, max: 1, noNaN: true }), { minLength: 32, maxLength: 32 }),
      fc.integer({ min: -30, max: 15 }),
      fc.constantFrom(1, 1, 3, 10),
    ),
    { minLength: 1, maxLength: 4 },
  )
  .map((list) =>
    Float32Array.from(
      list.flatMap(([values, power, peak]) =>
        values.map((value, i) => value * 2 ** power * (i === 5 ? peak : 1)),
      ),
    ),
  );

describe.each(formats)('%s', (format) => {
  it('keeps every weight to within half a step, with plain rounding', () => {
    fc.assert(
      fc.property(groups, (weights) => {
        const { values, scales } = dequantised(weights, format, 'plain') ?? {};
        weights.forEach((weight, i) => {
          const step = scales?.[i >> 5] ?? 0;
          // A scale in 16 bits is off by its own rounding, at the outermost codes the most.
          const slack = format.includes('f16') ? Math.abs(weight) * 2 ** -10 + 127 * 2 ** -24 : 0;
          const most = Math.abs(step) * 0.5001 + slack;
          expect(Math.abs((values?.[i] ?? NaN) - weight)).toBeLessThanOrEqual(most);
        });
      }),
    );
  });

  it('never has a larger squared error in a group with the least-squares scale', () => {
    fc.assert(
      fc.property(groups, (weights) => {
        const errors = (rounding: Rounding) =>
          groupErrors(weights, dequantised(weights, format, rounding)?.values ?? []);
        const before = errors('plain');
        errors('least-squares').forEach((error, i) =>
          expect(error).toBeLessThanOrEqual((before[i] ?? 0) * (1 + 1e-6)),
        );
      }),
    );
  });

  it.each([NaN, Infinity, -Infinity])('refuses %d wherever it is', (bad) => {
    for (const at of [0, 31, 32, 63]) {
      const weights = new Float32Array(64).fill(0.5);
      weights[at] = bad;
      expect(quantise(weights, format, 'plain')).toBeUndefined();
    }
  });
});

it('takes a quarter off the squared error of a bell curve with 4 bits', () => {
  let state = 1;
  const random = () => (state = (state * 48271) % 2147483647) / 2147483647;
  const weights = Float32Array.from(
    { length: 32 * 500 },
    () => Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random()),
  );
  const error = (rounding: Rounding) =>
    groupErrors(weights, dequantised(weights, 'q4f32_1', rounding)?.values ?? []).reduce(
      (a, b) => a + b,
    );
  expect(error('least-squares') / error('plain')).toBeLessThan(0.76);
});

it('refuses weights whose scale exceeds 16 bits', () => {
  const weights = new Float32Array(32).fill(1e6);
  expect(quantise(weights, 'q4f16_1', 'plain')).toBeUndefined();
  expect(quantise(weights, 'q4f32_1', 'plain')).toBeDefined();
});

describe('halves', () => {
  it('are the same after a trip through 32 bits', () => {
    for (let half = 0; half < 65_536; half++) {
      const value = halfValues[half] ?? 0;
      if (!Number.isNaN(value)) expect(toHalf(value)).toBe(half);
    }
    expect(halfValues[toHalf(NaN)]).toBeNaN();
  });

  it('are the nearest to a 32-bit float, ties to the even one', () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true, min: -65_519, max: 65_519 }), (value) => {
        const half = toHalf(value);
        const off = (bits: number) => Math.abs((halfValues[bits] ?? 0) - value);
        const size = half & 0x7fff;
        for (const other of [size - 1, size + 1]) {
          if (other < 0) continue;
          const bits = (half & 0x8000) | other;
          expect(off(half)).toBeLessThanOrEqual(off(bits));
          if (off(half) === off(bits)) expect(half & 1).toBe(0);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
