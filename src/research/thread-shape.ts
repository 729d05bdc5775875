/** Whether what was stored or comes from a file is a thread: as far as the list, the page and exports look into it. */
import type { AgentEvent } from '../contracts';
import { areTexts, isFields } from '../evaluate/row-shape';
import { foldRun } from './fold';
import type { SavedRun, Thread, ThreadHead } from './thread-store';

/** The furthest from 1970 that a date can be, in ms. */
const LAST_TIME = 8.64e15;

/** Whether it has the parts of a thread. What happened in its runs may still be unreadable: see `isWholeRun`. */
export function isThread(value: unknown): value is Thread {
  return isHead(value) && 'runs' in value && Array.isArray(value.runs) && value.runs.every(isRun);
}

/** Whether all of it can be shown. */
export function isWholeThread(value: unknown): value is Thread {
  return isThread(value) && value.runs.every(isWholeRun);
}

export function isHead(value: unknown): value is ThreadHead {
  if (!isFields(value)) return false;
  const { at, changed, title, question, from } = value;
  return (
    areTexts(value, 'id') &&
    isTime(at) &&
    isTime(changed) &&
    [title, question].every((one) => one === undefined || typeof one === 'string') &&
    (from === undefined || isOrigin(from))
  );
}

export function isRun(value: unknown): value is SavedRun {
  if (!isFields(value)) return false;
  const { question, events, files } = value;
  return (
    typeof question === 'string' &&
    Array.isArray(events) &&
    events.every((event) => typeof (event as Partial<AgentEvent> | null)?.type === 'string') &&
    (files === undefined || isListOf(files, 'url', 'name'))
  );
}

/** Whether its events make a run that can be shown; that takes folding them, so it is for a thread that is opened. */
export function isWholeRun(value: unknown): value is SavedRun {
  if (!isRun(value)) return false;
  try {
    const { question, answer, citations, sources } = foldRun(value.events, value.question);
    return (
      areTexts({ question, answer }, 'question', 'answer') &&
      isListOf(citations, 'url', 'title') &&
      isListOf(sources, 'url', 'title') &&
      sources.every(({ passages }) => Array.isArray(passages))
    );
  } catch {
    return false;
  }
}

/** In place of a head that is broken: what is right in that one stays, the rest is as the thread's runs say. */
export function headFrom(id: string, runs: readonly unknown[], broken: unknown): ThreadHead {
  const { at, changed, title, pinned, from } = isFields(broken) ? broken : {};
  const readable = runs.filter(isRun);
  const times = readable
    .flatMap(({ events }) => events.map((event) => ('at' in event ? event.at : undefined)))
    .filter(isTime);
  const question = readable[0]?.question;
  return {
    id,
    at: isTime(at) ? at : (times[0] ?? 0),
    changed: isTime(changed) ? changed : (times.at(-1) ?? Date.now()),
    ...(typeof title === 'string' && title ? { title } : {}),
    ...(pinned === true ? { pinned } : {}),
    ...(isOrigin(from) ? { from } : {}),
    ...(question === undefined ? {} : { question }),
  };
}

function isOrigin(value: unknown): value is NonNullable<ThreadHead['from']> {
  return isFields(value) && areTexts(value, 'id') && Number.isSafeInteger(value['at']);
}

/** In ms since 1970. Anything else that is a number, such as NaN, makes a date that throws when it is written. */
function isTime(value: unknown): value is number {
  return typeof value === 'number' && Math.abs(value) <= LAST_TIME;
}

function isListOf(value: unknown, ...texts: string[]): boolean {
  return Array.isArray(value) && value.every((one) => isFields(one) && areTexts(one, ...texts));
}
