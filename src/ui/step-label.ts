/** What a step is called. Tools are known by the arguments they take, so other servers' tools get a fair name too. */
import type { Source } from '../contracts';
import type { GenerationStep, RunView, ToolStep } from '../research/fold';
import { placeOf } from '../research/source-link';
import { count } from './format';

export interface Label {
  icon: 'search' | 'page' | 'tool' | 'think';
  verb: string;
  object: string;
}

/** @param known sources that may already have a title for the page that is being read */
export function toolLabel(step: ToolStep, known: readonly Source[] = []): Label {
  const active = step.state === 'proposed' || step.state === 'running';
  const { q, query, url } = step.arguments;
  const words = typeof q === 'string' ? q : query;
  if (typeof words === 'string')
    return { icon: 'search', verb: active ? 'Searching' : 'Searched', object: words };
  if (typeof url === 'string') {
    const title = [...step.sources, ...known].find((source) => source.url === url)?.title;
    return { icon: 'page', verb: active ? 'Reading' : 'Read', object: title ?? placeOf(url) };
  }
  return { icon: 'tool', verb: active ? 'Calling' : 'Called', object: step.name };
}

/** What the model is doing right now, or undefined for a generation that has ended. */
export function generationLabel(step: GenerationStep): string | undefined {
  if (step.usage || step.calledTool) return undefined;
  const { prefill } = step;
  if (!step.raw && prefill && prefill.done < prefill.total)
    return `Reading ${count(prefill.done)} of ${count(prefill.total)} tokens`;
  return step.text ? 'Writing' : 'Thinking';
}

/** One line for a run's newest step; a screen reader hears it when it changes. */
export function announce({ steps, sources }: RunView): string {
  const last = steps.at(-1);
  if (!last) return 'Starting';
  if (last.kind === 'generation') return last.text ? 'Writing the answer' : 'Thinking';
  if (last.kind === 'section') return `Looking up: ${last.question}`;
  const { verb, object } = toolLabel(last, sources);
  return `${verb} ${object}${last.state === 'failed' ? ', which failed' : ''}`;
}
