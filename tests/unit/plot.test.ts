import { describe, expect, it } from 'vitest';
import type { AgentEvent, Usage } from '../../src/contracts';
import { emptyRun, foldRun } from '../../src/research/fold';
import { contextLine, plotOf, speedBars, speedsOf } from '../../src/ui/plot';
import { recorded, upTo, usage } from '../fixtures/run-events';

const use = {
  window: 400,
  instructions: 10,
  thread: 0,
  question: 10,
  results: 0,
  written: 0,
  answer: 50,
};
const finished = (step: number, of: Partial<Usage>): AgentEvent => ({
  type: 'generation-finished',
  step,
  text: '',
  usage: { ...usage, ...of },
});

/** Two generations of 100 ms each, with a tool of 200 ms between them. */
function twoSteps() {
  const [start] = recorded();
  return foldRun([
    start!,
    { type: 'context-counted', step: 1, use },
    finished(1, {
      promptTokens: 90,
      reusedTokens: 40,
      completionTokens: 10,
      prefillMs: 50,
      decodeMs: 50,
    }),
    { type: 'tool-call-proposed', step: 1, id: 'a', name: 'scrape', arguments: {} },
    { type: 'tool-finished', id: 'a', ok: true, shown: '', sources: [], ms: 200 },
    finished(2, {
      promptTokens: 180,
      reusedTokens: 100,
      completionTokens: 20,
      prefillMs: 75,
      decodeMs: 25,
    }),
  ]);
}

describe('the plot of a run', () => {
  it('has each generation at its time, with its tokens and its speed', () => {
    expect(plotOf(twoSteps())).toEqual({
      ms: 400,
      window: 400,
      peak: 200,
      steps: [
        {
          startMs: 0,
          writesMs: 50,
          endMs: 100,
          reused: 40,
          prompt: 90,
          context: 100,
          speed: 200,
        },
        {
          startMs: 300,
          writesMs: 375,
          endMs: 400,
          reused: 100,
          prompt: 180,
          context: 200,
          speed: 800,
        },
      ],
    });
  });

  it('is not there before a generation has ended', () => {
    expect(plotOf(emptyRun())).toBeUndefined();
    expect(plotOf(foldRun(upTo('token-generated')))).toBeUndefined();
    expect(plotOf(foldRun(upTo('tool-call-proposed')))?.steps).toHaveLength(1);
  });

  it('draws the context below the window', () => {
    expect(contextLine(plotOf(twoSteps())!)).toEqual({
      line: '0,90 12.5,77.5 25,75 75,75 93.75,55 100,50',
      area: '0,100 0,90 12.5,77.5 25,75 75,75 93.75,55 100,50 100,100',
    });
  });

  it('draws it below its peak where no window was told', () => {
    const plot = plotOf(foldRun(recorded()))!;
    expect(plot.window).toBeUndefined();
    expect(contextLine(plot).line.split(' ').at(-1)).toBe('100,0');
  });

  it('draws the speeds as bars, the fastest of full height', () => {
    const plot = plotOf(twoSteps())!;
    expect(speedsOf(plot)).toEqual({ low: 200, high: 800 });
    expect(speedBars(plot)).toEqual([
      { x: 12.5, y: 75, width: 12.5, height: 25 },
      { x: 93.75, y: 0, width: 6.25, height: 100 },
    ]);
  });

  it('shows a bar that is too narrow, inside the plot, and none where nothing was written', () => {
    const [start] = recorded();
    const short = plotOf(foldRun([start!, finished(1, { prefillMs: 9990, decodeMs: 10 })]))!;
    expect(speedBars(short)).toEqual([{ x: 99.2, y: 0, width: 0.8, height: 100 }]);
    const none = plotOf(foldRun([start!, finished(1, { completionTokens: 0, decodeMs: 0 })]))!;
    expect(speedBars(none)).toEqual([]);
    expect(speedsOf(none)).toBeUndefined();
  });
});
