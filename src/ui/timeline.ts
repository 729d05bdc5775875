/** Where the time of a run went, step by step, and what it used. */
import type { RunUsage } from '../contracts';
import { steps as t } from '../i18n/en/steps';
import type { RunView } from '../research/fold';
import { toolLabel } from './step-label';

export interface Stretch {
  kind: 'prefill' | 'decode' | 'tool';
  /** What was done, in a few words. */
  label: string;
  ms: number;
  /** Tokens that were read or written; absent for a tool. */
  tokens?: number;
}

/** In the order in which they happened; what took no time is left out. */
export function timelineOf(run: RunView): Stretch[] {
  return run.steps
    .flatMap((step): Stretch[] => {
      if (step.kind === 'section') return [];
      if (step.kind === 'tool') {
        const { verb, object } = toolLabel(step, run.sources);
        return [{ kind: 'tool', label: `${verb} ${object}`.trim(), ms: step.ms }];
      }
      if (!step.usage) return [];
      const { promptTokens, reusedTokens, completionTokens, prefillMs, decodeMs } = step.usage;
      return [
        {
          kind: 'prefill',
          label: t.readPrompt,
          ms: prefillMs,
          tokens: promptTokens - reusedTokens,
        },
        { kind: 'decode', label: t.wrote, ms: decodeMs, tokens: completionTokens },
      ];
    })
    .filter(({ ms }) => ms > 0);
}

/** Milliseconds from the first prefill to the first token; undefined before there is one. */
export function firstTokenMs(run: RunView): number | undefined {
  const first = run.steps.find((step) => step.kind === 'generation');
  return first?.kind === 'generation' ? first.usage?.prefillMs : undefined;
}

/** What the searches of the run cost; undefined where none told. */
export function creditsOf(run: RunView): number | undefined {
  const told = run.steps.flatMap((step) =>
    step.kind === 'tool' && step.credits !== undefined ? [step.credits] : [],
  );
  return told.length > 0 ? told.reduce((sum, one) => sum + one, 0) : undefined;
}

/** How many searches brought a result. */
export function searchesOf(run: RunView): number {
  return run.steps.filter(
    (step) => step.kind === 'tool' && step.state === 'done' && toolLabel(step).icon === 'search',
  ).length;
}

/** How long the run has worked, by the steps that have ended. */
export function workMs(run: RunView): number {
  return timelineOf(run).reduce((sum, { ms }) => sum + ms, 0);
}

/** Tokens per second; 0 before there is one. */
export function speedOf({ completionTokens, decodeMs }: RunUsage): number {
  return decodeMs > 0 ? (completionTokens / decodeMs) * 1000 : 0;
}
