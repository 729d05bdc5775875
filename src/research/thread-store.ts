/**
 * Threads in IndexedDB: of each a head, which the list shows, and for every run its events and its words. So the
 * list opens without reading what it does not show, and a run that goes on is written without the others.
 *
 * Keys: `['head', id]`, `['run', id, n]`, `['text', id, n]`; `['texts']` says what was put into the words;
 * `['aside', …]` holds records that cannot be read, as they were. The first version kept a whole thread under its id
 * alone: such records are taken over when listed.
 */
import { createStore, promisifyRequest } from 'idb-keyval';
import type { AgentEvent, Depth } from '../contracts';
import { allOrNothing, guarded, setAside, type Damaged } from './storage';
import { plainText } from './thread-search';

export interface SavedRun {
  question: string;
  depth?: Depth;
  /** Whether the model may think, where that was said of this run alone. */
  thinking?: boolean;
  events: AgentEvent[];
}

/** What the list shows of a thread. */
export interface ThreadHead {
  id: string;
  /** When it was started and last changed, in ms since 1970. */
  at: number;
  changed: number;
  /** A name that a person gave it; its first question stands in where absent. */
  title?: string;
  /** Stands above the others. */
  pinned?: true;
  /** The first one; absent in a thread without any. */
  question?: string;
}

/** A question and its follow-ups. */
export interface Thread extends Omit<ThreadHead, 'question'> {
  runs: SavedRun[];
}

/** Counts what `plainText` takes in; with another number stored, the words are made anew. 2: addresses of sources. */
const TEXTS = 2;
const TEXTS_KEY = ['texts'];

/** Records read at once: few enough not to hold up the page. */
const AT_ONCE = 200;

const store = createStore('jan-nano-history', 'threads');
/** Every key that begins with `parts`; a key that was set aside is one part of another, and itself of parts. */
const all = (...parts: IDBValidKey[]) => IDBKeyRange.bound(parts, [...parts, [[]]]);

export function headOf({ runs, ...head }: Thread): ThreadHead {
  const question = runs[0]?.question;
  return { ...head, ...(question === undefined ? {} : { question }) };
}

/** Newest first. Records that cannot be read are set aside. */
export async function listThreads(): Promise<ThreadHead[]> {
  await takeOver();
  const heads = await checked(all('head'), isHead);
  return heads.map(({ value }) => value).sort((a, b) => b.changed - a.changed);
}

/** A whole thread, without the runs that cannot be read; undefined where there is none. */
export async function readThread(id: string): Promise<Thread | undefined> {
  const [head] = await checked(IDBKeyRange.only(['head', id]), isHead);
  if (!head) return undefined;
  const runs = await checked(all('run', id), isRun);
  const thread: ThreadHead & Thread = { ...head.value, runs: runs.map(({ value }) => value) };
  delete thread.question;
  return thread;
}

/** Writes the head, and of the runs those from `first` on: the others are as they were. */
export async function saveThread(thread: Thread, first = 0): Promise<void> {
  await write((records) => put(records, thread, first));
}

export async function saveHead(head: ThreadHead): Promise<void> {
  await write((records) => records.put(head, ['head', head.id]));
}

export async function deleteThread(id: string): Promise<void> {
  await write((records) => {
    records.delete(['head', id]);
    records.delete(all('run', id));
    records.delete(all('text', id));
  });
}

export async function clearThreads(): Promise<void> {
  await write((records) => records.clear());
}

/** The words of every thread, by its id, as `plainText` makes them. */
export async function readTexts(): Promise<Map<string, string>> {
  const [made] = await read(IDBKeyRange.only(TEXTS_KEY));
  if (made?.value !== TEXTS) await makeTexts();
  const texts = new Map<string, string>();
  for (const { key, value } of await read(all('text'))) {
    const id = (key as string[])[1]!;
    if (typeof value === 'string') texts.set(id, `${texts.get(id) ?? ''}\n${value}`);
  }
  return texts;
}

export async function listDamaged(): Promise<Damaged[]> {
  return (await read(all('aside'))).map(({ key, value }) => ({
    key: (key as IDBValidKey[])[1]!,
    value,
  }));
}

export async function deleteDamaged(): Promise<void> {
  await write((records) => records.delete(all('aside')));
}

function put(records: IDBObjectStore, thread: Thread, first: number): void {
  const { id, runs } = thread;
  records.put(headOf(thread), ['head', id]);
  for (const [n, run] of runs.entries()) {
    if (n < first) continue;
    records.put(run, ['run', id, n]);
    records.put(plainText(run), ['text', id, n]);
  }
  for (const kind of ['run', 'text'])
    records.delete(IDBKeyRange.bound([kind, id, runs.length], [kind, id, []]));
}

/** A thread at a time: all of them may be more than fits in memory. */
async function makeTexts(): Promise<void> {
  for (const { id } of await listThreads()) {
    const runs = await read(all('run', id));
    await write((records) => {
      for (const { key, value } of runs)
        if (isRun(value)) records.put(plainText(value), ['text', ...(key as string[]).slice(1)]);
    });
  }
  await write((records) => records.put(TEXTS, TEXTS_KEY));
}

/** Brings threads of the first version into the present one, each in a transaction of its own. */
async function takeOver(): Promise<void> {
  for (const { key, value } of await read(IDBKeyRange.bound('', [], false, true)))
    await write((records) => {
      if (isThread(value)) put(records, value, 0);
      else records.put(value, ['aside', key]);
      records.delete(key);
    });
}

/** The records of a range that have the shape; the others are set aside. */
async function checked<T>(
  range: IDBKeyRange,
  isShape: (value: unknown) => value is T,
): Promise<{ key: IDBValidKey; value: T }[]> {
  const good: { key: IDBValidKey; value: T }[] = [];
  for (const { key, value } of await read(range)) {
    if (isShape(value)) good.push({ key, value });
    else await write((records) => setAside(records, { key, value }));
  }
  return good;
}

/** In the order of their keys, some at a time: the page goes on between them. */
async function read(range: IDBKeyRange): Promise<{ key: IDBValidKey; value: unknown }[]> {
  const found: { key: IDBValidKey; value: unknown }[] = [];
  for (let next: IDBKeyRange | undefined = range; next;) {
    const here: IDBKeyRange = next;
    const [keys, values] = await guarded(() =>
      store('readonly', (records) =>
        Promise.all([
          promisifyRequest(records.getAllKeys(here, AT_ONCE)),
          promisifyRequest(records.getAll(here, AT_ONCE)),
        ]),
      ),
    );
    found.push(...keys.map((key, at) => ({ key, value: values[at] as unknown })));
    const last = keys.at(-1);
    const more = keys.length === AT_ONCE && last !== undefined;
    next = more ? IDBKeyRange.bound(last, range.upper, true, range.upperOpen) : undefined;
  }
  return found;
}

const write = (work: (records: IDBObjectStore) => unknown) => allOrNothing(store, work);

/** Whether a stored or imported value has the shape of a thread. */
export function isThread(value: unknown): value is Thread {
  return isHead(value) && 'runs' in value && Array.isArray(value.runs) && value.runs.every(isRun);
}

function isHead(value: unknown): value is ThreadHead {
  if (typeof value !== 'object' || value === null) return false;
  const { id, changed } = value as Record<string, unknown>;
  return typeof id === 'string' && typeof changed === 'number';
}

function isRun(value: unknown): value is SavedRun {
  if (typeof value !== 'object' || value === null) return false;
  const { question, events } = value as Record<string, unknown>;
  return (
    typeof question === 'string' &&
    Array.isArray(events) &&
    events.every((event) => typeof (event as Partial<AgentEvent> | null)?.type === 'string')
  );
}
