import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { promisifyRequest } from 'idb-keyval';
import { beforeEach, describe, expect, it } from 'vitest';
import { pagesToEvict } from '../../src/library/eviction';
import { Library } from '../../src/library/library';
import { textOf } from '../../src/library/saved-text';
import { passagesOf } from '../../src/library/passages';
import { LibraryStore } from '../../src/library/store';
import type { ReadPage } from '../../src/contracts';

const ROOM = 1e6;
let databases = 0;
let name = '';
let clock = 0;
let library: Library;

function open(): Library {
  return new Library({ store: new LibraryStore(name), now: () => (clock += 1) });
}

beforeEach(() => {
  name = `library-${(databases += 1)}`;
  clock = 0;
  library = open();
});

function page(url: string, text: string, more: Partial<ReadPage> = {}): ReadPage {
  return { url, title: `Title of ${url}`, text, page: 1, pages: 1, ...more };
}

/** Writes past the library, as a fault or another program would. */
async function put(store: string, key: string, value: unknown): Promise<void> {
  const database = await promisifyRequest(indexedDB.open(name, 1));
  const transaction = database.transaction(store, 'readwrite');
  transaction.objectStore(store).put(value, key);
  await promisifyRequest(transaction);
  database.close();
}

const urls = async (one = library) => (await one.list()).map(({ url }) => url);

describe('pagesToEvict', () => {
  const entries = fc
    .uniqueArray(
      fc.record({
        url: fc.string({ minLength: 1 }),
        bytes: fc.nat(1000),
        used: fc.nat(50),
        from: fc.constantFrom('page' as const, 'file' as const),
      }),
      { selector: ({ url }) => url, minLength: 1, maxLength: 30 },
    )
    .chain((all) => fc.tuple(fc.constant(all), fc.nat(all.length - 1), fc.nat(8000)));

  it('never leaves more than the quota, never takes the newest, and takes no more than it must', () => {
    fc.assert(
      fc.property(entries, ([all, at, some]) => {
        const newest = all[at]!;
        const quota = Math.max(some, newest.bytes);
        const gone = pagesToEvict(all, quota, newest.url);
        const kept = all.filter(({ url }) => !gone.includes(url));
        const sum = (some: { bytes: number }[]) => some.reduce((n, { bytes }) => n + bytes, 0);
        expect(sum(kept)).toBeLessThanOrEqual(quota);
        expect(kept).toContain(newest);
        const last = all.find(({ url }) => url === gone.at(-1));
        if (last) expect(sum(kept) + last.bytes).toBeGreaterThan(quota);
        // Least used first, pages before files.
        const rank = (one: { from: string; used: number }) =>
          (one.from === 'file' ? 1e6 : 0) + one.used;
        const out = all.filter(({ url }) => gone.includes(url)).map(rank);
        const rest = kept.filter((one) => one !== newest).map(rank);
        expect(Math.max(-1, ...out)).toBeLessThanOrEqual(Math.min(Infinity, ...rest));
      }),
      { numRuns: 500 },
    );
  });
});

describe('saving', () => {
  it('keeps a page whole, with its hash, size and times, also for the next visit', async () => {
    await library.save(page('https://a.org/x#top', 'Größe', { date: '2024-01-02' }), ROOM);
    const [entry] = await open().list();
    expect(entry).toEqual({
      url: 'https://a.org/x',
      title: 'Title of https://a.org/x#top',
      from: 'page',
      saved: 1,
      used: 1,
      bytes: 7,
      // sha256sum of the UTF-8 bytes.
      sha256: 'aedc3f80989a6546962705852b2f4a481dbd1e490760693525c3724bacab3f50',
      date: '2024-01-02',
      parts: 1,
      pages: 1,
    });
  });

  it('replaces a page that is read again, and joins the parts of a long one', async () => {
    await library.save(page('https://a.org/', 'Old words.'), ROOM);
    await library.save(page('https://a.org/', 'New words.'), ROOM);
    expect(textOf(await library.open('https://a.org/'))).toBe('New words.');
    // At once, as a model may ask for them.
    await Promise.all(
      [3, 1].map((n) =>
        library.save(page('https://b.org/', `Part ${n}.`, { page: n, pages: 3 }), ROOM),
      ),
    );
    const { entry, parts } = await library.open('https://b.org/');
    expect(parts).toEqual(['Part 1.', null, 'Part 3.']);
    expect(entry).toMatchObject({ parts: 2, pages: 3 });
  });

  it('drops the parts of a page that has changed since', async () => {
    const read = (n: number, text: string, pages: number) =>
      library.save(page('https://a.org/', text, { page: n, pages }), ROOM);
    await read(1, 'One.', 2);
    await read(2, 'Two.', 2);
    await read(1, 'Another one.', 2);
    expect((await library.open('https://a.org/')).parts).toEqual(['Another one.', null]);
    await read(2, 'Two of three.', 3);
    expect((await library.open('https://a.org/')).parts).toEqual([null, 'Two of three.', null]);
  });

  it('stays within its quota, whatever is saved and read', async () => {
    const step = fc.record({
      url: fc.constantFrom('a', 'b', 'c', 'd', 'e').map((one) => `https://${one}.org/`),
      size: fc.nat(60),
      read: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        name = `library-${(databases += 1)}`;
        const one = open();
        for (const { url, size, read } of steps) {
          if (read) await one.open(url).catch(() => undefined);
          else {
            const saved = await one.save(page(url, 'x'.repeat(size)), 100);
            expect(saved === undefined).toBe(size === 0);
            if (saved) expect((await one.list())[0]?.url).toBe(url);
          }
          expect((await one.usage()).bytes).toBeLessThanOrEqual(100);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('lets the least used page go first, and saves nothing larger than the quota', async () => {
    for (const url of ['https://a.org/', 'https://b.org/', 'https://c.org/'])
      await library.save(page(url, 'x'.repeat(30)), 100);
    await library.open('https://a.org/');
    await library.save(page('https://d.org/', 'x'.repeat(30)), 100);
    expect(await urls()).toEqual(['https://d.org/', 'https://a.org/', 'https://c.org/']);
    expect(await library.save(page('https://e.org/', 'x'.repeat(101)), 100)).toBeUndefined();
    expect(await urls()).toHaveLength(3);
    await library.shrink(60);
    expect(await urls()).toEqual(['https://d.org/', 'https://a.org/']);
    expect(await library.save(page('https://e.org/', 'x'), 0)).toBeUndefined();
  });

  it('keeps a file under an address of its own, and longer than pages', async () => {
    const file = { name: 'My notes.txt', title: '', text: 'x'.repeat(50) };
    const { url, title, from } = await library.saveFile(file, 100);
    // The beginning of the text's digest.
    expect(url).toBe('library://file/77cf1206/My%20notes.txt');
    expect([title, from]).toEqual(['My notes.txt', 'file']);
    await library.save(page('https://a.org/', 'x'.repeat(40)), 100);
    await library.save(page('https://b.org/', 'x'.repeat(40)), 100);
    expect(await urls()).toEqual(['https://b.org/', url]);
    await expect(library.saveFile({ ...file, text: 'x'.repeat(101) }, 100)).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringContaining('more space') as string,
    });
  });
});

describe('what is broken', () => {
  it.each([
    ['no entry at all', 'entries', 'gone'],
    ['an entry without times', 'entries', { url: 'https://b.org/', title: 'B' }],
    ['an entry of another address', 'entries', { url: 'https://c.org/' }],
    ['a text of another shape', 'texts', { text: 1 }],
    ['a text that was changed', 'texts', ['Two words']],
  ])('%s is set aside, and nothing else is lost', async (_what, store, value) => {
    await library.save(page('https://a.org/', 'Rivers of Peru.'), ROOM);
    await library.save(page('https://b.org/', 'Rivers of Chile.'), ROOM);
    await put(store, 'https://b.org/', value);
    const later = open();
    await expect(later.open('https://b.org/')).rejects.toMatchObject({ code: 'bad-input' });
    expect(await urls(later)).toEqual(['https://a.org/']);
    expect(await later.usage()).toMatchObject({ pages: 1, aside: 1 });
    expect((await later.search({ q: 'rivers' })).organic.map(({ link }) => link)).toEqual([
      'https://a.org/',
    ]);
    await later.save(page('https://b.org/', 'Rivers of Chile, again.'), ROOM);
    expect(textOf(await later.open('https://b.org/'))).toBe('Rivers of Chile, again.');
  });

  it('lists what is whole beside what is not', async () => {
    await library.save(page('https://a.org/', 'A'), ROOM);
    await put('entries', 'https://b.org/', 7);
    expect(await urls()).toEqual(['https://a.org/']);
    expect(await library.usage()).toMatchObject({ pages: 1, aside: 1 });
  });

  it('goes on when the browser’s data is cleared while it is open', async () => {
    await library.save(page('https://a.org/', 'A'), ROOM);
    await promisifyRequest(indexedDB.deleteDatabase(name));
    expect(await urls()).toEqual([]);
    await library.save(page('https://b.org/', 'B'), ROOM);
    expect(await urls()).toEqual(['https://b.org/']);
  });

  it('says that storage is not allowed', async () => {
    const real = globalThis.indexedDB;
    globalThis.indexedDB = {
      open() {
        throw new DOMException('no', 'SecurityError');
      },
    } as unknown as IDBFactory;
    try {
      await expect(library.list()).rejects.toMatchObject({ code: 'storage' });
    } finally {
      globalThis.indexedDB = real;
    }
    expect(await library.list()).toEqual([]);
  });
});

describe('searching and reading', () => {
  const peru =
    '## Geography\nPeru lies in South America. Its longest river is the Ucayali.\n\n' +
    '## People\nThe capital of Peru is Lima. It has ten million people.';
  const chile = 'Chile is long. The capital of Chile is Santiago.';

  it('finds the sentence that answers, in Serper’s shape', async () => {
    await library.save(
      page('corpus://countries/peru', peru, { title: 'Peru', date: '2023' }),
      ROOM,
    );
    await library.save(page('https://www.chile.example/a', chile, { title: 'Chile' }), ROOM);
    const found = await library.search({ q: 'What is the capital of Peru?', num: 5 });
    expect(found.searchParameters).toMatchObject({ num: 5, page: 1, engine: 'library' });
    expect(found.organic[0]).toEqual({
      title: 'Peru',
      link: 'corpus://countries/peru',
      snippet: 'The capital of Peru is Lima. It has ten million people.',
      position: 1,
      date: '2023',
    });
    expect((await library.search({ q: 'zebra' })).organic).toEqual([]);
    expect((await library.search({ q: '' })).organic).toEqual([]);
    for (const site of ['chile.example', 'https://www.chile.example/', 'example'])
      expect((await library.search({ q: 'capital', site })).organic).toHaveLength(1);
    expect((await library.search({ q: 'capital', num: 1, page: 2 })).organic).toHaveLength(1);
  });

  it('searches what was saved, changed, deleted and restored since', async () => {
    const links = async () =>
      (await library.search({ q: 'capital' })).organic.map(({ link }) => link);
    expect(await links()).toEqual([]);
    await library.save(page('https://a.org/', chile, { title: 'Chile' }), ROOM);
    expect(await links()).toEqual(['https://a.org/']);
    const removed = await library.remove('https://a.org/');
    expect(await links()).toEqual([]);
    await library.restore(removed!, ROOM);
    expect(await links()).toEqual(['https://a.org/']);
    await library.save(page('https://a.org/', 'Nothing of it.', { title: 'Chile' }), ROOM);
    expect(await links()).toEqual([]);
    await library.save(page('https://a.org/', chile), ROOM);
    await library.clear();
    expect([await links(), await urls()]).toEqual([[], []]);
  });

  it('hears of what other tabs did', async () => {
    const other = open();
    expect((await other.search({ q: 'capital' })).organic).toEqual([]);
    await library.save(page('https://a.org/', chile), ROOM);
    await other.refresh('https://a.org/');
    expect((await other.search({ q: 'capital' })).organic).toHaveLength(1);
    await library.clear();
    await other.refresh();
    expect((await other.search({ q: 'capital' })).organic).toEqual([]);
  });

  it('reads a long page in the parts in which it came', async () => {
    const parts = ['a', 'b', 'c'].map((letter) => `${letter.repeat(3990)}.`);
    for (const [at, text] of parts.entries())
      await library.save(page('https://a.org/', text, { page: at + 1, pages: 3 }), ROOM);
    for (const [at, text] of parts.entries())
      expect(await library.read({ url: 'https://a.org/', page: at + 1 })).toEqual({
        url: 'https://a.org/',
        title: 'Title of https://a.org/',
        text,
        page: at + 1,
        pages: 3,
      });
    const { page: found } = await library.read({ url: 'https://a.org/', find: 'b'.repeat(3990) });
    expect(found).toBe(2);
    for (const wrong of [0, 4, 1.5])
      await expect(library.read({ url: 'https://a.org/', page: wrong })).rejects.toThrow(
        'has 3 page(s)',
      );
    await expect(library.read({ url: 'https://b.org/' })).rejects.toThrow('Search first');
  });
});

describe('passagesOf', () => {
  it('gives a heading to all passages under it', () => {
    const long = Array.from({ length: 30 }, (_, n) => `Sentence number ${n} of a long text.`);
    const passages = passagesOf('T', `Intro.\n\n## One\n${long.join(' ')}\n\n### Two\n\nEnd.`);
    expect(passages[0]).toEqual({ title: 'T', heading: '', text: 'Intro.' });
    expect(passages.at(-1)).toEqual({ title: 'T', heading: 'Two', text: 'End.' });
    expect(passages.length).toBe(4);
    expect(passages.slice(1, 3).map(({ heading }) => heading)).toEqual(['One', 'One']);
    expect(passages.every(({ text }) => text.length <= 1000)).toBe(true);
  });

  it('has none for nothing', () => {
    expect(passagesOf('T', '')).toEqual([]);
  });
});
