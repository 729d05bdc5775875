/** Puts the answers of a deep run together. */
import { NOT_FOUND } from './claims';
import type { Section } from './transcript';

/** More than these are not looked up. */
export const MOST_QUESTIONS = 8;
const LONGEST_QUESTION = 300;

/** The sub-questions that the model wrote, one a line; a plan that cannot be read is the question alone. */
export function parsePlan(text: string, question: string): string[] {
  const lines = text
    .split('\n')
    .map((line) => /^\s*(?:\d+[.)]|[-*•])\s+(.+?)\s*$/.exec(line)?.[1] ?? '')
    .filter((line) => line.length > 3 && line.length <= LONGEST_QUESTION);
  const unique = [...new Set(lines)].slice(0, MOST_QUESTIONS);
  return unique.length > 0 ? unique : [question];
}

/**
 * A section for each sub-question that was answered, then what stayed open. Markdown.
 * A plan of one question is answered without a heading.
 */
export function reportOf(
  plan: readonly string[],
  sections: readonly Section[],
  { open: withOpen = true } = {},
): string {
  const answers = sections.map(({ answer }) => answer?.trim() ?? '');
  if (plan.length <= 1) return answers[0] ?? '';
  const answered = (at: number): boolean => isAnswered(answers[at]);
  const done = plan.flatMap((question, at) =>
    answered(at) ? [`## ${oneLine(question)}\n\n${answers[at]}`] : [],
  );
  const open = plan.filter((_, at) => !answered(at)).map((question) => `- ${oneLine(question)}`);
  if (withOpen && open.length > 0) done.push(`## Open questions\n\n${open.join('\n')}`);
  return done.join('\n\n');
}

/** Whether what was said to a sub-question answers it; the report lists it as open where not. */
export function isAnswered(said = ''): boolean {
  const text = said.trim();
  return text !== '' && !text.endsWith(NOT_FOUND);
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();
