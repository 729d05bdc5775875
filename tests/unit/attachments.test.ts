import { describe, expect, it } from 'vitest';
import { AppError } from '../../src/errors';
import { Attachments } from '../../src/research/attachments.svelte';
import type { LibraryEntry } from '../../src/library/types';

/** A library that holds what its files are called; `slow…` waits until it is stopped. */
function setUp(...kept: string[]) {
  const entries = kept.map((url) => ({ url }) as LibraryEntry);
  const attachments = new Attachments(() =>
    Promise.resolve({
      list: () => Promise.resolve([...entries]),
      remove(url) {
        const at = entries.findIndex((one) => one.url === url);
        const [entry] = entries.splice(at, 1);
        return Promise.resolve({ entry: entry!, parts: [] });
      },
      addFile({ name }, signal) {
        if (name.startsWith('bad'))
          return Promise.reject(new AppError('bad-input', `“${name}” is not text.`));
        if (name.startsWith('slow'))
          return new Promise((_, reject) => {
            signal?.addEventListener('abort', () => reject(new DOMException('', 'AbortError')));
          });
        const entry = { url: name } as LibraryEntry;
        if (!entries.some(({ url }) => url === name)) entries.push(entry);
        return Promise.resolve(entry);
      },
    }),
  );
  return { attachments, urls: () => entries.map(({ url }) => url) };
}
const files = (...names: string[]) => names.map((name) => new File(['x'], name));
const states = ({ files: list }: Attachments) => list.map(({ name, state }) => `${name} ${state}`);

describe('attached files', () => {
  it('go into the library one by one, and stay there with the question', async () => {
    const { attachments, urls } = setUp();
    const adding = attachments.add(files('a', 'bad', 'c'));
    expect(attachments.reading).toBe(true);
    await adding;
    expect(states(attachments)).toEqual(['a ready', 'bad failed', 'c ready']);
    expect(attachments.files[1]?.problem?.message).toBe('“bad” is not text.');
    expect(attachments.take()).toEqual([
      { url: 'a', name: 'a' },
      { url: 'c', name: 'c' },
    ]);
    expect(attachments.files).toEqual([]);
    expect(urls()).toEqual(['a', 'c']);
  });

  it('that are removed leave the library, unless they were there before', async () => {
    const { attachments, urls } = setUp('old');
    await attachments.add(files('old', 'new'));
    for (const { id } of attachments.files) await attachments.remove(id);
    expect(urls()).toEqual(['old']);
    expect(attachments.take()).toEqual([]);
  });

  it('that are removed while they are read, or wait for that, are not added', async () => {
    const { attachments, urls } = setUp();
    const adding = attachments.add(files('slow', 'next', 'last'));
    const [slow, next] = attachments.files;
    await attachments.remove(next!.id);
    await attachments.remove(slow!.id);
    await adding;
    expect(states(attachments)).toEqual(['last ready']);
    expect(urls()).toEqual(['last']);
  });

  it('that failed are none', async () => {
    const { attachments } = setUp();
    await attachments.add(files('bad'));
    expect(attachments.take()).toEqual([]);
  });

  it('of a question that is written anew come back, each once, and stay in the library', async () => {
    const { attachments, urls } = setUp('a');
    const file = { url: 'a', name: 'a' };
    attachments.bring([file]);
    attachments.bring([file]);
    await attachments.add(files('a'));
    expect(states(attachments)).toEqual(['a ready', 'a ready']);
    expect(attachments.take()).toEqual([file]);
    attachments.bring([file]);
    await attachments.remove(attachments.files[0]!.id);
    expect([attachments.take(), urls()]).toEqual([[], ['a']]);
  });
});
