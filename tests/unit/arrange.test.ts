import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import type { Toolbox, ToolResult, ToolSpec } from '../../src/contracts';
import { say } from '../../src/i18n/area';
import { Library } from '../../src/library/library';
import { textOf } from '../../src/library/saved-text';
import { LibraryStore } from '../../src/library/store';
import type { ReadPage } from '../../src/contracts';
import { arrangeTools, savingPages } from '../../src/mcp/arrange';
import { libraryToolbox } from '../../src/mcp/library-server';
import { toolSpecs } from '../../src/mcp/search-tools';

const { signal } = new AbortController();
const names = (specs: ToolSpec[]) => specs.map((one) => one.function.name);

/** A relay that records what it is asked. */
function fakeRelay(result: ToolResult = { ok: true, text: 'from the relay' }) {
  const calls: [string, Record<string, unknown>][] = [];
  const relay: Toolbox = {
    list: () => Promise.resolve(toolSpecs()),
    call(name, args) {
      calls.push([name, args]);
      return Promise.resolve(result);
    },
  };
  return { relay, calls };
}

async function filledLibrary(): Promise<{ library: Library; box: Toolbox }> {
  const library = new Library({ store: new LibraryStore(`arrange-${Math.random()}`) });
  const read = (title: string, text: string): ReadPage => ({
    url: `corpus://countries/${title.toLowerCase()}`,
    title,
    text,
    page: 1,
    pages: 1,
    date: '2023',
  });
  await library.save(read('Peru', '## People\nThe capital of Peru is Lima.'), 1e6);
  await library.save(read('Chile', '## People\nThe capital of Chile is Santiago.'), 1e6);
  return { library, box: libraryToolbox(library) };
}

describe('the library’s MCP server', () => {
  it('offers its two tools', async () => {
    const { box } = await filledLibrary();
    const specs = await box.list({ signal });
    expect(names(specs)).toEqual(['search_library', 'read_page']);
    const [search, read] = specs.map((one) => one.function.parameters);
    expect(Object.keys(search!['properties'] as object)).toEqual(['q', 'num', 'page', 'site']);
    expect([search!['required'], read!['required']]).toEqual([['q'], ['url']]);
  });

  it('searches and reads, in the relay’s shapes', async () => {
    const { box } = await filledLibrary();
    const found = await box.call('search_library', { q: 'capital of Peru', num: 1 }, { signal });
    expect(found).toMatchObject({
      ok: true,
      structured: {
        organic: [
          {
            title: 'Peru',
            link: 'corpus://countries/peru',
            snippet: 'The capital of Peru is Lima.',
            date: '2023',
          },
        ],
      },
    });
    expect(JSON.parse(found.text)).toEqual(found.structured);
    const read = await box.call('read_page', { url: 'corpus://countries/peru' }, { signal });
    expect(read.structured).toEqual({
      url: 'corpus://countries/peru',
      title: 'Peru',
      text: '## People\nThe capital of Peru is Lima.',
      page: 1,
      pages: 1,
      date: '2023',
    });
  });

  it.each([
    ['read_page', { url: 'https://nowhere.example/' }, /no page at .* Search first/],
    ['read_page', { url: 'corpus://countries/peru', page: 7 }, /no page 7/],
    ['search_library', { q: 3 }, /q/],
    ['scrape', { url: 'x' }, /scrape/],
  ])('tells the model what is wrong with %s %j', async (tool, args, message) => {
    const { box } = await filledLibrary();
    const result = await box.call(tool, args, { signal });
    expect(result.ok).toBe(false);
    expect(result.text).toMatch(message);
  });
});

describe('arrangeTools', () => {
  const known = toolSpecs();

  it('leaves the relay’s tools as they are, byte for byte', async () => {
    const { relay, calls } = fakeRelay();
    const box = arrangeTools({ relay, known: [], names: 'google_search' });
    expect(JSON.stringify(await box.list({ signal }))).toBe(JSON.stringify(toolSpecs()));
    await box.call('google_search', { q: 'x', hl: 'de' }, { signal });
    expect(calls).toEqual([['google_search', { q: 'x', hl: 'de' }]]);
  });

  it('puts the library’s tools after the relay’s', async () => {
    const { relay, calls } = fakeRelay();
    const { box: library } = await filledLibrary();
    const box = arrangeTools({ relay, library, known, names: 'google_search' });
    expect(names(await box.list({ signal }))).toEqual([
      'google_search',
      'scrape',
      'search_library',
      'read_page',
    ]);
    const found = await box.call('search_library', { q: 'capital of Peru' }, { signal });
    expect(found.text).toContain('Lima');
    expect((await box.call('scrape', { url: 'https://a.org' }, { signal })).text).toBe(
      'from the relay',
    );
    expect(calls).toHaveLength(1);
    expect(await box.call('other', {}, { signal })).toMatchObject({ ok: false });
  });

  it('serves the library under the names the model was trained on', async () => {
    const { box: library } = await filledLibrary();
    const box = arrangeTools({ library, known, names: 'google_search' });
    // Without a list before: what is called first finds its tool too.
    const found = await box.call(
      'google_search',
      { q: 'capital of', or: 'Peru', gl: 'us', num: 1 },
      { signal },
    );
    expect(found.structured).toMatchObject({ organic: [{ title: 'Peru' }] });
    expect(JSON.stringify(await box.list({ signal }))).toBe(JSON.stringify(toolSpecs()));
    const read = await box.call('scrape', { url: 'corpus://countries/chile' }, { signal });
    expect(read.text).toContain('Santiago');
  });

  it('keeps the library’s own names where the model knows other tools', async () => {
    const { box: library } = await filledLibrary();
    const other = [{ ...toolSpecs()[0]! }];
    const box = arrangeTools({ library, known: other, names: 'google_search' });
    expect(names(await box.list({ signal }))).toEqual(['search_library', 'read_page']);
  });

  it('has the names of Jan-Nano’s training, over relay and library alike', async () => {
    const { relay, calls } = fakeRelay();
    const { box: library } = await filledLibrary();
    const box = arrangeTools({ relay, known, names: 'web_search' });
    const specs = await box.list({ signal });
    expect(names(specs)).toEqual(['web_search', 'visit_tool']);
    expect(specs.map((one) => one.function.parameters['required'])).toEqual([['query'], ['url']]);
    await box.call('web_search', { query: 'x' }, { signal });
    await box.call('visit_tool', { url: 'https://a.org', page: 2 }, { signal });
    expect(calls).toEqual([
      ['google_search', { q: 'x', num: 5 }],
      ['scrape', { url: 'https://a.org', page: 2 }],
    ]);
    const offline = arrangeTools({ library, known, names: 'web_search' });
    expect(names(await offline.list({ signal }))).toEqual(['web_search', 'visit_tool']);
    const found = await offline.call('web_search', { query: 'capital of Peru' }, { signal });
    expect(found.text).toContain('Lima');
  });
});

describe('staysHere', () => {
  it('is true of the library’s tools alone, under any name', async () => {
    const { relay } = fakeRelay();
    const { box: library } = await filledLibrary();
    const known = toolSpecs();
    const stay = async (arrangement: Parameters<typeof arrangeTools>[0]) => {
      const box = arrangeTools(arrangement);
      expect(box.staysHere('scrape')).toBe(false); // before anything is known
      const specs = await box.list({ signal });
      return names(specs).filter((name) => box.staysHere(name));
    };
    const google = { known, names: 'google_search' } as const;
    expect(await stay({ ...google, relay })).toEqual([]);
    expect(await stay({ ...google, relay, library })).toEqual(['search_library', 'read_page']);
    expect(await stay({ ...google, library })).toEqual(['google_search', 'scrape']);
    const web = { known, names: 'web_search' } as const;
    expect(await stay({ ...web, relay })).toEqual([]);
    expect(await stay({ ...web, library })).toEqual(['web_search', 'visit_tool']);
  });

  it('is not true of a relay’s tool that bears the name of one of the library', async () => {
    const { box: library } = await filledLibrary();
    const relay: Toolbox = {
      list: () => library.list({ signal }),
      call: () => Promise.resolve({ ok: true, text: '' }),
    };
    const box = arrangeTools({ relay, library, known: [], names: 'google_search' });
    await box.list({ signal });
    expect(box.staysHere('read_page')).toBe(false);
  });
});

describe('savingPages', () => {
  const whole = { url: 'https://a.org/', title: 'A', text: 'Words.', page: 2, pages: 3 };

  it.each([
    ['a page', { ok: true, text: '', structured: { ...whole, metadata: { a: 1 } } }, whole],
    ['a page as text', { ok: true, text: JSON.stringify(whole) }, whole],
    ['a failure', { ok: false, text: JSON.stringify(whole) }, undefined],
    ['search results', { ok: true, text: '', structured: { organic: [] } }, undefined],
    ['plain text', { ok: true, text: 'Words.' }, undefined],
    [
      'a part beyond the last',
      { ok: true, text: JSON.stringify({ ...whole, page: 4 }) },
      undefined,
    ],
    ['a million parts', { ok: true, text: JSON.stringify({ ...whole, pages: 1e6 }) }, undefined],
    ['a page without text', { ok: true, text: '', structured: { ...whole, text: 1 } }, undefined],
  ])('saves what is a page: %s', async (_what, result, saved) => {
    const pages: ReadPage[] = [];
    const box = savingPages(fakeRelay(result).relay, (page) => pages.push(page));
    expect(await box.call('any', {}, { signal })).toBe(result);
    expect(pages).toEqual(saved ? [saved] : []);
  });

  it('gives back offline what was read online', async () => {
    const { library, box: offline } = await filledLibrary();
    const saving: Promise<unknown>[] = [];
    const { relay } = fakeRelay({
      ok: true,
      text: '',
      structured: { ...whole, page: 1, pages: 1 },
    });
    const online = savingPages(relay, (page) => saving.push(library.save(page, 1e6)));
    await online.call('scrape', { url: 'https://a.org/#here' }, { signal });
    await Promise.all(saving);
    expect(textOf(await library.open('https://a.org/#there'))).toBe('Words.');
    const read = await offline.call('read_page', { url: 'https://a.org/' }, { signal });
    expect(read.structured).toMatchObject({ text: 'Words.' });
  });
});

describe('a relay that is gone in the middle of a run', () => {
  const why = { code: 'relay-unreachable', message: 'No relay answers.' };
  const gone: ToolResult = { ok: false, text: 'No relay answers.', unreachable: why };

  it.each(['google_search', 'web_search'] as const)(
    'leaves the call to the library, under the names of %s',
    async (names) => {
      const { relay, calls } = fakeRelay(gone);
      const { box } = await filledLibrary();
      const lost: unknown[] = [];
      const said: string[] = [];
      const tools = arrangeTools({
        relay,
        spare: () => Promise.resolve(box),
        onLost: (error) => lost.push(error),
        known: [],
        names,
      });
      await tools.list({ signal });
      const args =
        names === 'google_search' ? { q: 'capital of Peru' } : { query: 'capital of Peru' };
      const found = await tools.call(names, args, {
        signal,
        onProgress: ({ message }) => said.push(say(message ?? '')),
      });
      expect(found.ok).toBe(true);
      expect(found.text).toContain('The capital of Peru is Lima.');
      expect(calls).toHaveLength(1);
      expect(lost).toEqual([why]);
      expect(said).toEqual(['The relay is gone. Looking into the library']);
    },
  );

  it('is told as it is where the library is empty or has nothing', async () => {
    const { relay } = fakeRelay(gone);
    const { box } = await filledLibrary();
    for (const spare of [undefined, box]) {
      const tools = arrangeTools({
        relay,
        spare: () => Promise.resolve(spare),
        known: [],
        names: 'google_search',
      });
      await tools.list({ signal });
      const call = tools.call('scrape', { url: 'https://a.example/' }, { signal });
      expect(await call).toEqual(gone);
    }
  });

  it('is not thought gone because a tool failed', async () => {
    const { relay } = fakeRelay({ ok: false, text: 'no page there' });
    const tools = arrangeTools({
      relay,
      spare: () => Promise.reject(new Error('asked for nothing')),
      known: [],
      names: 'google_search',
    });
    await tools.list({ signal });
    expect(await tools.call('scrape', { url: 'x' }, { signal })).toMatchObject({
      text: 'no page there',
    });
  });
});
