/** What a step is called. Tools are known by the arguments they take, so other servers' tools get a fair name too. */
import type { Source } from '../contracts';
import { steps as t } from '../i18n/en/steps';
import type { GenerationStep, RunView, ToolStep } from '../research/fold';
import { placeOf } from '../research/source-link';

export interface Label {
  icon: 'search' | 'page' | 'tool' | 'think';
  verb: string;
  object: string;
}

/** @param known sources that may already have a title for the page that is being read */
export function toolLabel(step: ToolStep, known: readonly Source[] = []): Label {
  const when = step.state === 'proposed' || step.state === 'running' ? 'active' : 'done';
  const { q, query, url } = step.arguments;
  const words = typeof q === 'string' ? q : query;
  if (typeof words === 'string')
    return { icon: 'search', verb: t.verbs.search[when], object: words };
  if (typeof url === 'string') {
    const title = [...step.sources, ...known].find((source) => source.url === url)?.title;
    return { icon: 'page', verb: t.verbs.page[when], object: title ?? placeOf(url) };
  }
  return { icon: 'tool', verb: t.verbs.tool[when], object: step.name };
}

/** What the model is doing right now, or undefined for a generation that has ended. */
export function generationLabel(step: GenerationStep): string | undefined {
  if (step.usage || step.calledTool) return undefined;
  const { prefill } = step;
  if (!step.raw && prefill && prefill.done < prefill.total)
    return t.readingTokens(prefill.done, prefill.total);
  return step.text ? t.writing : t.thinking;
}

/** One line for a run's newest step; a screen reader hears it when it changes. */
export function announce({ steps, sources }: RunView): string {
  const last = steps.at(-1);
  if (!last) return t.starting;
  if (last.kind === 'generation') return last.text ? t.writingAnswer : t.thinking;
  if (last.kind === 'section') return t.lookingUp(last.question);
  const { verb, object } = toolLabel(last, sources);
  const said = `${verb} ${object}`;
  return last.state === 'failed' ? t.whichFailed(said) : said;
}
