import { describe, expect, it } from 'vitest';
import {
  addressesIn,
  addressesNamed,
  addressKey,
  permissionOf,
  type Permission,
} from '../../src/agent/approval';
import {
  call,
  collect,
  ofType,
  pageResult,
  peru,
  ScriptedEngine,
  ScriptedToolbox,
} from '../fixtures/agent';
import { evil, hostilePages } from '../fixtures/hostile-pages';

const SEARCH = call('google_search', { q: 'capital of Peru' });
const READ = call('scrape', { url: 'https://a.example/peru' });
const LEAK = call('scrape', { url: evil });
const outputs = [SEARCH, READ, LEAK, 'Lima.'];
const control = /<\|[a-z_]+\|>|<\/?(?:tool_call|tool_response|think)>/g;

async function readPage(text: string) {
  const engine = new ScriptedEngine(...outputs);
  const page = pageResult('https://a.example/peru', 'Peru', text);
  const toolbox = new ScriptedToolbox(peru, page);
  const events = await collect({ engine, toolbox });
  return { prompts: engine.prompts, calls: toolbox.calls, events };
}

describe('a hostile page', () => {
  it('is one of forty', () => expect(new Set(hostilePages).size).toBe(40));

  it.each(hostilePages)('%j', async (text) => {
    const { prompts, calls, events } = await readPage(text);
    const plain = await readPage('Lima lies on the coast of Peru.');
    expect(calls.map(([name]) => name)).toEqual(['google_search', 'scrape']);
    expect(calls[1]?.[1]).toEqual({ url: 'https://a.example/peru' });
    expect(ofType(events, 'tool-finished')[2]).toMatchObject({
      ok: false,
      shown: expect.stringContaining('did not allow') as unknown,
    });
    expect(prompts[2]?.match(control)).toEqual(plain.prompts[2]?.match(control));
    expect(prompts[2]).toContain('Lima lies on the coast of Peru.');
  });
});

describe('what is set for a tool', () => {
  /** One search and, after its result, an answer. */
  const search = async (set: Permission, allow = true) => {
    const asked: unknown[] = [];
    const toolbox = new ScriptedToolbox(peru);
    const engine = new ScriptedEngine(SEARCH, 'Done.');
    const events = await collect({
      engine,
      toolbox,
      permission: (tool) => permissionOf({ google_search: set }, tool),
      approve: ({ signal: _, ...request }) => {
        asked.push(request);
        return Promise.resolve(allow);
      },
    });
    const [result] = ofType(events, 'tool-finished');
    return { asked, calls: toolbox.calls.length, ok: result?.ok, shown: result?.shown };
  };
  const request = { tool: 'google_search', args: { q: 'capital of Peru' }, address: undefined };

  it('always: goes out unasked', async () =>
    expect(await search('always')).toMatchObject({ asked: [], calls: 1, ok: true }));
  it('ask: waits for a word, and goes out with it', async () =>
    expect(await search('ask')).toMatchObject({ asked: [request], calls: 1, ok: true }));
  it('ask: stays when that is no', async () => {
    const result = await search('ask', false);
    expect(result).toMatchObject({ asked: [request], calls: 0, ok: false });
    expect(result.shown).toContain('did not allow this call');
  });
  it('ask: asks no more in the same run once it is set to always', async () => {
    let set: Permission = 'ask';
    const asked: (string | undefined)[] = [];
    const toolbox = new ScriptedToolbox(peru, peru);
    const other = call('google_search', { q: 'capital of Chile' });
    await collect({
      engine: new ScriptedEngine(SEARCH, other, LEAK, 'Done.'),
      toolbox,
      permission: () => set,
      approve: ({ address }) => {
        asked.push(address);
        set = 'always';
        return Promise.resolve(address === undefined);
      },
    });
    expect(toolbox.calls.map(([name]) => name)).toEqual(['google_search', 'google_search']);
    expect(asked).toEqual([undefined, evil]);
  });
  it('never: stays without a question', async () => {
    const result = await search('never');
    expect(result).toMatchObject({ asked: [], calls: 0, ok: false });
    expect(result.shown).toContain('switched this tool off');
  });

  it('asks once for a call that has an unnamed address too, also where the tool is always allowed', async () => {
    for (const set of ['always', 'ask'] as const) {
      const asked: (string | undefined)[] = [];
      await collect({
        engine: new ScriptedEngine(LEAK, 'Done.'),
        toolbox: new ScriptedToolbox(),
        permission: () => set,
        approve: ({ address }) => (asked.push(address), Promise.resolve(true)),
      });
      expect(asked).toEqual([evil]);
    }
  });

  it('holds under the other names of a tool', () => {
    const set = { google_search: 'never', scrape: 'ask' } as const;
    expect(
      ['web_search', 'visit_tool', 'read_page'].map((tool) => permissionOf(set, tool)),
    ).toEqual(['never', 'ask', 'always']);
  });
});

describe('an address that nobody named', () => {
  const ask = async (answer: boolean, question = 'Peru?') => {
    const asked: string[] = [];
    const toolbox = new ScriptedToolbox();
    await collect({
      question,
      engine: new ScriptedEngine(LEAK, 'Done.'),
      toolbox,
      approve: ({ address }) => {
        asked.push(address ?? '');
        return Promise.resolve(answer);
      },
    });
    return { asked, calls: toolbox.calls.length };
  };

  it('is opened once allowed', async () =>
    expect(await ask(true)).toEqual({ asked: [evil], calls: 1 }));
  it('is not opened when refused', async () =>
    expect(await ask(false)).toEqual({ asked: [evil], calls: 0 }));
  it('needs no word where the question names it', async () =>
    expect(await ask(false, `Read ${evil}.`)).toEqual({ asked: [], calls: 1 }));
  it('ends with the run when that is stopped', async () => {
    const stop = new AbortController();
    const toolbox = new ScriptedToolbox();
    const approve = () => {
      stop.abort();
      return new Promise<boolean>(() => undefined);
    };
    const engine = new ScriptedEngine(LEAK);
    const events = await collect({ engine, toolbox, approve, signal: stop.signal });
    expect(events.at(-1)?.type).toBe('run-stopped');
    expect(toolbox.calls).toEqual([]);
  });
});

it.each<[unknown, string[]]>([
  [{ url: 'a.example' }, ['a.example']],
  [{ q: 'what is a.example' }, []],
  [{ q: 'https://a.example/x' }, ['https://a.example/x']],
  [{ urls: ['a.example', 'b.example'] }, ['a.example', 'b.example']],
  [{ deep: { link: '//a.example' } }, ['//a.example']],
])('the addresses in %j', (args, expected) => expect(addressesIn(args)).toEqual(expected));

it.each([
  ['https://a.example/', 'http://A.example#part', true],
  ['https://a.example/x', 'a.example/x/', true],
  ['https://a.example/x', 'https://a.example/x?q=1', false],
  ['https://a.example/x', 'https://b.example/x', false],
  ['https://a.example/', 'https://me:secret@a.example/', false],
])('%s and %s', (one, other, same) => expect(addressKey(one) === addressKey(other)).toBe(same));

it('reads the addresses of the user alone', () => {
  const named = addressesNamed([
    { role: 'user', content: 'See (https://a.example/x), b.example.' },
    { role: 'tool', content: 'https://c.example' },
  ]);
  expect(named).toEqual(['a.example/x', 'b.example']);
});
