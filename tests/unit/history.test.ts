import 'fake-indexeddb/auto';
import { createStore, entries, get, set } from 'idb-keyval';
import { beforeEach, describe, expect, it } from 'vitest';
import { HistoryState } from '../../src/research/history.svelte';
import { defaultSettings } from '../../src/research/settings';
import { clearAll, loadSettings, saveSettings } from '../../src/research/settings-store';
import * as store from '../../src/research/thread-store';
import type { Thread } from '../../src/research/thread-store';
import { recorded } from '../fixtures/run-events';

const thread = (id: string, changed: number): Thread => ({
  id,
  at: 1,
  changed,
  runs: [{ question: `Question ${id}`, events: [] }],
});
const ids = (threads: { id: string }[]) => threads.map(({ id }) => id);
const raw = createStore('jan-nano-history', 'threads');
const keys = async () => (await entries<IDBValidKey, unknown>(raw)).map(([key]) => key);

describe('what is stored', () => {
  beforeEach(() => clearAll());

  it('lists threads with the newest first', async () => {
    for (const [id, changed] of [
      ['a', 1],
      ['b', 3],
      ['c', 2],
    ] as const)
      await store.saveThread(thread(id, changed));
    expect(await store.listThreads()).toEqual([
      { id: 'b', at: 1, changed: 3, question: 'Question b' },
      { id: 'c', at: 1, changed: 2, question: 'Question c' },
      { id: 'a', at: 1, changed: 1, question: 'Question a' },
    ]);
  });

  it('gives a thread back as it was saved, and nothing of another', async () => {
    const whole: Thread = {
      ...thread('a', 1),
      title: 'Mine',
      pinned: true,
      runs: Array.from({ length: 12 }, (_, n) => ({
        question: `Question ${n}`,
        events: recorded(`Question ${n}`),
      })),
    };
    await store.saveThread(whole);
    await store.saveThread(thread('ab', 1));
    expect(await store.readThread('a')).toEqual(whole);
    expect(await store.readThread('b')).toBeUndefined();
    expect((await store.readTexts()).get('a')).toContain('the capital of peru is lima');
    await store.deleteThread('a');
    expect(await keys()).toEqual([['head', 'ab'], ['run', 'ab', 0], ['text', 'ab', 0], ['texts']]);
  });

  it('makes the words anew that an earlier version kept, once', async () => {
    await store.saveThread({ ...thread('a', 1), runs: [{ question: 'q', events: recorded() }] });
    const stored = (text: string) => set(['text', 'a', 0], text, raw);
    await stored('without addresses');
    expect((await store.readTexts()).get('a')).toContain('corpus://countries/peru');
    await stored('as they are');
    expect((await store.readTexts()).get('a')).toContain('as they are');
  });

  it('writes the runs that may have changed alone, and deletes those that are gone', async () => {
    const run = (question: string) => ({ question, events: [] });
    const of = (...questions: string[]): Thread => ({
      ...thread('a', 1),
      runs: questions.map(run),
    });
    await store.saveThread(of('one', 'two', 'three'));
    await store.saveThread(of('not written', 'new'), 1);
    expect(await store.readThread('a')).toMatchObject({ runs: [run('one'), run('new')] });
    expect(await keys()).toHaveLength(5);
  });

  it('reads many more records than it does at once', async () => {
    for (let n = 0; n < 230; n += 1) await store.saveThread(thread(`t${n}`, n));
    expect(await store.listThreads()).toHaveLength(230);
    expect((await store.readTexts()).size).toBe(230);
  });

  it('gives settings back, and the defaults when there are none', async () => {
    expect(await loadSettings()).toEqual(defaultSettings);
    const settings = { relay: 'http://r', theme: 'dark' as const, sampling: { topK: 3 } };
    await saveSettings(settings);
    expect(await loadSettings()).toEqual(settings);
  });

  it('clears its own data alone', async () => {
    await set('other', 1);
    await store.saveThread(thread('a', 1));
    await clearAll();
    expect(await store.listThreads()).toEqual([]);
    expect(await get('other')).toBe(1);
  });

  it('says what a storage fault means, and writes nothing by halves', async () => {
    const unclonable = { ...thread('a', 1), runs: [{ question: 'q', events: [() => 1] }] };
    await expect(store.saveThread(unclonable as unknown as Thread)).rejects.toMatchObject({
      code: 'storage',
    });
    expect(await keys()).toEqual([]);
  });
});

describe('records of the first version', () => {
  beforeEach(() => clearAll());

  it('are taken over once, each thread whole', async () => {
    const old: Thread = {
      ...thread('old', 5),
      title: 'Named',
      runs: [
        { question: 'One?', events: recorded('One?') },
        { question: 'Two?', events: [] },
      ],
    };
    await set('old', old, raw);
    await store.saveThread(thread('new', 9));
    expect(ids(await store.listThreads())).toEqual(['new', 'old']);
    expect(await store.readThread('old')).toEqual(old);
    expect((await keys()).filter((key) => typeof key === 'string')).toEqual([]);
    expect(ids(await store.listThreads())).toEqual(['new', 'old']);
  });

  it('that cannot be read are set aside, and cost nothing else', async () => {
    await set('broken', { id: 'broken', changed: 1 }, raw);
    await set('good', thread('good', 1), raw);
    const history = new HistoryState();
    await history.load();
    expect(ids(history.threads)).toEqual(['good']);
    expect(history.damaged).toEqual([{ key: 'broken', value: { id: 'broken', changed: 1 } }]);
    await history.forgetDamaged();
    expect(await store.listDamaged()).toEqual([]);
    expect(ids(await store.listThreads())).toEqual(['good']);
  });
});

describe('a damaged record', () => {
  beforeEach(() => clearAll());

  it('of a head leaves the other threads', async () => {
    await store.saveThread(thread('a', 1));
    await set(['head', 'b'], 'nonsense', raw);
    expect(ids(await store.listThreads())).toEqual(['a']);
    expect(await store.listDamaged()).toEqual([{ key: ['head', 'b'], value: 'nonsense' }]);
  });

  it('of a run leaves the other runs of its thread, and is shown', async () => {
    const runs = ['One?', 'Two?', 'Three?'].map((question) => ({ question, events: [] }));
    await store.saveThread({ ...thread('a', 1), runs });
    await set(['run', 'a', 1], { question: 'Two?', events: [null] }, raw);
    const history = new HistoryState();
    await history.load();
    expect(history.damaged).toEqual([]);
    const read = await history.read('a');
    expect(read?.runs.map(({ question }) => question)).toEqual(['One?', 'Three?']);
    expect(history.damaged).toMatchObject([{ key: ['run', 'a', 1] }]);
  });
});

describe('HistoryState', () => {
  beforeEach(() => clearAll());

  it('shows a saved thread at once, and after a reload', async () => {
    const history = new HistoryState();
    history.save(thread('a', 1));
    history.save(thread('b', 2));
    history.save(thread('a', 3));
    expect(ids(history.threads)).toEqual(['a', 'b']);
    await expect.poll(() => store.listThreads()).toHaveLength(2);
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
      await store.saveThread(thread(id, changed));
    await history.load();
    await history.remove(thread('b', 2), 60_000);
    expect(ids(history.threads)).toEqual(['c', 'a']);
    expect(ids(history.listed)).toEqual(['c', 'b', 'a']);
    expect(ids(await store.listThreads())).toEqual(['c', 'a']);
    await history.undo();
    expect(history.removed).toBeUndefined();
    expect(ids(history.threads)).toEqual(['c', 'b', 'a']);
    expect(ids(await store.listThreads())).toEqual(['c', 'b', 'a']);
  });

  it('does not bring a deleted thread back by a save that was still waiting', async () => {
    const history = new HistoryState();
    history.save(thread('a', 1));
    history.save(thread('a', 2));
    await history.remove(thread('a', 2), 60_000);
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(await store.listThreads()).toEqual([]);
  });

  it('goes on without storage and says so', async () => {
    const history = new HistoryState();
    history.save({ ...thread('a', 1), at: (() => 1) as unknown as number });
    await expect.poll(() => history.error?.code).toBe('storage');
    expect(ids(history.threads)).toEqual(['a']);
  });

  it('writes a run that goes on without those before it, and loses none of them', async () => {
    const history = new HistoryState();
    const run = (question: string) => ({ question, events: recorded(question) });
    const one = { ...thread('a', 1), runs: [run('One?')] };
    history.save(one);
    await expect.poll(() => store.listThreads()).toHaveLength(1);
    // Two more runs begin before the next save: all three are there.
    const three = { ...one, changed: 2, runs: [run('One?'), run('Two?'), run('Three?')] };
    history.save(three);
    await expect.poll(() => store.readThread('a'), { timeout: 3000 }).toEqual(three);
    expect(await history.readAll()).toEqual([three]);
  });

  it('reads what was not written yet', async () => {
    const history = new HistoryState();
    history.save(thread('a', 1));
    history.save(thread('b', 2));
    expect(await history.read('b')).toEqual(thread('b', 2));
  });
});
