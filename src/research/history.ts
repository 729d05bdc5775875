/** Runs and settings in IndexedDB. Storage that fails costs the history, never the answer. */
import { clear, createStore, del, entries, get, set } from 'idb-keyval';
import type { AgentEvent, Depth, ToolSpec } from '../contracts';
import { AppError } from '../errors';
import { parseSettings, type Settings } from './settings';

export interface SavedRun {
  question: string;
  depth?: Depth;
  events: AgentEvent[];
}

/** A question and its follow-ups. */
export interface Thread {
  id: string;
  /** When it was started and last changed, in ms since 1970. */
  at: number;
  changed: number;
  /** A name that a person gave it; its first question stands in where absent. */
  title?: string;
  /** Stands above the others. */
  pinned?: true;
  runs: SavedRun[];
}

const runs = createStore('jan-nano-history', 'threads');
const settings = createStore('jan-nano-settings', 'settings');

/** Newest first. Entries of another shape are left alone and not shown. */
export async function listThreads(): Promise<Thread[]> {
  const all = await guarded(() => entries<string, unknown>(runs));
  return all
    .map(([, thread]) => thread)
    .filter(isThread)
    .sort((a, b) => b.changed - a.changed);
}

export async function saveThread(thread: Thread): Promise<void> {
  await guarded(() => set(thread.id, thread, runs));
}

export async function deleteThread(id: string): Promise<void> {
  await guarded(() => del(id, runs));
}

export async function loadSettings(): Promise<Settings> {
  return parseSettings(await guarded(() => get('settings', settings)));
}

export async function saveSettings(value: Settings): Promise<void> {
  await guarded(() => set('settings', value, settings));
}

/** What a relay offered when it last answered: with the network off the model is told the same. */
export async function rememberTools(relay: string, tools: ToolSpec[]): Promise<void> {
  await guarded(() => set(`tools ${relay}`, tools, settings));
}

export async function rememberedTools(relay: string): Promise<ToolSpec[] | undefined> {
  return guarded(() => get<ToolSpec[]>(`tools ${relay}`, settings));
}

export async function clearAll(): Promise<void> {
  await guarded(() => Promise.all([clear(runs), clear(settings)]));
}

async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new AppError(
      'storage',
      'The browser did not let the page store data. Runs are kept only until the page is closed.',
      { cause: error },
    );
  }
}

/** Whether a stored or imported value has the shape of a thread. */
export function isThread(value: unknown): value is Thread {
  if (typeof value !== 'object' || value === null) return false;
  const { id, changed, runs } = value as Record<string, unknown>;
  return (
    typeof id === 'string' &&
    typeof changed === 'number' &&
    Array.isArray(runs) &&
    runs.every(isRun)
  );
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
