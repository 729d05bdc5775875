import { describe, expect, it } from 'vitest';
import { catalogue } from '../../src/models/catalogue';
import { memoryOf, modelMemory } from '../../src/models/memory';
import { offers, type Offer } from '../../src/models/offers';

const card = catalogue[0]!;
const own = { id: card.id, card };
const offer = (id: string): Offer => offers.find((one) => one.id === id)!;

describe('the memory of a model', () => {
  it('is its weights and the keys and values of its context', () => {
    const weights = card.engines.wllama!.files[0]!.bytes;
    // Two of each for seven layers, two heads, 64 numbers of 32 bits.
    expect(memoryOf(own, 'wllama')).toEqual({ weights, cache: 7168 * 4096 });
    expect(memoryOf(own, 'wllama', 1024)).toEqual({ weights, cache: 7168 * 1024 });
  });

  it('is that of the engine', () => {
    const sizes = card.engines.webllm!.files.map(({ bytes }) => bytes);
    expect(memoryOf(own, 'webllm')?.weights).toBe(sizes.reduce((sum, one) => sum + one, 0));
  });

  it('is known of one that is not stored, by its offer', () => {
    const q4 = offer('jan-nano-q4f16_1');
    expect(memoryOf({ id: q4.id }, 'webllm', 16384)).toEqual({
      weights: q4.estimatedBytes,
      cache: 144 * 1024 * 16384,
    });
  });

  it('counts 16 bits where a graphics processor computes', () => {
    const iq4 = memoryOf({ id: 'jan-nano-iq4-xs' }, 'wllama', 1024);
    expect(iq4?.cache).toBe(144 * 1024 * 1024);
  });

  it('is that of the files, and of what a person brought', () => {
    const brought = { ...offer('jan-nano-q4f16_1'), id: 'added-x', kvBytesPerToken: 10 };
    const stored = { ...card, id: 'added-x', contextTokens: 100 };
    expect(memoryOf({ id: 'added-x', card: stored, brought }, 'wllama')).toEqual({
      weights: card.engines.wllama!.files[0]!.bytes,
      cache: 1000,
    });
    expect(memoryOf({ id: 'added-x', card: stored }, 'wllama')?.cache).toBeUndefined();
  });

  it('is not told of what is not known, or not in this browser', async () => {
    expect(memoryOf({ id: 'gone' }, 'webllm', 4096)).toBeUndefined();
    expect(memoryOf(own, 'openai', 4096)).toBeUndefined();
    expect(await modelMemory(card.id, 'wllama', 4096)).toEqual(memoryOf(own, 'wllama'));
  });
});
