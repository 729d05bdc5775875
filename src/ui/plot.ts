/** How the context filled and how fast the model wrote over a run, to be drawn and to be read. */
import type { RunView } from '../research/fold';

/** One generation. Times are those of work since the run began. */
export interface PlotStep {
  startMs: number;
  /** Its prompt is read. */
  writesMs: number;
  endMs: number;
  /** Tokens in the context: what was there already, with the whole prompt, and with what was written. */
  reused: number;
  prompt: number;
  context: number;
  /** Tokens per second; absent where it wrote nothing. */
  speed?: number;
}

export interface Plot {
  ms: number;
  steps: PlotStep[];
  /** The context window, where the run told. */
  window?: number;
  /** Most tokens that the context held. */
  peak: number;
}

/** Undefined before a generation has ended. */
export function plotOf(run: RunView): Plot | undefined {
  const steps: PlotStep[] = [];
  let ms = 0;
  for (const step of run.steps) {
    if (step.kind === 'tool') ms += step.ms;
    if (step.kind !== 'generation' || !step.usage) continue;
    const { promptTokens, reusedTokens, completionTokens, prefillMs, decodeMs } = step.usage;
    const writesMs = ms + prefillMs;
    steps.push({
      startMs: ms,
      writesMs,
      endMs: writesMs + decodeMs,
      reused: reusedTokens,
      prompt: promptTokens,
      context: promptTokens + completionTokens,
      speed: decodeMs > 0 ? (completionTokens / decodeMs) * 1000 : undefined,
    });
    ms = writesMs + decodeMs;
  }
  if (ms <= 0 || steps.length === 0) return undefined;
  const peak = Math.max(...steps.map(({ context }) => context));
  return { ms, steps, window: run.context?.window, peak };
}

/** The slowest and the fastest generation; undefined where nothing was written. */
export function speedsOf({ steps }: Plot): { low: number; high: number } | undefined {
  const speeds = steps.flatMap(({ speed }) => speed ?? []);
  return speeds.length > 0 ? { low: Math.min(...speeds), high: Math.max(...speeds) } : undefined;
}

/** The context as points of a line, and of the area below it, in a square of 100 whose top is the window. */
export function contextLine({ steps, ms, window, peak }: Plot): { line: string; area: string } {
  const top = Math.max(window ?? 0, peak);
  const points = steps.flatMap(({ startMs, writesMs, endMs, reused, prompt, context }) =>
    [
      [startMs, reused],
      [writesMs, prompt],
      [endMs, context],
    ].map(([at = 0, tokens = 0]) => [percent(at / ms), percent(1 - tokens / top)]),
  );
  const [from = 0, to = 0] = [points[0]?.[0], points.at(-1)?.[0]];
  const said = (some: number[][]) => some.map((point) => point.join(',')).join(' ');
  return { line: said(points), area: said([[from, 100], ...points, [to, 100]]) };
}

export interface Bar {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** So wide at least, a bar is seen. */
const NARROWEST = 0.8;

/** The speeds as bars in a square of 100, each as wide as its generation took to write. */
export function speedBars(plot: Plot): Bar[] {
  const most = speedsOf(plot)?.high ?? 0;
  return plot.steps.flatMap(({ writesMs, endMs, speed }) => {
    if (!speed) return [];
    const width = Math.max(NARROWEST, percent((endMs - writesMs) / plot.ms));
    const height = percent(speed / most);
    return [
      { x: Math.min(percent(writesMs / plot.ms), 100 - width), y: 100 - height, width, height },
    ];
  });
}

function percent(share: number): number {
  return Math.round(share * 10_000) / 100;
}
