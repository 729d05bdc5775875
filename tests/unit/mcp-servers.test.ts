import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Permission } from '../../src/agent/approval';
import type { Toolbox, ToolSpec } from '../../src/contracts';
import { arrangeTools } from '../../src/mcp/arrange';
import { toolSpecs } from '../../src/mcp/search-tools';
import {
  checkHeaders,
  checkServerName,
  checkServerUrl,
  freeName,
  parseServers,
  serverAllowance,
  withServerAllowance,
  type McpServer,
  type ServerStatus,
} from '../../src/research/mcp-servers';
import { ServersState } from '../../src/research/mcp-servers.svelte';
import type { ServerParts } from '../../src/research/parts';
import { parseSettings } from '../../src/research/settings';

const { signal } = new AbortController();
const tool = (name: string): ToolSpec => ({
  type: 'function',
  function: { name, description: '', parameters: { type: 'object', properties: {}, required: [] } },
});
const names = (specs: ToolSpec[]) => specs.map((one) => one.function.name);

describe('what is typed', () => {
  it.each([
    [' https://a.org/mcp#x ', 'https://a.org/mcp'],
    ['http://localhost:9/mcp?key=1', 'http://localhost:9/mcp?key=1'],
  ])('takes the address %j', (text, value) =>
    expect(checkServerUrl(text)).toEqual({ ok: true, value }),
  );
  it.each(['', 'a.org', 'javascript:alert(1)', 'ws://a.org', 'https://u:p@a.org'])(
    'refuses the address %j',
    (text) => expect(checkServerUrl(text)).toHaveProperty('problem'),
  );

  it('takes a name that is free', () => {
    expect(checkServerName(' docs-2 ', ['docs'])).toEqual({ ok: true, value: 'docs-2' });
    for (const text of ['', 'two words', '-x', 'ü', 'a'.repeat(33), 'DOCS'])
      expect(checkServerName(text, ['docs']), text).toHaveProperty('problem');
  });

  it('finds a name for anything', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.string()), (wanted, taken) => {
        const name = freeName(wanted, taken);
        expect(checkServerName(name, taken)).toEqual({ ok: true, value: name });
      }),
    );
  });

  it('takes headers, one a line', () => {
    expect(checkHeaders(' X-Api-Key:  a b \n\nX-Team: blue')).toEqual({
      ok: true,
      value: { 'X-Api-Key': 'a b', 'X-Team': 'blue' },
    });
    for (const text of [
      'no colon',
      'Cookie: a',
      'Mcp-Session-Id: 1',
      'Host: a',
      'X-A: ü',
      'Sec-X: 1',
    ])
      expect(checkHeaders(text), text).toHaveProperty('problem');
  });
});

describe('stored servers', () => {
  const whole: McpServer = {
    id: 'a',
    name: 'docs',
    url: 'https://a.org/mcp',
    token: 't',
    headers: { 'X-A': 'b' },
    off: true,
    tools: { find: 'always' },
  };
  it('are read as they were, also as settings', () => {
    expect(parseServers([whole])).toEqual([whole]);
    expect(parseSettings({ servers: [whole] }).servers).toEqual([whole]);
    expect(parseSettings({}).servers).toBeUndefined();
  });
  it.each([
    undefined,
    'x',
    {},
    [null],
    [{ id: 'a' }],
    [{ ...whole, url: 'javascript:1' }],
    [{ ...whole, id: 7 }],
  ])('that are none are left out: %j', (stored) => expect(parseServers(stored)).toEqual([]));
  it('lose what is wrong of them, and nothing else', () => {
    const broken = {
      ...whole,
      token: 'a b',
      headers: { Host: 'x', 'X-A': 'b', 'X-B': 1 },
      off: 'yes',
      tools: { find: 'maybe', other: 'never' },
    };
    expect(parseServers([broken, whole, { ...whole, id: 'b' }])).toEqual([
      { id: 'a', name: 'docs', url: whole.url, headers: { 'X-A': 'b' }, tools: { other: 'never' } },
      { ...whole, id: 'b', name: 'docs-2' },
    ]);
  });
  it.each<[McpServer | undefined, string, Permission]>([
    [{ ...whole, off: undefined }, 'find', 'always'],
    [{ ...whole, off: undefined }, 'other', 'ask'],
    [{ ...whole, off: undefined }, 'constructor', 'ask'],
    [whole, 'find', 'never'],
    [undefined, 'find', 'never'],
  ])('allow only what was said', (server, name, allowed) =>
    expect(serverAllowance(server, name)).toBe(allowed),
  );
  it('are set for some of their tools, and keep the rest', () => {
    const set = withServerAllowance(whole, ['other', 'constructor'], 'never');
    expect(set).toEqual({
      ...whole,
      tools: { find: 'always', other: 'never', constructor: 'never' },
    });
    expect(withServerAllowance({ id: 'b', name: 'b', url: '' }, ['find'], 'always').tools).toEqual({
      find: 'always',
    });
  });
});

function box(label: string, ...tools: string[]): Toolbox {
  return {
    list: () => Promise.resolve(tools.map(tool)),
    call: (name) => Promise.resolve({ ok: true, text: `${label}: ${name}` }),
  };
}

describe('tools of several servers', () => {
  const relay: Toolbox = { ...box('relay'), list: () => Promise.resolve(toolSpecs()) };
  const server = (id: string, ...tools: string[]) => ({
    id: `id-${id}`,
    name: id,
    box: box(id, ...tools),
  });
  const arranged = (...servers: ReturnType<typeof server>[]) =>
    arrangeTools({ relay, known: [], names: 'google_search', servers });

  it('leave the prompt as it is, byte for byte, where none was added or none is on offer', async () => {
    for (const tools of [arranged(), arranged(server('empty'))])
      expect(JSON.stringify(await tools.list({ signal }))).toBe(JSON.stringify(toolSpecs()));
  });

  it('come after the relay’s, with the server’s name where a name is taken', async () => {
    const tools = arranged(
      server('docs', 'find', 'scrape', 'has space'),
      server('wiki', 'find', 'has/space'),
    );
    expect(names(await tools.list({ signal }))).toEqual([
      ...['google_search', 'scrape', 'find', 'docs_scrape', 'has_space'],
      ...['wiki_find', 'wiki_has_space'],
    ]);
    const say = async (name: string) => (await tools.call(name, {}, { signal })).text;
    expect(await say('scrape')).toBe('relay: scrape');
    expect(await say('docs_scrape')).toBe('docs: scrape');
    expect(await say('wiki_find')).toBe('wiki: find');
    expect(await say('has_space')).toBe('docs: has space');
    expect(tools.originOf('docs_scrape')).toEqual({
      server: 'id-docs',
      name: 'docs',
      tool: 'scrape',
    });
    expect(tools.originOf('scrape')).toBeUndefined();
    expect(tools.staysHere('find')).toBe(false);
  });

  it('have a name of their own whatever they are called', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.string(), { maxLength: 4 }), { maxLength: 3 }),
        async (lists) => {
          const shown = names(
            await arranged(...lists.map((one, at) => server(`s${at}`, ...one))).list({ signal }),
          );
          expect(new Set(shown).size).toBe(shown.length);
          expect(shown).toHaveLength(2 + lists.flat().length);
          for (const name of shown) expect(name).toMatch(/^[\w-]{1,64}$/);
        },
      ),
    );
  });
});

type Settled = Exclude<ServerStatus, { phase: 'testing' }>;

describe('the servers of a run', () => {
  function setUp(servers: McpServer[]) {
    const log: string[] = [];
    const fault: { test?: Error } = {};
    let held: Promise<Settled> | undefined;
    /** The next test gives what the returned function is called with. */
    const slow = () => {
      let answer: (status: Settled) => void = () => undefined;
      held = new Promise((resolve) => (answer = resolve));
      return (status: Settled) => answer(status);
    };
    const parts: ServerParts = {
      toolbox: ({ name }) => Promise.resolve(box(name, 'find', 'drop')),
      test({ name }) {
        log.push(name);
        if (fault.test) return Promise.reject(fault.test);
        const late = held;
        held = undefined;
        if (late) return late;
        return Promise.resolve({
          phase: 'ready',
          title: name,
          version: '1',
          tools: [tool('find'), tool('drop')],
          ms: 1,
        });
      },
      signIn: () => Promise.reject(new Error('No way in.')),
      finishSignIn: () => Promise.resolve(),
      forget: () => Promise.resolve(() => Promise.resolve()),
    };
    return { state: new ServersState(parts, () => servers), log, fault, slow };
  }
  const one: McpServer = { id: '1', name: 'one', url: 'https://a.org/mcp' };

  it('offer what is not switched off, and are asked once', async () => {
    const servers: McpServer[] = [
      { ...one, tools: { drop: 'never' } },
      { ...one, id: '2', name: 'two', off: true },
    ];
    const { state, log } = setUp(servers);
    expect(state.toolboxes().map(({ name }) => name)).toEqual(['one']);
    for (let i = 0; i < 2; i++)
      expect(names(await state.toolboxes()[0]!.box.list({ signal }))).toEqual(['find']);
    expect(log).toEqual(['one']);
    servers[0] = one;
    expect(names(await state.toolboxes()[0]!.box.list({ signal }))).toEqual(['find', 'drop']);
    servers[0] = { ...one, url: 'https://b.org/mcp' };
    await state.toolboxes()[0]!.box.list({ signal });
    expect(log).toEqual(['one', 'one']);
  });

  it('that fail offer nothing, and are left in peace for a while', async () => {
    const { state, log, fault } = setUp([one]);
    fault.test = new Error('It is down.');
    for (let i = 0; i < 2; i++)
      expect(await state.toolboxes()[0]!.box.list({ signal })).toEqual([]);
    expect(log).toEqual(['one']);
    expect(state.statuses['1']).toEqual({ phase: 'failed', reason: 'It is down.', signIn: false });
    fault.test = undefined;
    await state.test(one);
    expect(names(await state.toolboxes()[0]!.box.list({ signal }))).toEqual(['find', 'drop']);
  });

  it('stay signed in where an answer from before the sign-in comes late', async () => {
    const { state, slow } = setUp([one]);
    const answer = slow();
    const listing = state.toolboxes()[0]!.box.list({ signal });
    await state.finishSignIn(new URLSearchParams('code=1&state=1.2'));
    answer({ phase: 'failed', reason: 'It wants you to sign in.', signIn: true });
    expect(names(await listing)).toEqual(['find', 'drop']);
    expect(state.statuses['1']?.phase).toBe('ready');
  });

  it('keep a sign-in that came back for none of them away', async () => {
    const { state } = setUp([one]);
    expect(await state.finishSignIn(new URLSearchParams('code=1&state=other.2'))).toBeUndefined();
    expect(await state.finishSignIn(new URLSearchParams('code=1&state=1.2'))).toBe(one);
    expect(state.statuses['1']?.phase).toBe('ready');
    await state.signIn(one);
    expect(state.statuses['1']).toEqual({ phase: 'failed', reason: 'No way in.', signIn: true });
  });
});
