import type { Depth, ModelCard } from '../contracts';

/** How far the search for one answer may go; in deep mode, for each sub-question. */
export interface Limits {
  /** Tool calls. */
  calls: number;
  seconds: number;
  /** Tokens that the model may write. */
  tokens: number;
  /** Results one after the other that may bring nothing new. */
  idle: number;
}

export function limitsOf(depth: Depth, { maxSteps, maxNewTokens }: ModelCard): Limits {
  const quick = depth === 'quick';
  return {
    calls: quick ? Math.ceil(maxSteps / 3) : maxSteps,
    seconds: quick ? 120 : 900,
    tokens: maxNewTokens * (quick ? 3 : 12),
    idle: 3,
  };
}
