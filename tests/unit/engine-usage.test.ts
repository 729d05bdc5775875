import { describe, expect, it } from 'vitest';
import { UsageMeter } from '../../src/engine/usage';

function meterAt(promptTokens: number) {
  const clock = { now: 0 };
  return { clock, meter: new UsageMeter(promptTokens, () => clock.now) };
}

describe('UsageMeter', () => {
  it('splits the time at the first token and takes the counts of llama.cpp', () => {
    const { clock, meter } = meterAt(99);
    meter.add({ prompt_progress: { total: 100, cache: 30, processed: 100 } });
    clock.now = 50;
    meter.add({ timings: { cache_n: 30, prompt_n: 70, predicted_n: 1 } });
    clock.now = 80;
    meter.add({ timings: { cache_n: 30, prompt_n: 70, predicted_n: 4 } });
    clock.now = 90;
    expect(meter.finish('stop')).toEqual({
      promptTokens: 100,
      reusedTokens: 30,
      completionTokens: 4,
      prefillMs: 50,
      decodeMs: 40,
      finish: 'stop',
    });
  });

  it('still knows the prompt after an abort in the middle of prefill', () => {
    const { clock, meter } = meterAt(100);
    meter.add({ prompt_progress: { total: 100, cache: 10, processed: 42 } });
    clock.now = 20;
    expect(meter.finish('abort')).toEqual({
      promptTokens: 100,
      reusedTokens: 10,
      completionTokens: 0,
      prefillMs: 20,
      decodeMs: 0,
      finish: 'abort',
    });
  });

  it('reports its own count when nothing has run', () => {
    expect(meterAt(12).meter.finish('abort')).toMatchObject({ promptTokens: 12, reusedTokens: 0 });
  });
});
