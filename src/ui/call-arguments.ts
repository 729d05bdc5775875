/** What a tool is called with, as text: a person is to know what leaves, whatever it looks like. */
import type { Source } from '../contracts';
import type { ToolStep } from '../research/fold';
import { toolLabel } from './step-label';

export interface ArgumentLine {
  name: string;
  text: string;
}

/** One line for each argument, in their order; values that are `said` elsewhere are left out. */
export function argumentLines(
  args: Readonly<Record<string, unknown>>,
  said: readonly string[] = [],
): ArgumentLine[] {
  return Object.entries(args)
    .map(([name, value]) => ({ name, text: textOf(value) }))
    .filter(({ text }) => !said.includes(text));
}

/** Those of a step that neither its line nor the sources below it tell. */
export function stepArguments(step: ToolStep, known: readonly Source[]): ArgumentLine[] {
  const addresses = step.sources.map(({ url }) => url);
  return argumentLines(step.arguments, [toolLabel(step, known).object, ...addresses]);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : String(JSON.stringify(value));
}
