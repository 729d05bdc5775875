import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { ModelStore } from '../../src/models/store';

let store: ModelStore;

beforeEach(async () => {
  store = await ModelStore.open();
});

describe('the store', () => {
  it('gives back pieces of any lengths as one file, whatever order they came in', async () => {
    let n = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ minLength: 1, maxLength: 40 }), { minLength: 1, maxLength: 12 }),
        fc.integer(),
        async (parts, seed) => {
          const url = `http://host.test/${n++}`;
          const whole = Buffer.concat(parts);
          let offset = 0;
          const placed = parts.map((data) => ({
            data,
            offset: (offset += data.length) - data.length,
          }));
          placed.sort((a, b) => ((a.offset * 31 + seed) % 17) - ((b.offset * 31 + seed) % 17));
          for (const { data, offset: at } of placed)
            await store.addPiece(url, at, new Blob([data]));
          const read = await store.readBuffer({ url, bytes: whole.length });
          expect(Buffer.from(read).equals(whole)).toBe(true);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('does not give a file of which something is missing, and forgets it', async () => {
    const url = 'http://host.test/gap';
    await store.addPiece(url, 0, new Blob(['abc']));
    await store.addPiece(url, 5, new Blob(['fg']));
    await expect(store.read({ url, bytes: 7 })).rejects.toMatchObject({ code: 'model-corrupt' });
    expect(await store.pieces(url)).toEqual([]);
  });
});
