/** Settings, and what relays offered, in IndexedDB. `['aside', …]` holds settings that could not be read in full. */
import { clear, createStore, del, get, set } from 'idb-keyval';
import type { ToolSpec } from '../contracts';
import { clearEvaluation } from './evaluation-store';
import { parseSettings, type Settings } from './settings';
import { isPartlyUnread, withoutSecrets } from './settings-unread';
import { allOrNothing, deleteAside, guarded, listAside, type Damaged } from './storage';
import { clearThreads } from './thread-store';

const settings = createStore('jan-nano-settings', 'settings');

export async function loadSettings(): Promise<Settings> {
  return parseSettings(await guarded(() => get('settings', settings)));
}

export async function saveSettings(value: Settings): Promise<void> {
  await guarded(() => set('settings', value, settings));
}

/** Sets settings aside, as they are, of which something cannot be read: the next change would write over it. */
export async function keepUnread(): Promise<void> {
  const stored = await guarded(() => get<unknown>('settings', settings));
  if (!isPartlyUnread(stored)) return;
  await allOrNothing(settings, (records) => {
    // Named for the moment: those of another one may still be there.
    records.put(stored, ['aside', `settings ${new Date().toISOString()}`]);
    records.put(parseSettings(stored), 'settings');
  });
}

/** To be shown and saved. */
export async function listDamaged(): Promise<Damaged[]> {
  const kept = await listAside(settings);
  return kept.map(({ key, value }) => ({ key, value: withoutSecrets(value) }));
}

export const deleteDamaged = () => deleteAside(settings);

/** What a relay offered when it last answered: with the network off the model is told the same. */
export async function rememberTools(relay: string, tools: ToolSpec[]): Promise<void> {
  await guarded(() => set(`tools ${relay}`, tools, settings));
}

export async function rememberedTools(relay: string): Promise<ToolSpec[] | undefined> {
  return guarded(() => get<ToolSpec[]>(`tools ${relay}`, settings));
}

/** What signing in to an MCP server gave: no part of the settings, and never exported. */
export function signInVault(server: string): {
  read(): Promise<unknown>;
  write(value: unknown): Promise<void>;
} {
  const key = `sign-in ${server}`;
  return {
    read: () => guarded(() => get<unknown>(key, settings)),
    write: (value) =>
      guarded(() => (value === undefined ? del(key, settings) : set(key, value, settings))),
  };
}

/** Deletes them, the threads and the evaluation. */
export async function clearAll(): Promise<void> {
  await Promise.all([clearThreads(), clearEvaluation(), guarded(() => clear(settings))]);
}
