/** Takes a run apart into the moments that are worth looking at. */
import type { AgentEvent } from '../contracts';

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
      return 'Asked';
    case 'run-resumed':
      return 'Went on';
    case 'prompt-prefilled':
      return `Read ${event.total} tokens`;
    case 'generation-finished':
      return `Wrote ${event.usage.completionTokens} tokens`;
    case 'tool-call-proposed':
      return `Called ${event.name}`;
    case 'tool-finished':
      return event.ok ? 'Got a result' : 'Got an error';
    case 'plan-accepted':
      return 'Planned';
    case 'section-started':
      return event.question;
    case 'result-shrunk':
    case 'messages-dropped':
      return 'Made room';
    case 'answer-demanded':
      return 'Was told to answer';
    case 'citation-checked':
      return `Checked [${event.citation.n}]`;
    case 'run-finished':
      return 'Answered';
    case 'run-stopped':
      return 'Stopped';
    case 'run-failed':
      return 'Failed';
    default:
      return undefined;
  }
}
