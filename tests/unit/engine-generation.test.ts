import { readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import type { GenerateEvent, GenerateRequest } from '../../src/contracts';
import { topCandidates } from '../../src/engine/sampling';
import { Generation } from '../../src/engine/webllm-generation';
import { KvCache } from '../../src/engine/webllm-kv';
import type { Logits, Pipeline } from '../../src/engine/webllm-private';
import { generatePublicly } from '../../src/engine/webllm-public';
import { TokenBytes } from '../../src/engine/webllm-text';

const tokenizer = JSON.parse(
  readFileSync('public/models/jan-pocket/tokenizer.json', 'utf8'),
) as object;
const tokens = new TokenBytes(tokenizer);
const VOCABULARY = 2048;

/** Logits that depend on the whole context, as a model's do: a wrong cache gives other tokens. */
function logitsAfter(context: readonly number[]): Float32Array {
  let state = context.reduce((sum, id, i) => (sum * 31 + id * (i + 1)) >>> 0, 7);
  return Float32Array.from({ length: VOCABULARY }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state / 2 ** 32) * 8;
  });
}

/** An engine whose GPU can be taken away: what waits for it then fails as in a browser. */
function engine(fault: () => Error = () => new DOMException('lost', 'AbortError')) {
  const held: number[] = [];
  const forwards: number[][] = [];
  let isLost = false;
  let die: (error: Error) => void = () => undefined;
  const death = new Promise<never>((_, reject) => (die = reject));
  death.catch(() => undefined);
  async function forward(ids: number[], wanted = false): Promise<Logits | undefined> {
    if (isLost) throw fault();
    held.push(...ids);
    forwards.push(ids);
    const all = logitsAfter(held);
    return wanted
      ? { all: async () => all, candidates: async (how) => topCandidates(all, how) }
      : undefined;
  }
  const pipeline: Pipeline = {
    maxForward: 64,
    gpu: undefined,
    encode: (text) => Array.from(text, (character) => character.charCodeAt(0)),
    forward: forward as Pipeline['forward'],
    rewind: (count) => {
      held.length -= count;
      return true;
    },
    reset: () => (held.length = 0),
  };
  return {
    running: { pipeline, cache: new KvCache(pipeline), death },
    forwards,
    lose: () => (isLost = true),
    die: (error: Error) => die(error),
  };
}

const request = (change: Partial<GenerateRequest> = {}): GenerateRequest => ({
  prompt: 'Where is Lima?',
  sampling: { temperature: 1, topP: 0.9, topK: 20, minP: 0, seed: 5 },
  stop: [],
  maxTokens: 30,
  signal: new AbortController().signal,
  ...change,
});

async function collect(events: AsyncIterable<GenerateEvent>, onToken?: (count: number) => void) {
  let text = '';
  let count = 0;
  let usage;
  for await (const event of events) {
    if (event.type === 'usage') usage = event.usage;
    if (event.type !== 'token') continue;
    text += event.text;
    onToken?.(++count);
  }
  return { text, usage };
}

describe('a generation', () => {
  it('goes on where it stood on another engine, with the same text as without a loss', async () => {
    const whole = await collect(new Generation(request(), tokens, 4096).run(engine().running));
    expect(whole.usage).toMatchObject({ promptTokens: 14, completionTokens: 30 });

    const generation = new Generation(request(), tokens, 4096);
    const first = engine();
    let text = '';
    await expect(async () => {
      for await (const event of generation.run(first.running)) {
        if (event.type === 'token') text += event.text;
        if (text.length > 10) first.lose();
      }
    }).rejects.toMatchObject({ code: 'engine-crashed' });
    const second = engine();
    const rest = await collect(generation.run(second.running));
    expect(text + rest.text).toBe(whole.text);
    expect(rest.usage).toMatchObject({ promptTokens: 14, completionTokens: 30, reusedTokens: 0 });
    expect(second.forwards[0]?.length).toBeGreaterThan(14);
  });

  it('ends with what the GPU died of while it waits', async () => {
    const { running, die } = engine();
    const generation = new Generation(request(), tokens, 4096);
    running.pipeline.forward = () => new Promise<never>(() => undefined);
    const ended = collect(generation.run(running));
    die(new Error('unplugged'));
    await expect(ended).rejects.toThrow('unplugged');
  });

  it('ends an abort with its usage, and does not throw', async () => {
    const abort = new AbortController();
    const generation = new Generation(request({ signal: abort.signal }), tokens, 4096);
    const { usage } = await collect(generation.run(engine().running), () => abort.abort());
    expect(usage?.finish).toBe('abort');
    expect(usage?.completionTokens).toBeLessThanOrEqual(2);
  });

  it('refuses before any forward what does not fit', async () => {
    const { running, forwards } = engine();
    const generation = new Generation(request({ maxTokens: 90 }), tokens, 100);
    await expect(collect(generation.run(running))).rejects.toMatchObject({
      code: 'context-exceeded',
    });
    expect(forwards).toEqual([]);
  });

  it('replaces lone surrogates, which no tokenizer takes', async () => {
    const { running, forwards } = engine();
    await collect(
      new Generation(request({ prompt: 'a\ud800b', maxTokens: 1 }), tokens, 4096).run(running),
    );
    expect(forwards[0]).toEqual([97, 0xfffd, 98]);
  });
});

describe('WebLLM’s own loop', () => {
  interface Chunk {
    choices: { text: string; finish_reason: string | null }[];
    usage?: { prompt_tokens: number; completion_tokens: number };
  }
  const text = (piece: string, finish: string | null = null): Chunk => ({
    choices: [{ text: piece, finish_reason: finish }],
  });

  function publicEngine(chunks: Chunk[]) {
    const create = vi.fn(async (_: unknown) => {
      return (async function* () {
        yield* chunks;
      })();
    });
    const interruptGenerate = vi.fn(async () => undefined);
    const fake = { completions: { create }, interruptGenerate };
    return {
      create,
      interruptGenerate,
      fake: fake as unknown as Parameters<typeof generatePublicly>[0],
    };
  }

  it('streams, ends with its usage, and says that the whole prompt was read', async () => {
    const usage = { prompt_tokens: 9, completion_tokens: 2 };
    const { create, fake } = publicEngine([text('Li'), text('ma', 'stop'), { choices: [], usage }]);
    const outcome = await collect(generatePublicly(fake, request({ stop: ['x'] })));
    expect(outcome.text).toBe('Lima');
    expect(outcome.usage).toMatchObject({
      promptTokens: 9,
      completionTokens: 2,
      reusedTokens: 0,
      finish: 'stop',
      fullPrefill: true,
    });
    expect(create.mock.calls[0]?.[0]).toMatchObject({
      prompt: 'Where is Lima?',
      temperature: 1,
      top_p: 0.9,
      seed: 5,
      stop: ['x'],
      max_tokens: 30,
    });
  });

  it('takes the best token alone where top-k is 1', async () => {
    const { create, fake } = publicEngine([text('a', 'length')]);
    const sampling = { temperature: 1, topP: 1, topK: 1, minP: 0 };
    const { usage } = await collect(generatePublicly(fake, request({ sampling })));
    expect(create.mock.calls[0]?.[0]).toMatchObject({ temperature: 0 });
    expect(usage?.finish).toBe('length');
  });

  it('interrupts at an abort, and asks for nothing when it comes too early', async () => {
    const abort = new AbortController();
    const { create, interruptGenerate, fake } = publicEngine([text('a'), text('b')]);
    const { usage } = await collect(generatePublicly(fake, request({ signal: abort.signal })), () =>
      abort.abort(),
    );
    expect(interruptGenerate).toHaveBeenCalled();
    expect(usage?.finish).toBe('abort');
    await collect(generatePublicly(fake, request({ signal: abort.signal })));
    expect(create).toHaveBeenCalledTimes(1);
  });
});
