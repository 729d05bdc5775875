/** The rows of an evaluation: one line of JSON a question, written as it ends. */
import type { AgentEvent } from '../contracts';
import { AppError } from '../errors';
import { faults } from '../i18n/en/faults';
import type { Grade } from './grade';
import type { AskedQuestion } from './questions';
import { outcomeOf, type Outcome } from './outcome';

export interface Row {
  id: string;
  question: string;
  expected: string[];
  /** As the app names them. */
  engine: string;
  quantisation: string;
  outcome: Outcome;
  /** What the model wrote and what it was shown, in order. */
  transcript: { by: 'model' | 'tool'; text: string }[];
  grade: Grade;
  gradedBy: string;
  /** In ms since 1970. */
  at: number;
}

export const keyOf = ({ id, engine }: Pick<Row, 'id' | 'engine'>): string => `${engine} ${id}`;

/** What is left to be asked of an engine. */
export function openQuestions(
  questions: readonly AskedQuestion[],
  rows: readonly Row[],
  engine: string,
): AskedQuestion[] {
  const done = new Set(rows.map(keyOf));
  return questions.filter(({ id }) => !done.has(keyOf({ id, engine })));
}

/**
 * The row of a question whose run has ended. Throws where the run could not begin: it is asked again when the
 * evaluation goes on, and would count against the model.
 */
export async function rowOf(
  asked: AskedQuestion,
  events: AgentEvent[],
  by: Pick<Row, 'engine' | 'quantisation' | 'gradedBy'> & {
    grade: (outcome: Outcome) => Grade | Promise<Grade>;
  },
): Promise<Row> {
  const { engine, quantisation, gradedBy, grade } = by;
  const outcome = outcomeOf(asked.question, events);
  if (outcome.finish === 'failed' && !outcome.engine)
    throw new AppError('unknown', outcome.error ?? faults.unknown);
  return {
    ...asked,
    ...{ engine, quantisation, outcome, transcript: transcriptOf(events) },
    ...{ grade: await grade(outcome), gradedBy, at: Date.now() },
  };
}

function transcriptOf(events: readonly AgentEvent[]): Row['transcript'] {
  return events.flatMap((event): Row['transcript'] => {
    if (event.type === 'generation-finished') return [{ by: 'model', text: event.text }];
    return event.type === 'tool-finished' ? [{ by: 'tool', text: event.shown }] : [];
  });
}
