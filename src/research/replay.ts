/** Takes a run apart into the moments that are worth looking at. */
import type { AgentEvent } from '../contracts';
import { steps as t } from '../i18n/en/steps';

export interface Moment {
  /** How many of the run's events had happened. */
  events: number;
  label: string;
}

/** In order; a moment ends with the event that it is named after. */
export function momentsOf(events: readonly AgentEvent[]): Moment[] {
  return events.flatMap((event, at) => {
    const label = labelOf(event);
    return label ? [{ events: at + 1, label }] : [];
  });
}

function labelOf(event: AgentEvent): string | undefined {
  switch (event.type) {
    case 'run-started':
      return t.moments.asked;
    case 'run-resumed':
      return t.moments.wentOn;
    case 'prompt-prefilled':
      return t.readTokens(event.total);
    case 'generation-finished':
      return t.wroteTokens(event.usage.completionTokens);
    case 'tool-call-proposed':
      return t.called(event.name);
    case 'tool-finished':
      return event.ok ? t.moments.result : t.moments.error;
    case 'plan-accepted':
      return t.moments.planned;
    case 'section-started':
      return event.question;
    case 'result-shrunk':
    case 'messages-dropped':
      return t.moments.madeRoom;
    case 'answer-demanded':
      return t.moments.toldToAnswer;
    case 'citation-checked':
      return t.checked(event.citation.n);
    case 'run-finished':
      return t.moments.answered;
    case 'run-stopped':
      return t.moments.stopped;
    case 'run-failed':
      return t.moments.failed;
    default:
      return undefined;
  }
}
