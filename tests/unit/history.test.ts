import 'fake-indexeddb/auto';
import { createStore, entries, get, set } from 'idb-keyval';
import { beforeEach, describe, expect, it } from 'vitest';
import type { AgentEvent } from '../../src/contracts';
import { toMarkdown } from '../../src/research/export';
import { foldRun } from '../../src/research/fold';
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
    expect(await store.readRun('a', 11)).toEqual(whole.runs[11]);
    expect(await store.readRun('a', 12)).toBeUndefined();
    expect((await store.readTexts()).get('a')).toHaveLength(12);
    expect((await store.readTexts()).get('a')![11]).toContain('the capital of peru is lima');
    await store.deleteThread('a');
    expect(await keys()).toEqual([['head', 'ab'], ['run', 'ab', 0], ['text', 'ab', 0], ['texts']]);
  });

  it('makes the words anew that an earlier version kept, once', async () => {
    await store.saveThread({ ...thread('a', 1), runs: [{ question: 'q', events: recorded() }] });
    const stored = (text: string) => set(['text', 'a', 0], text, raw);
    await stored('without addresses');
    expect((await store.readTexts()).get('a')?.join()).toContain('corpus://countries/peru');
    await stored('as they are');
    expect((await store.readTexts()).get('a')).toEqual(['as they are']);
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

  it('of another version of an answer leaves the answer and the other versions', async () => {
    const [good, broken] = [{ events: recorded() }, { events: [null] }];
    const run = { question: 'One?', events: recorded(), earlier: [broken, good], place: 1 };
    await store.saveThread({ ...thread('a', 1), runs: [run] } as unknown as Thread);
    const whole = { question: 'One?', events: recorded(), earlier: [good], place: 0 };
    expect((await store.readThread('a'))?.runs).toEqual([whole]);
    expect(await store.listDamaged()).toMatchObject([{ value: broken }]);
    // Once, not each time that it is read.
    expect((await store.readThread('a'))?.runs).toEqual([whole]);
    expect(await store.listDamaged()).toHaveLength(1);
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

describe('the list', () => {
  beforeEach(() => clearAll());

  it('keeps what comes in while it is read', async () => {
    await store.saveThread(thread('stored', 1));
    const history = new HistoryState();
    const loading = history.load();
    const adding = history.add([thread('added', 2)]);
    await Promise.all([loading, adding]);
    expect(ids(history.threads)).toEqual(['added', 'stored']);
  });
});

describe('a run whose events make no run', () => {
  beforeEach(() => clearAll());
  const events = (type: AgentEvent['type'], change: object) =>
    recorded().map((event) => (event.type === type ? { ...event, ...change } : event));

  it.each<[string, unknown[]]>([
    ['a result without sources', events('tool-finished', { sources: undefined })],
    ['a source that is none', events('tool-finished', { sources: ['nonsense'] })],
    ['a check of nothing', events('citation-checked', { citation: undefined }).slice(0, -1)],
    ['an end without an answer', events('run-finished', { answer: undefined })],
  ])('is set aside when its thread is opened: %s', async (_, happened) => {
    const broken = { question: 'Two?', events: happened } as store.SavedRun;
    const good = (question: string) => ({ question, events: recorded(question) });
    await store.saveThread({ ...thread('a', 1), runs: [good('One?'), broken, good('Three?')] });
    const history = new HistoryState();
    await history.load();
    // Folding every run would hold up the list.
    expect(history.damaged).toEqual([]);
    const [read] = await history.readAll();
    expect(read?.runs).toEqual([good('One?'), good('Three?')]);
    expect(history.damaged).toEqual([{ key: ['run', 'a', 1], value: broken }]);
    expect(toMarkdown(read!)).toContain('Three?');
    expect(await keys()).not.toContainEqual(['text', 'a', 1]);
    expect((await store.readTexts()).size).toBe(1);
  });

  it('is none where an event is of a newer version: what this one knows is shown', async () => {
    const events = [...recorded('One?'), { type: 'from-the-future' }] as AgentEvent[];
    await store.saveThread({ ...thread('a', 1), runs: [{ question: 'One?', events }] });
    expect((await store.readThread('a'))?.runs).toEqual([{ question: 'One?', events }]);
    expect(foldRun(events)).toEqual(foldRun(recorded('One?')));
    expect(await store.listDamaged()).toEqual([]);
  });

  it('does not keep the others of the first version from being taken over', async () => {
    const broken = { question: 'One?', events: events('tool-finished', { sources: undefined }) };
    const old = { ...thread('old', 5), runs: [broken] };
    await set('old', old, raw);
    await set('good', thread('good', 1), raw);
    expect(ids(await store.listThreads())).toEqual(['old', 'good']);
    expect((await store.readThread('old'))?.runs).toEqual([]);
    expect(await store.listDamaged()).toMatchObject([{ key: ['run', 'old', 0] }]);
  });
});

describe('a head that is broken', () => {
  beforeEach(() => clearAll());
  const run = (question: string, at: number) => ({
    question,
    events: recorded(question).map((one) => ('at' in one ? { ...one, at } : one)),
  });
  const runs = [run('One?', 70), run('Two?', 90)];

  it.each<[string, unknown, object]>([
    ['nonsense', 'nonsense', { at: 70, changed: 90 }],
    ['of another thread', { id: 'b', at: 1, changed: 2 }, { at: 1, changed: 2 }],
    ['no date', { id: 'a', at: NaN, changed: 5 }, { at: 70, changed: 5 }],
    ['a date too far', { id: 'a', at: 9e15, changed: 5 }, { at: 70, changed: 5 }],
    ['no beginning', { id: 'a', changed: 5, title: 'T' }, { at: 70, changed: 5, title: 'T' }],
    ['a name that is none', { id: 'a', at: 4, changed: 5, title: 7 }, { at: 4, changed: 5 }],
    ['no end', { id: 'a', at: 4, pinned: true }, { at: 4, changed: 90, pinned: true }],
  ])('is made anew of the runs of its thread: %s', async (_, broken, wanted) => {
    await store.saveThread({ ...thread('a', 1), runs });
    await set(['head', 'a'], broken, raw);
    const history = new HistoryState();
    await history.load();
    const head = { id: 'a', question: 'One?', ...wanted };
    expect(history.threads).toEqual([head]);
    expect(history.damaged).toEqual([{ key: ['head', 'a'], value: broken }]);
    const whole = await history.read('a');
    expect(whole).toEqual({ id: 'a', ...wanted, runs });
    expect(toMarkdown(whole!)).toContain('1970-01-01');
    expect(await store.listThreads()).toEqual([head]);
  });

  it('says what it can where its runs know no time, and nothing where there are none', async () => {
    const before = Date.now();
    await store.saveThread(thread('a', 1));
    await set(['head', 'a'], 7, raw);
    await set(['head', 'b'], 7, raw);
    const [head, ...others] = await store.listThreads();
    expect(head).toMatchObject({ id: 'a', at: 0, question: 'Question a' });
    expect(head!.changed).toBeGreaterThanOrEqual(before);
    expect(others).toEqual([]);
    expect(await store.listDamaged()).toEqual([
      { key: ['head', 'a'], value: 7 },
      { key: ['head', 'b'], value: 7 },
    ]);
  });
});

describe('settings that cannot be read in full', () => {
  beforeEach(() => clearAll());
  const rawSettings = createStore('jan-nano-settings', 'settings');
  const good = { id: 'a', name: 'Terse', system: 'Be brief.', sampling: {} };
  const stored = {
    relay: 'http://r',
    relayToken: 'secret',
    theme: 'dark',
    sampling: {},
    servers: [{ id: 's', name: 's', url: 'nowhere', token: 'secret', headers: { A: 'secret' } }],
    assistants: [good, { id: 'b', system: 'Without a name.' }],
  };

  it('are set aside once, and what is right of them is used', async () => {
    await set('settings', stored, rawSettings);
    const history = new HistoryState();
    const settings = await history.settings();
    expect(settings).toMatchObject({ relay: 'http://r', relayToken: 'secret', assistants: [good] });
    await history.load();
    expect(history.damaged).toHaveLength(1);
    const [{ key, value } = { key: '', value: {} }] = history.damaged;
    expect(key).toMatch(/^settings \d{4}-/);
    expect(value).toMatchObject({ relay: 'http://r', assistants: stored.assistants });
    expect(value).toHaveProperty('servers', [{ id: 's', name: 's', url: 'nowhere' }]);
    expect(JSON.stringify(value)).not.toContain('secret');

    const later = new HistoryState();
    expect(await later.settings()).toEqual(settings);
    await later.load();
    expect(later.damaged).toHaveLength(1);
    await later.forgetDamaged();
    await later.load();
    expect(later.damaged).toEqual([]);
    expect(await loadSettings()).toEqual(settings);
  });

  it('are left alone where nothing is lost', async () => {
    await saveSettings({ ...defaultSettings, relay: 'http://r', assistants: [good] });
    const history = new HistoryState();
    await history.settings();
    await history.load();
    expect(history.damaged).toEqual([]);
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
