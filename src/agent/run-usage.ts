/** What a run used of the model: its generations in one. */
import type { RunUsage, Usage } from '../contracts';

export function noUsage(): RunUsage {
  return {
    finalPromptTokens: 0,
    prefilledTokens: 0,
    reusedTokens: 0,
    completionTokens: 0,
    prefillMs: 0,
    decodeMs: 0,
    totalMs: 0,
  };
}

/** `totalMs` stays: a run takes longer than its generations. */
export function addUsage(sum: RunUsage, one: Usage): RunUsage {
  return {
    finalPromptTokens: one.promptTokens,
    prefilledTokens: sum.prefilledTokens + one.promptTokens - one.reusedTokens,
    reusedTokens: sum.reusedTokens + one.reusedTokens,
    completionTokens: sum.completionTokens + one.completionTokens,
    prefillMs: sum.prefillMs + one.prefillMs,
    decodeMs: sum.decodeMs + one.decodeMs,
    totalMs: sum.totalMs,
  };
}
