import 'fake-indexeddb/auto';
import { get, set } from 'idb-keyval';
import { beforeEach, describe, expect, it } from 'vitest';
import * as storage from '../../src/research/history';
import type { Thread } from '../../src/research/history';
import { HistoryState } from '../../src/research/history.svelte';
import { defaultSettings } from '../../src/research/settings';

const thread = (id: string, changed: number): Thread => ({
  id,
  at: 1,
  changed,
  runs: [{ question: `Question ${id}`, events: [] }],
});
const ids = (threads: Thread[]) => threads.map(({ id }) => id);

describe('what is stored', () => {
  beforeEach(() => storage.clearAll());

  it('lists threads with the newest first', async () => {
    for (const [id, changed] of [
      ['a', 1],
      ['b', 3],
      ['c', 2],
    ] as const)
      await storage.saveThread(thread(id, changed));
    expect(ids(await storage.listThreads())).toEqual(['b', 'c', 'a']);
  });

  it('replaces a thread that is saved again', async () => {
    await storage.saveThread(thread('a', 1));
    await storage.saveThread(thread('a', 2));
    expect(await storage.listThreads()).toEqual([thread('a', 2)]);
  });

  it('does not trip over an entry of another shape', async () => {
    await storage.saveThread({ id: 'x', changed: 1 } as Thread);
    await storage.saveThread(thread('a', 1));
    expect(ids(await storage.listThreads())).toEqual(['a']);
  });

  it('gives settings back, and the defaults when there are none', async () => {
    expect(await storage.loadSettings()).toEqual(defaultSettings);
    const settings = { relay: 'http://r', theme: 'dark' as const, sampling: { topK: 3 } };
    await storage.saveSettings(settings);
    expect(await storage.loadSettings()).toEqual(settings);
  });

  it('clears its own data alone', async () => {
    await set('other', 1);
    await storage.saveThread(thread('a', 1));
    await storage.clearAll();
    expect(await storage.listThreads()).toEqual([]);
    expect(await get('other')).toBe(1);
  });

  it('says what a storage fault means', async () => {
    const unclonable = { ...thread('a', 1), at: (() => 1) as unknown as number };
    await expect(storage.saveThread(unclonable)).rejects.toMatchObject({ code: 'storage' });
  });
});

describe('HistoryState', () => {
  beforeEach(() => storage.clearAll());

  it('shows a saved thread at once, and after a reload', async () => {
    const history = new HistoryState();
    history.save(thread('a', 1));
    history.save(thread('b', 2));
    history.save(thread('a', 3));
    expect(ids(history.threads)).toEqual(['a', 'b']);
    await expect.poll(() => storage.listThreads()).toHaveLength(2);
    const reloaded = new HistoryState();
    await reloaded.load();
    expect(ids(reloaded.threads)).toEqual(['a', 'b']);
  });

  it('deletes, and brings back in its place', async () => {
    const history = new HistoryState();
    for (const [id, changed] of [
      ['a', 1],
      ['b', 2],
      ['c', 3],
    ] as const)
      await storage.saveThread(thread(id, changed));
    await history.load();
    await history.remove(thread('b', 2), 60_000);
    expect(ids(history.threads)).toEqual(['c', 'a']);
    expect(ids(await storage.listThreads())).toEqual(['c', 'a']);
    await history.undo();
    expect(history.removed).toBeUndefined();
    expect(ids(history.threads)).toEqual(['c', 'b', 'a']);
    expect(ids(await storage.listThreads())).toEqual(['c', 'b', 'a']);
  });

  it('does not bring a deleted thread back by a save that was still waiting', async () => {
    const history = new HistoryState();
    history.save(thread('a', 1));
    history.save(thread('a', 2));
    await history.remove(thread('a', 2), 60_000);
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(await storage.listThreads()).toEqual([]);
  });

  it('goes on without storage and says so', async () => {
    const history = new HistoryState();
    history.save({ ...thread('a', 1), at: (() => 1) as unknown as number });
    await expect.poll(() => history.error?.code).toBe('storage');
    expect(ids(history.threads)).toEqual(['a']);
  });
});
