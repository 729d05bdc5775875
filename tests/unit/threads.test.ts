import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  allToMarkdown,
  answerToMarkdown,
  fileName,
  fromJson,
  toJson,
  toMarkdown,
} from '../../src/research/export';
import { foldRun } from '../../src/research/fold';
import { HistoryState } from '../../src/research/history.svelte';
import { clearAll } from '../../src/research/settings-store';
import { findThreads, plainText } from '../../src/research/thread-search';
import { headOf, listThreads, type Thread } from '../../src/research/thread-store';
import { recorded, upTo } from '../fixtures/run-events';

const thread = (id: string, question: string, more: Partial<Thread> = {}): Thread => ({
  id,
  at: Date.UTC(2026, 0, 2),
  changed: 1,
  runs: [{ question, events: recorded(question) }],
  ...more,
});

describe('export', () => {
  it('is taken in again as it was', () => {
    const threads = [
      thread('a', 'One?', { pinned: true }),
      thread('b', 'Two?', { title: 'Named' }),
    ];
    threads[0]!.runs[0]!.files = [{ url: 'library://file/1/a.md', name: 'a.md' }];
    expect(fromJson(toJson(threads))).toEqual({ threads, damaged: 0 });
    expect(fromJson(toJson([]))).toEqual({ threads: [], damaged: 0 });
  });

  it('has every version of an answer as JSON, and the one that is shown as Markdown', () => {
    const other = recorded().map((event) =>
      event.type === 'run-finished' ? { ...event, answer: 'It is Cusco.' } : event,
    );
    const [run] = thread('a', 'One?').runs;
    const versions = thread('a', 'One?', { runs: [{ ...run!, earlier: [{ events: other }] }] });
    versions.from = { id: 'b', at: 0 };
    expect(fromJson(toJson([versions])).threads).toEqual([versions]);
    expect(toMarkdown(versions)).toBe(toMarkdown(thread('a', 'One?')));
    const broken = { ...versions, runs: [{ ...run!, earlier: [{ events: [null] }] }] };
    expect(fromJson(toJson([broken] as unknown as Thread[]))).toEqual({
      threads: [{ ...thread('a', 'One?'), from: { id: 'b', at: 0 } }],
      damaged: 0,
    });
  });

  it('is taken in without the threads that cannot be read', () => {
    const good = thread('a', 'One?');
    const events = recorded().map((event) =>
      event.type === 'tool-finished' ? { ...event, sources: undefined } : event,
    );
    const broken = [
      { ...good, id: 'b', at: undefined },
      { ...good, id: 'c', at: 1e300 },
      { ...good, id: 'd', runs: [...good.runs, { question: 'Two?', events }] },
      'nonsense',
    ];
    const file = toJson([broken[0], good, ...broken.slice(1)] as Thread[]);
    expect(fromJson(file)).toEqual({ threads: [good], damaged: 4 });
    expect(() => fromJson(toJson(broken as Thread[]))).toThrow(/4 of 4 threads/);
  });

  it.each([
    ['not JSON', '{', /not JSON/],
    ['other JSON', '{"a": 1}', /no threads of this app/],
    ['null', 'null', /no threads of this app/],
    ['a newer version', '{"format":"jan-nano-threads","version":2,"threads":[]}', /newer version/],
    [
      'a damaged thread',
      '{"format":"jan-nano-threads","version":1,"threads":[{"id":"a","changed":1,"runs":[{}]}]}',
      /1 of 1 threads .* damaged\. Nothing was taken in/,
    ],
    [
      'a damaged event',
      '{"format":"jan-nano-threads","version":1,"threads":[{"id":"a","changed":1,"runs":[{"question":"q","events":[null]}]}]}',
      /damaged/,
    ],
    [
      'a damaged file of a question',
      '{"format":"jan-nano-threads","version":1,"threads":[{"id":"a","changed":1,"runs":[{"question":"q","files":[{"url":"u"}],"events":[]}]}]}',
      /damaged/,
    ],
  ])('says what is wrong with %s', (_name, text, problem) => {
    expect(() => fromJson(text)).toThrow(problem);
  });

  it('writes Markdown whose footnotes name the source, the quote and the check', () => {
    const cut = { question: 'And?\nMore?', events: upTo('tool-started').slice(1) };
    const text = toMarkdown(
      thread('a', 'Capital of Peru?', { runs: [...thread('a', 'Capital of Peru?').runs, cut] }),
    );
    expect(text).toBe(
      '# Capital of Peru?\n\nThe capital of Peru is Lima [^1].\n\n## And? More?\n\n_No answer._\n\n' +
        '[^1]: Peru. <corpus://countries/peru> “The capital of Peru is Lima.” (found in source)\n\n' +
        '_2026-01-02, jan-pocket. Checks say whether words stand in the source, not that it is right._\n',
    );
  });

  it('writes all threads below one another, each with footnotes of its own', () => {
    const named = thread('b', 'Capital of Peru?', { title: 'Named' });
    const text = allToMarkdown([thread('a', 'Capital of Peru?'), named]);
    expect(text.match(/^# .*$/gm)).toEqual(['# Capital of Peru?', '# Named']);
    expect(text.match(/\[\^[^\]]+\]/g)).toEqual(['[^1-1]', '[^1-1]', '[^2-1]', '[^2-1]']);
    expect(text).toContain('right._\n\n# Named\n\n## Capital of Peru?\n\nThe capital');
  });

  it('copies one answer with its sources', () => {
    expect(answerToMarkdown(foldRun(recorded()))).toBe(
      'The capital of Peru is Lima [^1].\n\n' +
        '[^1]: Peru. <corpus://countries/peru> “The capital of Peru is Lima.” (found in source)\n',
    );
  });

  it.each([
    ['What is the capital of Peru?', 'What-is-the-capital-of-Peru.md'],
    ['../../etc/passwd', 'etc-passwd.md'],
    ['???', 'thread.md'],
    ['首都は？', '首都は.md'],
    ['x'.repeat(300), `${'x'.repeat(60)}.md`],
  ])('names the file of %j', (title, name) => {
    expect(fileName(title, 'md')).toBe(name);
  });
});

describe('findThreads', () => {
  const threads = [
    thread('a', 'Capital of Peru?'),
    thread('b', 'Something else?', { title: 'Zoë’s list', runs: [] }),
    thread('c', 'Is Lima large?', { runs: [{ question: 'Is Lima large?', events: [] }] }),
  ];
  const texts = new Map(threads.map(({ id, runs }) => [id, runs.map(plainText)]));
  const find = (words: string) =>
    findThreads(threads.map(headOf), texts, words).map((found) => found.thread.id);

  it.each([
    ['Lima', ['c', 'a']], // the question comes before an answer
    ['capit per', ['a']],
    ['CAPITAL', ['a']],
    ['apital', []], // not the beginning of a word
    ['Lima zebra', []],
    ['zoe list', ['b']],
    ['countries/peru', ['a']], // the address of a source
    ['?!', ['a', 'b', 'c']],
  ])('finds by %j', (words, ids) => expect(find(words)).toEqual(ids));

  it('finds words of scripts that have no blanks', () => {
    const question = '秘鲁的首都是哪里？';
    const text = plainText({ question, events: [] });
    const heads = [{ id: 'z', at: 1, changed: 1, question }];
    expect(findThreads(heads, new Map([['z', [text]]]), '首都')).toHaveLength(1);
  });

  it('tells the run that holds most of the words, which no name has alone', () => {
    const heads = [{ id: 'z', at: 1, changed: 1, question: 'Rivers?' }];
    const runs = ['rivers?', 'the rhine is long', 'the rhine is a river, 1233 km long', ''];
    const found = (words: string) => findThreads(heads, new Map([['z', runs]]), words);
    expect(found('rhine river')).toMatchObject([{ run: 2 }]);
    expect(found('long')).toMatchObject([{ run: 1 }]);
    // Its words stand in two of them.
    expect(found('rivers rhine')).toMatchObject([{ run: 1 }]);
    expect(found('rivers')).toEqual([{ thread: heads[0] }]);
    expect(found('rivers zebra')).toEqual([]);
  });
});

describe('HistoryState', () => {
  beforeEach(() => clearAll());

  it('keeps a name and a pin, also while the thread is written', async () => {
    const history = new HistoryState();
    history.save(thread('a', 'One?'));
    await history.edit(history.threads[0]!, { title: 'Mine', pinned: true });
    expect(history.threads[0]).toMatchObject({ title: 'Mine', pinned: true });
    history.save(thread('a', 'One?', { changed: 5 }));
    expect(history.threads[0]).toMatchObject({ title: 'Mine', pinned: true, changed: 5 });
    await expect
      .poll(() => listThreads(), { timeout: 3000 })
      .toMatchObject([{ title: 'Mine', pinned: true, changed: 5 }]);
    await history.edit(history.threads[0]!, { title: '', pinned: undefined });
    expect(history.threads[0]).not.toHaveProperty('title');
    expect(history.threads[0]).not.toHaveProperty('pinned');
  });

  it('names a branch by the question that differs, until a person does', async () => {
    const history = new HistoryState();
    history.save(thread('a', 'One?'));
    const branch = thread('b', 'One?', { from: { id: 'a', at: 1 } });
    history.save(branch);
    expect(history.threads[0]).not.toHaveProperty('title');
    branch.runs.push({ question: 'And then?', events: [] });
    history.save(branch);
    expect(history.threads[0]).toMatchObject({ id: 'b', title: 'And then?', question: 'One?' });
    await history.edit(history.threads[0]!, { title: 'Mine' });
    history.save(branch);
    const mine = { title: 'Mine', from: { id: 'a', at: 1 } };
    expect(history.threads[0]).toMatchObject(mine);
    await expect
      .poll(() => listThreads(), { timeout: 3000 })
      .toContainEqual(expect.objectContaining(mine));
  });

  it('takes threads in beside those that are there, and keeps what is newer', async () => {
    const history = new HistoryState();
    const of = (id: string, changed: number, title: string) =>
      thread(id, 'One?', { changed, title });
    await history.add([of('newer', 3, 'Here'), of('same', 3, 'Here'), of('older', 3, 'Here')]);
    const file = [of('newer', 2, 'File'), of('same', 3, 'File'), of('older', 4, 'File')];
    expect(await history.add([...file, of('new', 9, 'File')])).toEqual({ taken: 2, added: 1 });
    const expected = [
      ['new', 'File'],
      ['older', 'File'],
      ['newer', 'Here'],
      ['same', 'Here'],
    ];
    expect(history.threads.map(({ id, title }) => [id, title])).toEqual(expected);
    expect((await listThreads()).map(({ id, title }) => [id, title])).toEqual(expected);
  });

  it('keeps what is being written where the file has an older state of it', async () => {
    const history = new HistoryState();
    history.save(thread('a', 'One?', { changed: 3 }));
    history.save(thread('a', 'One?', { changed: 4 }));
    const count = await history.add([thread('a', 'Old?', { changed: 2 })]);
    expect(count).toEqual({ taken: 0, added: 0 });
    await expect
      .poll(() => listThreads(), { timeout: 3000 })
      .toMatchObject([{ question: 'One?', changed: 4 }]);
  });

  it('lists a thread once that is deleted and taken in again', async () => {
    const history = new HistoryState();
    await history.add([thread('a', 'One?')]);
    await history.remove(history.threads[0]!, 60_000);
    expect(await history.add([thread('a', 'One?')])).toEqual({ taken: 1, added: 1 });
    expect(history.removed).toBeUndefined();
    expect(history.listed).toHaveLength(1);
  });
});
