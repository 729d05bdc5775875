/** The rows of an evaluation: one line of JSON a question, written as it ends. */
import { appendFileSync, existsSync, readFileSync, truncateSync } from 'node:fs';
import type { AgentEvent } from '../src/contracts';
import type { Grade } from './eval-grade';
import type { AskedQuestion } from './eval-questions';
import type { Outcome } from './outcome';

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

/** Reads what is there. A line that a killed process left half written is cut off, so that the next one is whole. */
export function readRows(path: string): Row[] {
  if (!existsSync(path)) return [];
  const bytes = readFileSync(path);
  const whole = bytes.lastIndexOf('\n'.charCodeAt(0)) + 1;
  if (whole < bytes.length) truncateSync(path, whole);
  const lines = bytes.subarray(0, whole).toString('utf8').split('\n').filter(Boolean);
  return lines.map((line, index) => {
    try {
      return JSON.parse(line) as Row;
    } catch (error) {
      throw new Error(`${path}: line ${index + 1} is no JSON. Is this a file of rows?`, {
        cause: error,
      });
    }
  });
}

export function appendRow(path: string, row: Row): void {
  appendFileSync(path, `${JSON.stringify(row)}\n`);
}

/** What is left to be asked of an engine. */
export function openQuestions(
  questions: readonly AskedQuestion[],
  rows: readonly Row[],
  engine: string,
): AskedQuestion[] {
  const done = new Set(rows.map(keyOf));
  return questions.filter(({ id }) => !done.has(keyOf({ id, engine })));
}

export function transcriptOf(events: readonly AgentEvent[]): Row['transcript'] {
  return events.flatMap((event): Row['transcript'] => {
    if (event.type === 'generation-finished') return [{ by: 'model', text: event.text }];
    return event.type === 'tool-finished' ? [{ by: 'tool', text: event.shown }] : [];
  });
}
