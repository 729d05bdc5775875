/** The evaluation of this page, in IndexedDB: its questions, and each answer as it comes. */
import { clear, createStore, entries, get, set, setMany } from 'idb-keyval';
import type { Depth } from '../contracts';
import type { Manifest } from '../evaluate/manifest';
import type { AskedQuestion } from '../evaluate/questions';
import type { Row } from '../evaluate/rows';
import { guarded } from './thread-store';

const store = createStore('jan-nano-evaluation', 'evaluation');
const HEAD = 'evaluation';

export interface Evaluation {
  /** Of the questions' file. */
  name: string;
  sha256: string;
  /** Those that were drawn, out of so many. */
  questions: AskedQuestion[];
  of: number;
  /** Which were drawn, and the model's seed. */
  seed: number;
  depth: Depth;
  /** What answers; from the first question on. */
  manifest?: Manifest;
}

export interface KeptEvaluation {
  evaluation: Evaluation;
  rows: Row[];
}

/** The evaluation that is kept, or undefined. */
export async function loadEvaluation(): Promise<KeptEvaluation | undefined> {
  return guarded(async () => {
    const all = await entries<string, Evaluation | Row>(store);
    const head = all.find(([key]) => key === HEAD)?.[1] as Evaluation | undefined;
    const rows = all.flatMap(([key, value]) => (key === HEAD ? [] : [value as Row]));
    return head && { evaluation: head, rows: rows.sort((a, b) => a.at - b.at) };
  });
}

/** Puts another evaluation in place of what is kept. */
export async function keepEvaluation({ evaluation, rows }: KeptEvaluation): Promise<void> {
  await guarded(async () => {
    await clear(store);
    await setMany([[HEAD, evaluation], ...rows.map((row): [string, Row] => [row.id, row])], store);
  });
}

export async function keepHead(evaluation: Evaluation): Promise<void> {
  await guarded(() => set(HEAD, evaluation, store));
}

/** Once a question: a second tab that was at it too changes nothing. */
export async function keepRow(row: Row): Promise<void> {
  await guarded(async () => {
    if (!(await get(row.id, store))) await set(row.id, row, store);
  });
}

export async function clearEvaluation(): Promise<void> {
  await guarded(() => clear(store));
}
