/**
 * The evaluation of this page, in IndexedDB: its questions, and each answer as it comes under its id.
 * `['aside', …]` holds records that cannot be read, as they were.
 */
import { clear, createStore, entries, get, set } from 'idb-keyval';
import type { Depth } from '../contracts';
import type { Manifest } from '../evaluate/manifest';
import type { AskedQuestion } from '../evaluate/questions';
import { areTexts, isAsked, isFields, isRow } from '../evaluate/row-shape';
import type { Row } from '../evaluate/rows';
import { isDepth } from './settings';
import { allOrNothing, guarded, setAside, type Damaged } from './storage';

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

/** The evaluation that is kept, or undefined. Records that cannot be read are set aside. */
export async function loadEvaluation(): Promise<{ kept?: KeptEvaluation; damaged: Damaged[] }> {
  return guarded(async () => {
    const aside: Damaged[] = [];
    const broken: Damaged[] = [];
    const rows: Row[] = [];
    let evaluation: Evaluation | undefined;
    for (const [key, value] of await entries<IDBValidKey, unknown>(store)) {
      if (Array.isArray(key)) aside.push({ key: key[1]!, value });
      else if (key === HEAD && isEvaluation(value)) evaluation = value;
      else if (isRow(value) && value.id === key) rows.push(value);
      else broken.push({ key, value });
    }
    // Nothing says what these answer, and the next evaluation would take their place.
    if (broken.some(({ key }) => key === HEAD))
      broken.push(...rows.map((row) => ({ key: row.id, value: row })));
    await write((records) => broken.forEach((one) => setAside(records, one)));
    rows.sort((a, b) => a.at - b.at);
    return { ...(evaluation && { kept: { evaluation, rows } }), damaged: [...aside, ...broken] };
  });
}

/** Puts another evaluation in place of what is kept. */
export async function keepEvaluation({ evaluation, rows }: KeptEvaluation): Promise<void> {
  await write((records) => {
    records.delete(unbroken());
    records.put(evaluation, HEAD);
    for (const row of rows) records.put(row, row.id);
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

/** What was set aside stays. */
export async function removeEvaluation(): Promise<void> {
  await write((records) => records.delete(unbroken()));
}

export async function deleteDamaged(): Promise<void> {
  await write((records) => records.delete(IDBKeyRange.bound(['aside'], ['aside', [[]]])));
}

/** All of it. */
export async function clearEvaluation(): Promise<void> {
  await guarded(() => clear(store));
}

/** Every key that is a text. */
const unbroken = () => IDBKeyRange.bound('', [], false, true);

const write = (work: (records: IDBObjectStore) => unknown) => allOrNothing(store, work);

function isEvaluation(value: unknown): value is Evaluation {
  if (!isFields(value)) return false;
  const { questions, of, seed, depth, manifest } = value;
  return (
    areTexts(value, 'name', 'sha256') &&
    Array.isArray(questions) &&
    questions.every(isAsked) &&
    Number.isFinite(of) &&
    Number.isFinite(seed) &&
    isDepth(depth) &&
    (manifest === undefined || isManifest(manifest))
  );
}

function isManifest(value: unknown): boolean {
  if (!isFields(value)) return false;
  const { settings, weights } = value;
  return (
    areTexts(value, 'identity', 'commit', 'date') &&
    isFields(weights) &&
    isFields(settings) &&
    areTexts(settings, 'model', 'tools') &&
    Array.isArray(settings['engines'])
  );
}
