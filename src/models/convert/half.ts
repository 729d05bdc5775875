/** 16-bit floats (IEEE 754 binary16), which not every JavaScript engine has. */

const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

/** The value of each of the 65,536 halves. */
export const halfValues: Float32Array<ArrayBuffer> = new Float32Array(65_536).map((_, half) => {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 31;
  const fraction = half & 1023;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
});

/** The nearest half of a 32-bit float, ties to even, as its 16 bits. */
export function toHalf(value: number): number {
  float[0] = value;
  const word = bits[0] ?? 0;
  const sign = (word >>> 16) & 0x8000;
  const size = word & 0x7fffffff;
  if (size > 0x7f800000) return sign | 0x7e00;
  // From 65,520, which lies half-way to the next step, all round to infinity.
  if (size >= 0x477ff000) return sign | 0x7c00;
  if (size >= 0x38800000) {
    const odd = (size >>> 13) & 1;
    return sign | ((size - 0x38000000 + 0xfff + odd) >>> 13);
  }
  // Below 2^-14 the steps are 2^-24: adding 2^-1 · 2^0 in 32 bits rounds to them, ties to even.
  float[0] = Math.abs(value);
  float[0] += 0.5;
  return sign | ((bits[0] ?? 0) - 0x3f000000);
}
