import { describe, expect, it } from 'vitest';
import { KvCache } from '../../src/engine/webllm-kv';
import type { Logits, Pipeline } from '../../src/engine/webllm-private';

/** A "model" whose logits are the tokens in its cache, so that a test sees what was computed. */
function recordingPipeline(canRewind = true) {
  const held: number[] = [];
  const forwards: number[][] = [];
  const fault: { next?: Error } = {};
  async function forward(tokens: number[], wanted = false): Promise<Logits | undefined> {
    const error = fault.next;
    fault.next = undefined;
    held.push(...tokens);
    if (error) throw error;
    forwards.push(tokens);
    const seen = Float32Array.from(held);
    return wanted ? { all: async () => seen, candidates: async () => [] } : undefined;
  }
  const pipeline: Pipeline = {
    maxForward: 512,
    gpu: undefined,
    encode: (text) => Array.from(text, (character) => character.charCodeAt(0)),
    forward: forward as Pipeline['forward'],
    rewind: (count) => {
      if (canRewind) held.length -= count;
      return canRewind;
    },
    reset: () => (held.length = 0),
  };
  return { pipeline, held, forwards, fault };
}

async function fill(cache: KvCache, prompt: number[], slices = Infinity) {
  const state = cache.keep(prompt);
  let logits: Logits | undefined;
  const dones: number[] = [];
  for await (const slice of cache.prefill(prompt)) {
    logits = slice.logits;
    dones.push(slice.done);
    if (dones.length === slices) break;
  }
  return { ...state, dones, logits: logits && Array.from(await logits.all()) };
}

const count = (length: number, from = 0) => Array.from({ length }, (_, i) => from + i);

describe('the KV cache', () => {
  it('prefills in slices and gives the logits of the last token alone', async () => {
    const cache = new KvCache(recordingPipeline().pipeline, () => 0);
    const result = await fill(cache, count(1000));
    // No time passes, so the slices grow up to what one forward may take.
    expect(result).toMatchObject({ kept: 0, rewound: true, dones: [128, 384, 896, 1000] });
    expect(result.logits).toEqual(count(1000));
  });

  it('keeps its slices small where they take long', async () => {
    let now = 0;
    const cache = new KvCache(recordingPipeline().pipeline, () => (now += 400));
    expect((await fill(cache, count(300))).dones).toEqual([128, 256, 300]);
  });

  it('prefills only what differs, from the first token that does', async () => {
    const model = recordingPipeline();
    const cache = new KvCache(model.pipeline);
    await fill(cache, [1, 2, 3, 4]);
    await cache.decode(5);
    const fork = await fill(cache, [1, 2, 3, 9, 8]);
    expect(fork).toMatchObject({ kept: 3, rewound: true, logits: [1, 2, 3, 9, 8] });
    expect(model.forwards).toEqual([[1, 2, 3, 4], [5], [9, 8]]);
  });

  it('computes the last token again for a prompt that it holds already', async () => {
    const cache = new KvCache(recordingPipeline().pipeline);
    await fill(cache, [1, 2, 3]);
    expect(await fill(cache, [1, 2, 3])).toMatchObject({ kept: 2, logits: [1, 2, 3] });
    expect(await fill(cache, [1, 2])).toMatchObject({ kept: 1, logits: [1, 2] });
  });

  it('goes on from where a prefill was left', async () => {
    const cache = new KvCache(recordingPipeline().pipeline);
    await fill(cache, count(400), 1);
    expect(await fill(cache, count(400))).toMatchObject({ kept: 128, logits: count(400) });
  });

  it('reads everything anew after a failed forward', async () => {
    const { pipeline, fault } = recordingPipeline();
    const cache = new KvCache(pipeline);
    await fill(cache, [1, 2, 3]);
    fault.next = new Error('lost');
    await expect(cache.decode(4)).rejects.toThrow('lost');
    expect(await fill(cache, [1, 2, 3, 4])).toMatchObject({ kept: 0, logits: [1, 2, 3, 4] });
  });

  it('says when the library cannot rewind', async () => {
    const cache = new KvCache(recordingPipeline(false).pipeline);
    expect(await fill(cache, [1, 2, 3])).toMatchObject({ kept: 0, rewound: true });
    const second = await fill(cache, [1, 2, 9]);
    expect(second).toMatchObject({ kept: 0, rewound: false, logits: [1, 2, 9] });
  });
});
