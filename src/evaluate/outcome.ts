/** What came of one question, as `npm run ask -- --json` prints it. */
import type { AgentEvent, Citation, Haste, RunUsage } from '../contracts';

export interface Outcome {
  question: string;
  answer: string;
  citations: Citation[];
  toolCalls: { name: string; arguments: Record<string, unknown>; ok: boolean }[];
  engine: string;
  model: string;
  usage: Pick<
    RunUsage,
    'finalPromptTokens' | 'prefilledTokens' | 'reusedTokens' | 'completionTokens' | 'totalMs'
  >;
  /** `answered` alone is a finished answer. */
  finish: 'answered' | 'length' | Haste | 'stopped' | 'failed';
  /** Why, where the run failed. */
  error?: string;
}

/** True for the event that is the last one of its run. */
export function isLast({ type }: AgentEvent): boolean {
  return type === 'run-finished' || type === 'run-stopped' || type === 'run-failed';
}

function pickUsage(usage: RunUsage): Outcome['usage'] {
  const { finalPromptTokens, prefilledTokens, reusedTokens, completionTokens, totalMs } = usage;
  return {
    finalPromptTokens,
    prefilledTokens,
    reusedTokens,
    completionTokens,
    totalMs: Math.round(totalMs),
  };
}

/** Folds the events of one run, the last one included. */
export function outcomeOf(question: string, events: AgentEvent[]): Outcome {
  const outcome: Outcome = {
    question,
    answer: '',
    citations: [],
    toolCalls: [],
    engine: '',
    model: '',
    usage: {
      finalPromptTokens: 0,
      prefilledTokens: 0,
      reusedTokens: 0,
      completionTokens: 0,
      totalMs: 0,
    },
    finish: 'failed',
  };
  const ok = new Map<string, boolean>();
  for (const event of events) {
    if (event.type === 'tool-finished') ok.set(event.id, event.ok);
  }
  for (const event of events) {
    switch (event.type) {
      case 'run-started':
        outcome.engine = event.engine;
        outcome.model = event.model;
        break;
      case 'tool-call-proposed':
        outcome.toolCalls.push({
          name: event.name,
          arguments: event.arguments,
          ok: ok.get(event.id) ?? false,
        });
        break;
      case 'run-finished':
        outcome.answer = event.answer;
        outcome.citations = event.citations;
        outcome.finish = event.finish;
        outcome.usage = pickUsage(event.usage);
        break;
      case 'run-stopped':
        outcome.answer = event.answer;
        outcome.finish = 'stopped';
        outcome.usage = pickUsage(event.usage);
        break;
      case 'run-failed':
        outcome.error = event.error.message;
        outcome.usage = pickUsage(event.usage);
        break;
      default:
    }
  }
  return outcome;
}
