/** How far the sub-questions of a plan have come. */
import { isAnswered } from '../agent/report';
import type { RunView } from './fold';

/** `open`: looked up, and listed by the report as not answered. */
export type PlanState = 'done' | 'open' | 'current' | 'waiting';

/** Of each sub-question, in the order of the plan. */
export function planStates({ plan, status, steps }: RunView): PlanState[] {
  const answers = steps.flatMap((step) => (step.kind === 'section' ? (step.answer ?? []) : []));
  return (plan?.questions ?? []).map((_, at) => {
    const said = answers[at];
    if (said !== undefined) return isAnswered(said) ? 'done' : 'open';
    return at === answers.length && status === 'running' ? 'current' : 'waiting';
  });
}
