/** How far the sub-questions of a plan have come. */
import { NOT_FOUND } from '../agent/claims';
import type { RunView } from './fold';

/** `open`: looked up, and listed by the report as not answered. */
export type PlanState = 'done' | 'open' | 'current' | 'waiting';

/** Of each sub-question, in the order of the plan. */
export function planStates({ plan, status, steps }: RunView): PlanState[] {
  const answers = steps.flatMap((step) => (step.kind === 'section' ? (step.answer ?? []) : []));
  return (plan?.questions ?? []).map((_, at) => {
    const said = answers[at]?.trim();
    if (said !== undefined) return said === '' || said.endsWith(NOT_FOUND) ? 'open' : 'done';
    return at === answers.length && status === 'running' ? 'current' : 'waiting';
  });
}
