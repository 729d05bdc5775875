import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { ReadAhead } from '../../src/models/read-ahead';

const bytesOf = async (blob: Blob) => [...new Uint8Array(await blob.arrayBuffer())];

/** Pieces of these lengths that hold 0, 1, 2, … */
function piecesOf(lengths: number[]): Blob[] {
  let at = 0;
  return lengths.map((length) => new Blob([Uint8Array.from({ length }, () => at++)]));
}

describe('reading ahead', () => {
  it('gives what a plain blob gives, in whatever order it is read', async () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 20 });
    const ranges = fc.array(fc.tuple(fc.nat(200), fc.nat(200)), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(lengths, ranges, async (sizes, wanted) => {
        const pieces = piecesOf(sizes);
        const [plain, ahead] = [new Blob(pieces), new ReadAhead(pieces)];
        expect(ahead.size).toBe(plain.size);
        for (const [start, end] of wanted)
          expect(await bytesOf(ahead.slice(start, end))).toEqual(
            await bytesOf(plain.slice(start, end)),
          );
        expect(await bytesOf(ahead)).toEqual(await bytesOf(plain));
      }),
      { numRuns: 50 },
    );
  });

  it('reads each piece once, the next ones before they are asked for, and not all of them', async () => {
    const pieces = piecesOf(Array.from({ length: 20 }, () => 4));
    const reads = pieces.map((piece) => vi.spyOn(piece, 'arrayBuffer'));
    const counts = () => reads.map((read) => read.mock.calls.length);
    const ahead = new ReadAhead(pieces);
    await ahead.slice(0, 2).arrayBuffer();
    expect(counts().slice(0, 3)).toEqual([1, 1, 1]);
    expect(counts().slice(10)).toEqual(Array.from({ length: 10 }, () => 0));
    for (let at = 2; at < ahead.size; at += 3) await ahead.slice(at, at + 3).arrayBuffer();
    expect(counts()).toEqual(Array.from({ length: 20 }, () => 1));
  });

  it('that fails is an error where the piece is asked for, and nowhere else', async () => {
    const pieces = piecesOf([4, 4, 4]);
    vi.spyOn(pieces[1]!, 'arrayBuffer').mockRejectedValue(new Error('gone'));
    const ahead = new ReadAhead(pieces);
    expect(await bytesOf(ahead.slice(0, 4))).toEqual([0, 1, 2, 3]);
    await expect(ahead.slice(2, 6).arrayBuffer()).rejects.toThrow('gone');
  });
});
