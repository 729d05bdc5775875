import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../src/errors';
import { Library } from '../../src/library/library';
import { LibraryStore } from '../../src/library/store';
import type { LibraryNews } from '../../src/library/types';
import { LibraryState } from '../../src/research/library.svelte';

let databases = 0;

/** The state over a real library; what a file holds is its name. */
async function setUp(...names: string[]) {
  const listeners = new Set<(news: LibraryNews) => void>();
  const library = new Library({
    store: new LibraryStore(`state-${(databases += 1)}`),
    onChange: (url) => listeners.forEach((listener) => listener(url ? { url } : {})),
  });
  const fault: { any?: AppError } = {};
  const guarded = <T>(work: () => Promise<T>): Promise<T> =>
    fault.any ? Promise.reject(fault.any) : work();
  const add = (name: string) =>
    library.saveFile({ name, title: name, text: `All of ${name}.` }, 1e6);
  const state = new LibraryState({
    list: () => guarded(() => library.list()),
    usage: () => library.usage(),
    search: (query) => guarded(() => library.search(query)),
    remove: (url) => guarded(() => library.remove(url)),
    restore: (page) => library.restore(page, 1e6),
    clear: () => library.clear(),
    addFile: (file, signal) => {
      if (file.name.startsWith('bad'))
        return Promise.reject(new AppError('bad-input', `“${file.name}” is not text.`));
      if (!file.name.startsWith('slow')) return add(file.name);
      return new Promise((_, reject) => {
        signal?.addEventListener('abort', () => reject(new DOMException('Stopped.', 'AbortError')));
      });
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  });
  for (const name of names) await add(name);
  await state.refresh();
  return { state, library, fault, add };
}

const titles = ({ entries }: LibraryState) => entries.map(({ title }) => title).sort();
const files = (...names: string[]) => names.map((name) => new File(['x'], name));

describe('LibraryState', () => {
  it('lists what is there, and what another tab adds', async () => {
    const { state, add } = await setUp('one');
    expect(state.loaded).toBe(true);
    expect(titles(state)).toEqual(['one']);
    expect(state.usage).toEqual({ pages: 1, bytes: 11, aside: 0 });
    const end = state.start();
    await add('two');
    await expect.poll(() => titles(state)).toEqual(['one', 'two']);
    end();
    await add('three');
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(titles(state)).toEqual(['one', 'two']);
  });

  it('adds files one after the other, and says which it could not', async () => {
    const { state } = await setUp();
    const adding = state.add(files('bad.png', 'good.txt', 'bad.zip'));
    expect(state.adding).toEqual({ name: 'bad.png', done: 0, total: 3 });
    await state.add(files('ignored.txt')); // while others are on their way
    await adding;
    expect(state.adding).toBeUndefined();
    expect(titles(state)).toEqual(['good.txt']);
    expect(state.refused.map(({ message }) => message)).toEqual([
      '“bad.png” is not text.',
      '“bad.zip” is not text.',
    ]);
    await state.add(files('other.txt'));
    expect(state.refused).toEqual([]);
  });

  it('adds no more when cancelled, and keeps what was added', async () => {
    const { state } = await setUp();
    const adding = state.add(files('one.txt', 'slow.pdf', 'two.txt'));
    await expect.poll(() => state.adding?.name).toBe('slow.pdf');
    state.cancelAdding();
    await adding;
    expect([state.adding, state.refused, titles(state)]).toEqual([undefined, [], ['one.txt']]);
    await state.add(files('two.txt'));
    expect(titles(state)).toEqual(['one.txt', 'two.txt']);
  });

  it('searches what was typed last', async () => {
    const { state } = await setUp('apple', 'pear');
    state.search('apple');
    state.search('pear');
    await expect.poll(() => state.found?.map(({ title }) => title)).toEqual(['pear']);
    await state.remove(state.found![0]!.link, 60_000);
    expect(state.found).toEqual([]);
    await state.undo();
    expect(state.found).toHaveLength(1);
    state.search(' ');
    expect(state.found).toBeUndefined();
  });

  it('deletes, has it back, and deletes all', async () => {
    const { state } = await setUp('apple', 'pear');
    const { url } = state.entries.find(({ title }) => title === 'apple')!;
    await state.remove(url, 60_000);
    expect([titles(state), state.removed?.entry.title]).toEqual([['pear'], 'apple']);
    await state.undo();
    await state.undo(); // nothing more to have back
    expect([titles(state), state.removed]).toEqual([['apple', 'pear'], undefined]);
    await state.remove(url, 10);
    await expect.poll(() => state.removed).toBeUndefined();
    await state.clear();
    expect(titles(state)).toEqual([]);
  });

  it('says what went wrong, until it goes well again', async () => {
    const { state, fault } = await setUp('apple');
    fault.any = new AppError('storage', 'No.');
    await state.refresh();
    expect(state.error).toEqual({ code: 'storage', message: 'No.' });
    expect(titles(state)).toEqual(['apple']);
    fault.any = undefined;
    await state.refresh();
    expect(state.error).toBeUndefined();
  });
});
