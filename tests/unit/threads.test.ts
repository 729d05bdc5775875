import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  answerToMarkdown,
  fileName,
  fromJson,
  toJson,
  toMarkdown,
} from '../../src/research/export';
import { foldRun } from '../../src/research/fold';
import * as storage from '../../src/research/history';
import type { Thread } from '../../src/research/history';
import { HistoryState } from '../../src/research/history.svelte';
import { ThreadSearch } from '../../src/research/thread-search';
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
    expect(fromJson(toJson(threads))).toEqual(threads);
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

describe('ThreadSearch', () => {
  it('finds questions, answers, sources and names, and follows what changes', () => {
    const search = new ThreadSearch();
    const threads = [thread('a', 'Capital of Peru?'), thread('b', 'Something else?', { runs: [] })];
    expect(search.find(threads, 'Lima')).toEqual(['a']);
    expect(search.find(threads, 'capit per')).toEqual(['a']);
    expect(search.find(threads, 'Lima zebra')).toEqual([]);
    const renamed = [threads[0]!, { ...threads[1]!, title: 'Zebra', changed: 2 }];
    expect(search.find(renamed, 'zebra')).toEqual(['b']);
    expect(search.find([renamed[1]!], 'Lima')).toEqual([]);
  });
});

describe('HistoryState', () => {
  beforeEach(() => storage.clearAll());

  it('keeps a name and a pin, also while the thread is written', async () => {
    const history = new HistoryState();
    history.save(thread('a', 'One?'));
    await history.edit(history.threads[0]!, { title: 'Mine', pinned: true });
    expect(history.threads[0]).toMatchObject({ title: 'Mine', pinned: true });
    history.save(thread('a', 'One?', { changed: 5 }));
    expect(history.threads[0]).toMatchObject({ title: 'Mine', pinned: true, changed: 5 });
    await expect
      .poll(() => storage.listThreads(), { timeout: 3000 })
      .toMatchObject([{ title: 'Mine', pinned: true, changed: 5 }]);
    await history.edit(history.threads[0]!, { title: '', pinned: undefined });
    expect(history.threads[0]).not.toHaveProperty('title');
    expect(history.threads[0]).not.toHaveProperty('pinned');
  });

  it('takes threads in beside those that are there', async () => {
    const history = new HistoryState();
    history.save(thread('a', 'One?', { changed: 3 }));
    expect(
      await history.add([thread('a', 'One again?'), thread('b', 'Two?', { changed: 9 })]),
    ).toBe(1);
    expect(history.threads.map(({ id }) => id)).toEqual(['b', 'a']);
    expect(await storage.listThreads()).toHaveLength(2);
  });
});
