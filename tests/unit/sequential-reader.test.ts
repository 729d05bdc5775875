import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { SequentialReader } from '../../src/engine/sequential-reader';

const MB = 1 << 20;

/** Numbers that say where they stand. */
function bytes(length: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length }, (_, at) => (at * 31 + (at >> 8)) & 255);
}

const data = bytes(6 * MB);
const blob = new Blob([data.subarray(0, MB + 5), data.subarray(MB + 5)]);
const isSame = (got: ArrayBuffer, offset: number, length: number) =>
  Buffer.from(got).equals(Buffer.from(data.subarray(offset, offset + length)));

describe('a sequential reader', () => {
  it('gives what the blob has, in whatever order it is asked', async () => {
    const ranges = fc.array(fc.tuple(fc.nat(6 * MB), fc.oneof(fc.nat(9000), fc.nat(3 * MB))), {
      minLength: 1,
      maxLength: 8,
    });
    await fc.assert(
      fc.asyncProperty(ranges, async (wanted) => {
        const reader = new SequentialReader(blob);
        for (const [offset, length] of wanted)
          expect(isSame(await reader.read(offset, length), offset, length)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it('goes through the blob with one stream and with the same buffer', async () => {
    const own = new Blob([data]);
    const slices = vi.spyOn(own, 'slice');
    const reader = new SequentialReader(own);
    const length = 1.5 * MB;
    const seen = new Set<ArrayBuffer>();
    for (let at = 0; at + length <= data.length; at += length) {
      const buffer = await reader.read(at, length);
      expect(isSame(buffer, at, length)).toBe(true);
      // The memory is handed on, so that the buffer before has none any more.
      for (const earlier of seen) expect(earlier.byteLength).toBe(0);
      seen.add(buffer);
    }
    expect(seen.size).toBe(4);
    expect(slices).toHaveBeenCalledTimes(1);
  });

  it('skips a little and reads small parts beside the stream, without beginning again', async () => {
    const own = new Blob([data]);
    const slices = vi.spyOn(own, 'slice');
    const reader = new SequentialReader(own);
    await reader.read(0, 1.5 * MB);
    expect(isSame(await reader.read(100, 64), 100, 64)).toBe(true);
    expect(isSame(await reader.read(1.5 * MB + 4096, 1.5 * MB), 1.5 * MB + 4096, 1.5 * MB)).toBe(
      true,
    );
    const ends = slices.mock.calls.map(([, end]) => end);
    expect(ends).toEqual([undefined, 164]);
  });

  it('gives less at the end, and nothing behind it', async () => {
    const reader = new SequentialReader(new Blob([data.subarray(0, 10)]));
    expect(new Uint8Array(await reader.read(6, 100))).toEqual(data.subarray(6, 10));
    expect((await reader.read(10, 4)).byteLength).toBe(0);
  });

  it('rejects where the blob ends too soon or cannot be read', async () => {
    const short = new Blob([data.subarray(0, 2 * MB)]);
    vi.spyOn(short, 'slice').mockReturnValue(new Blob([data.subarray(0, MB)]));
    await expect(new SequentialReader(short).read(0, 2 * MB)).rejects.toThrow('ended too soon');
    const gone = new Blob([data]);
    vi.spyOn(gone, 'slice').mockImplementation(() => {
      throw new Error('gone');
    });
    await expect(new SequentialReader(gone).read(0, 2 * MB)).rejects.toThrow('gone');
  });
});
