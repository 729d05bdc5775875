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
import { allOrNothing, deleteAside, guarded, listAside, setAside } from './storage';
import { soundVersions } from './run-versions';
import { plainText } from './thread-search';
import { headFrom, isHead, isRun, isThread, isWholeRun } from './thread-shape';

/** A file of the library that a question was asked with. */
export interface AttachedFile {
  url: string;
  name: string;
}

export interface SavedRun {
  question: string;
  depth?: Depth;
  /** Whether the model may think, where that was said of this run alone. */
  thinking?: boolean;
  /** Came with the question; absent where none did. */
  files?: AttachedFile[];
  events: AgentEvent[];
  /** Its other versions, in the order in which they were asked for; each was shown in its place before. */
  earlier?: RunVersion[];
  /** How many of them were asked for before the one that is shown; all where absent. */
  place?: number;
}

/** One answer to a question: how it was asked, and what happened. */
export type RunVersion = Pick<SavedRun, 'depth' | 'thinking' | 'events'>;

/** What the list shows of a thread. */
export interface ThreadHead {
  id: string;
  /** When it was started and last changed, in ms since 1970. */
  at: number;
  changed: number;
  /** A name that a person gave it, or that tells a branch apart; its first question stands in where absent. */
  title?: string;
  /** Stands above the others. */
  pinned?: true;
  /** The first one; absent in a thread without any. */
  question?: string;
  /** The thread that it branched from, and the first run, from 0, that is not that one's. */
  from?: { id: string; at: number };
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
  return (await readHeads(all('head'))).sort((a, b) => b.changed - a.changed);
}

/** A whole thread, without the runs that cannot be read; undefined where there is none. */
export async function readThread(id: string): Promise<Thread | undefined> {
  const [head] = await readHeads(IDBKeyRange.only(['head', id]));
  if (!head) return undefined;
  const thread: ThreadHead & Thread = { ...head, runs: await readRuns(id) };
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

/** One run of a thread by its place in it; undefined where there is none that can be read. */
export async function readRun(id: string, at: number): Promise<SavedRun | undefined> {
  const keys = await guarded(() =>
    store('readonly', (records) => promisifyRequest(records.getAllKeys(all('run', id)))),
  );
  const key = keys[at];
  if (key === undefined) return undefined;
  const [record] = await read(IDBKeyRange.only(key));
  return isRun(record?.value) ? record.value : undefined;
}

/** The words of every thread, by its id: of each run, in their order, as `plainText` makes them. */
export async function readTexts(): Promise<Map<string, string[]>> {
  const [made] = await read(IDBKeyRange.only(TEXTS_KEY));
  if (made?.value !== TEXTS) await makeTexts();
  const texts = new Map<string, string[]>();
  for (const { key, value } of await read(all('text'))) {
    const id = (key as string[])[1]!;
    const runs = texts.get(id) ?? [];
    runs.push(typeof value === 'string' ? value : '');
    texts.set(id, runs);
  }
  return texts;
}

export const listDamaged = () => listAside(store);
export const deleteDamaged = () => deleteAside(store);

function put(records: IDBObjectStore, thread: Thread, first: number): void {
  const { id, runs } = thread;
  records.put(headOf(thread), ['head', id]);
  for (const [n, run] of runs.entries()) {
    if (n < first) continue;
    records.put(run, ['run', id, n]);
    records.put(wordsOf(run), ['text', id, n]);
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
        if (isRun(value)) records.put(wordsOf(value), textKey(key));
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

/** None of a run that cannot be read: that shows when its thread is, and must not cost the words of the others. */
function wordsOf(run: SavedRun): string {
  try {
    return plainText(run);
  } catch {
    return '';
  }
}

/** A head that cannot be read is set aside, and made anew where there are runs that would be lost without it. */
async function readHeads(range: IDBKeyRange): Promise<ThreadHead[]> {
  const heads: ThreadHead[] = [];
  for (const { key, value } of await read(range)) {
    const id = (key as IDBValidKey[])[1]!;
    if (isHead(value) && value.id === id) {
      heads.push(value);
      continue;
    }
    const runs = (await read(all('run', id))).map((run) => run.value);
    const head = typeof id === 'string' && runs.length > 0 ? headFrom(id, runs, value) : undefined;
    if (head) heads.push(head);
    await write((records) => {
      setAside(records, { key, value });
      if (head) records.put(head, key);
    });
  }
  return heads;
}

/** Those that cannot be read are set aside. */
async function readRuns(id: string): Promise<SavedRun[]> {
  const runs: SavedRun[] = [];
  for (const { key, value } of await read(all('run', id))) {
    if (isWholeRun(value)) runs.push(await mended(key, value));
    else
      await write((records) => {
        setAside(records, { key, value });
        records.delete(textKey(key));
      });
  }
  return runs;
}

/** A run without those of its versions that cannot be shown, which are set aside. */
async function mended(key: IDBValidKey, saved: SavedRun): Promise<SavedRun> {
  const { run, broken } = soundVersions(saved);
  if (broken.length > 0)
    await write((records) => {
      for (const [n, value] of broken.entries())
        setAside(records, { key: [...(key as IDBValidKey[]), 'version', n], value });
      records.put(run, key);
    });
  return run;
}

/** Where the words of a run are, by the run's own key. */
function textKey(run: IDBValidKey): IDBValidKey[] {
  return ['text', ...(run as IDBValidKey[]).slice(1)];
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
