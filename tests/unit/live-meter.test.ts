import { describe, expect, it } from 'vitest';
import type { AgentEvent } from '../../src/contracts';
import { foldRun } from '../../src/research/fold';
import { LiveMeter } from '../../src/ui/live-meter';
import { recorded, upTo } from '../fixtures/run-events';

const token = (step: number, tokens = 1): AgentEvent => ({
  type: 'token-generated',
  step,
  text: 'a',
  tokens,
});

/** Shows the meter the run after each of the events, at the times that stand before them. */
function watch(meter: LiveMeter, before: AgentEvent[], after: [at: number, event: AgentEvent][]) {
  const events = [...before];
  for (const [at, event] of after) {
    events.push(event);
    meter.see(foldRun(events), at);
  }
}

const [start, rendered] = recorded() as [AgentEvent, AgentEvent];

describe('the live figures of a run', () => {
  it('are not there before it goes on, nor when it is over', () => {
    const meter = new LiveMeter();
    expect(meter.look(0)).toBeUndefined();
    meter.see(foldRun(upTo('tool-started')), 10);
    expect(meter.look(20)?.usage.totalMs).toBeGreaterThan(0);
    meter.see(foldRun(recorded()), 30);
    expect(meter.look(40)).toBeUndefined();
  });

  it('tell the time to the first token, and then the tokens and their time', () => {
    const meter = new LiveMeter();
    watch(
      meter,
      [],
      [
        [1000, start],
        [1100, rendered],
      ],
    );
    expect(meter.look(1200)).toMatchObject({
      firstTokenMs: undefined,
      usage: { completionTokens: 0, decodeMs: 0, totalMs: 200 },
    });
    watch(
      meter,
      [start, rendered],
      [
        [1400, token(1)],
        [1500, token(1, 9)],
      ],
    );
    expect(meter.look(1900)).toMatchObject({
      firstTokenMs: 300,
      usage: { completionTokens: 10, decodeMs: 500 },
    });
  });

  it('count every token that was joined into an event', () => {
    const meter = new LiveMeter();
    const before = [start, rendered];
    meter.see(foldRun(before), 0);
    watch(meter, before, [[100, token(1, 4)]]);
    watch(meter, [...before, token(1, 4)], [[200, token(1, 6)]]);
    expect(meter.look(600)?.usage).toMatchObject({ completionTokens: 10, decodeMs: 500 });
  });

  it('take what the engine says of a generation when it has ended', () => {
    const meter = new LiveMeter();
    meter.see(foldRun(upTo('token-generated')), 0);
    meter.see(foldRun(upTo('tool-started')), 500);
    expect(meter.look(5000)).toMatchObject({
      firstTokenMs: 50,
      usage: {
        completionTokens: 9,
        decodeMs: 90,
        reusedTokens: 40,
        prefilledTokens: 60,
        totalMs: 5000,
      },
    });
  });

  it('go on where a run was resumed: what it had written before is not written now', () => {
    const meter = new LiveMeter();
    const before: AgentEvent[] = [...upTo('tool-finished'), rendered, token(2, 30)];
    const resumed: AgentEvent = { type: 'run-resumed', at: 9 };
    watch(meter, before, [
      [1000, resumed],
      [1000, { type: 'prompt-rendered', step: 2, prompt: '' }],
    ]);
    watch(meter, [...before, resumed], [[1200, token(2, 5)]]);
    const usage = meter.look(1700)!.usage;
    expect(usage).toMatchObject({ completionTokens: 14, decodeMs: 590 });
    // The steps before took 50, 90 and 12 ms.
    expect(usage.totalMs).toBe(852);
  });

  it('begin anew with the next run', () => {
    const meter = new LiveMeter();
    meter.see(foldRun(upTo('tool-started')), 0);
    meter.see(foldRun(recorded()), 100);
    meter.see(foldRun([start]), 5000);
    expect(meter.look(5100)).toMatchObject({
      firstTokenMs: undefined,
      usage: { totalMs: 100, completionTokens: 0 },
    });
  });
});
