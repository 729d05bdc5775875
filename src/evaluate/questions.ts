/** Reads the questions of an evaluation: CSV or JSONL with a question and its answer. */
import { parse } from 'csv-parse/browser/esm/sync';
import { createSHA256 } from 'hash-wasm';
import type { Said } from '../contracts';
import { AppError } from '../errors';
import { questions as words } from '../i18n/en/questions';

export interface AskedQuestion {
  /** The same for the same question and answers. */
  id: string;
  question: string;
  /** Any of these is right; the first is the one that a judge is shown. */
  expected: string[];
}

/** Names of the columns, in the order of preference; SimpleQA calls them `problem` and `answer`. */
const QUESTION = ['question', 'problem', 'q'];
const ANSWER = ['answer', 'expected', 'target', 'answers'];
const ALIASES = ['aliases', 'alias', 'answer_aliases'];

/** Throws an AppError that names the line, for a person. The format is that of the file's name. */
export async function parseQuestions(name: string, text: string): Promise<AskedQuestion[]> {
  const found = /\.(jsonl|ndjson)$/i.test(name) ? fromJsonLines(text) : fromCsv(text);
  const hash = await createSHA256();
  const byId = new Map<string, AskedQuestion>();
  for (const { question, expected } of found) {
    const digest = hash
      .init()
      .update(JSON.stringify([question, expected]))
      .digest();
    const id = digest.slice(0, 16);
    byId.set(id, { id, question, expected });
  }
  if (byId.size === 0) throw wrong(words.none(name));
  return [...byId.values()];
}

type Found = Omit<AskedQuestion, 'id'>;

function fromCsv(text: string): Found[] {
  let records: Record<string, string>[];
  try {
    records = parse(text, { columns: true, bom: true, skip_empty_lines: true });
  } catch (error) {
    throw wrong(words.noCsv(error instanceof Error ? error.message : String(error)), error);
  }
  return records.map((record, index) => toQuestion(record, words.row(index + 1)));
}

function fromJsonLines(text: string): Found[] {
  return text.split('\n').flatMap((line, index) => {
    if (!line.trim()) return [];
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch (error) {
      throw wrong(words.noJson(words.line(index + 1)), error);
    }
    if (typeof value !== 'object' || value === null)
      throw wrong(words.noObject(words.line(index + 1)));
    return toQuestion(value as Record<string, unknown>, words.line(index + 1));
  });
}

function wrong(what: Said, cause?: unknown): AppError {
  return new AppError('bad-input', what, { cause });
}

function toQuestion(record: Record<string, unknown>, where: Said): Found {
  const byName = new Map(
    Object.entries(record).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const find = (names: string[]) =>
    names.map((name) => byName.get(name)).find((one) => one !== null && one !== undefined);
  const [question = ''] = texts(find(QUESTION));
  const expected = [...texts(find(ANSWER)), ...texts(find(ALIASES), '|')];
  if (!question) throw wrong(words.noQuestion(where, QUESTION.join(' / ')));
  if (expected.length === 0) throw wrong(words.noAnswer(where, ANSWER.join(' / ')));
  return { question, expected: [...new Set(expected)] };
}

/** Aliases may be a list, or one text with bars between them. */
function texts(value: unknown, bar?: string): string[] {
  const all = (Array.isArray(value) ? value : [value]) as unknown[];
  const plain = all.filter((one) => typeof one === 'string' || typeof one === 'number').map(String);
  const split = plain.flatMap((one) => (bar ? one.split(bar) : [one]));
  return split.map((one) => one.trim()).filter(Boolean);
}

/** `count` questions drawn without putting back; the same ones for the same seed, in the file's order. */
export function sample<T>(questions: readonly T[], count: number, seed: number): T[] {
  if (count >= questions.length) return [...questions];
  const next = random(seed);
  const order = questions.map((_, index) => index);
  // Fisher and Yates, as far as it is needed.
  for (let i = 0; i < count; i++) {
    const j = i + Math.floor(next() * (order.length - i));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order
    .slice(0, count)
    .sort((a, b) => a - b)
    .map((index) => questions[index]!);
}

/** mulberry32: numbers from 0 to 1, the same ones for the same seed. */
function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
