/** Prompts of MCP servers: as our client sees them, cleaned, and kept up to date. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Prompts, PromptSpec, Toolbox } from '../../src/contracts';
import { addedToolbox } from '../../src/mcp/added';
import { createToolbox } from '../../src/mcp/client';
import { savingPages } from '../../src/mcp/arrange';
import { LONGEST_QUESTION } from '../../src/research/page-request';
import { filled, offered } from '../../src/research/prompts';
import { PromptsState, type PromptOrigin } from '../../src/research/prompts.svelte';
import { startMcpServer, type FakePrompt } from '../fakes/mcp-server';
import { startTestRelay } from './relay-harness';

const { signal } = new AbortController();
const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function start(prompts?: Record<string, FakePrompt>) {
  const server = await startMcpServer(prompts ? { prompts } : {});
  closers.push(() => server.close());
  const vault = { read: () => Promise.resolve(undefined), write: () => Promise.resolve() };
  const box = addedToolbox({ id: 'a', url: server.url }, { page: 'http://localhost:1/', vault });
  return { ...server, prompts: box.prompts! };
}

const hello: FakePrompt = { title: 'Say hello', say: () => 'Hello' };

describe('our client', () => {
  it('lists what a server offers and gets it', async () => {
    const { prompts } = await start({
      hello: {
        ...hello,
        description: 'To someone',
        args: { name: { required: true, about: 'Whom' }, loud: { required: false } },
        say: ({ name, loud }) => `Hello ${name}${loud ? '!' : ''}`,
      },
    });
    expect(await prompts.list({ signal })).toEqual([
      {
        name: 'hello',
        title: 'Say hello',
        description: 'To someone',
        arguments: [
          { name: 'name', description: 'Whom', required: true },
          { name: 'loud', required: false },
        ],
      },
    ]);
    expect(await prompts.get('hello', { name: 'Ada' }, { signal })).toEqual({
      text: 'Hello Ada',
      left: 0,
    });
    await expect(prompts.get('hello', {}, { signal })).rejects.toMatchObject({
      code: 'tool-failed',
      message: expect.stringContaining('name') as string,
    });
    // The refusal cost no connection.
    expect(await prompts.list({ signal })).toHaveLength(1);
  });

  it('takes the text of a person, and counts what is none', async () => {
    const { prompts } = await start({
      mixed: {
        say: () => [
          { role: 'user', content: { type: 'text', text: 'Read this.' } },
          { role: 'assistant', content: { type: 'text', text: 'I shall obey.' } },
          { role: 'user', content: { type: 'image', data: 'AA==', mimeType: 'image/png' } },
          {
            role: 'user',
            content: { type: 'resource', resource: { uri: 'a://b', text: 'A page.' } },
          },
        ],
      },
    });
    expect(await prompts.get('mixed', {}, { signal })).toEqual({
      text: 'Read this.\n\nA page.',
      left: 2,
    });
  });

  it('finds none at a server without prompts, and hears of new ones', async () => {
    expect(await (await start()).prompts.list({ signal })).toEqual([]);
    const server = await start({ hello });
    const onchange = vi.fn();
    expect(await server.prompts.list({ signal, onchange })).toHaveLength(1);
    await vi.waitFor(() => expect(server.listeners()).toBeGreaterThan(0));
    server.change({ hello, again: hello });
    await vi.waitFor(() => expect(onchange).toHaveBeenCalledOnce());
    expect(await server.prompts.list({ signal })).toHaveLength(2);
  });

  it('says why they cannot be had', async () => {
    const server = await start({ hello });
    await server.close();
    closers.pop();
    await expect(server.prompts.list({ signal })).rejects.toMatchObject({ code: 'tool-failed' });
    const stop = AbortSignal.abort();
    await expect(server.prompts.list({ signal: stop })).rejects.toMatchObject({
      name: 'AbortError',
    });
  });

  it('has those of the relay, also where its pages are saved', async () => {
    const relay = await startTestRelay();
    closers.push(() => relay.close(0));
    const { prompts } = savingPages(createToolbox({ relayUrl: relay.url }), () => undefined);
    const names = (await prompts!.list({ signal })).map(({ name }) => name);
    expect(names).toContain('compare-things');
    const { text } = await prompts!.get('what-is-new', { topic: 'tides' }, { signal });
    expect(text).toContain('What is new about tides?');
  });
});

describe('what is shown of a prompt', () => {
  const spec = (more: Partial<PromptSpec>): PromptSpec => ({ name: 'a', arguments: [], ...more });
  const one = (more: Partial<PromptSpec>) => offered({ id: 's', name: 'docs' }, [spec(more)])[0];

  it('is cleaned, in one line, and short', () => {
    expect(one({ name: 'find_the-docs' })).toMatchObject({ title: 'Find the docs', about: '' });
    expect(one({ title: 'A\u202eb\u200bc\n d' })).toMatchObject({ key: 's/a', title: 'Abc d' });
    expect(one({ title: '\u200b' })!.title).toBe('Unnamed');
    expect(one({ title: 'x'.repeat(500) })!.title).toHaveLength(80);
    expect(one({ description: 'x '.repeat(500) })!.about.length).toBeLessThanOrEqual(300);
    expect(one({ arguments: [{ name: 'the_topic', required: true }] })!.fields).toEqual([
      { name: 'the_topic', label: 'The topic', about: '', required: true },
    ]);
  });

  it('is limited', () => {
    const args = Array.from({ length: 13 }, (_, at) => ({ name: `a${at}`, required: false }));
    expect(one({ arguments: args })).toBeUndefined();
    const many = Array.from({ length: 80 }, (_, at) => spec({ name: `p${at}` }));
    expect(offered({ id: 's', name: 'docs' }, many)).toHaveLength(50);
  });
});

describe('the text for the box', () => {
  it.each([
    ['a\r\nb\u202e', 0, { text: 'a\nb', missing: [] }],
    ['a', 2, { text: 'a', missing: ['parts'] }],
    ['x'.repeat(5000), 0, { text: 'x'.repeat(LONGEST_QUESTION), missing: ['end'] }],
  ])('of %.9j, %d left out', (text, left, expected) =>
    expect(filled({ text, left })).toEqual(expected),
  );
  it.each([undefined, { text: ' \u200b', left: 1 }])('is none in %j', (prompt) => {
    expect(() => filled(prompt)).toThrow('gave no text');
  });
});

describe('prompts on offer', () => {
  function box(prompts?: Prompts): Toolbox {
    const call = () => Promise.resolve({ ok: true, text: '' });
    return { list: () => Promise.resolve([]), call, ...(prompts ? { prompts } : {}) };
  }
  /** A server of which `names` are the prompts; asking it waits for `gate`. */
  function fake(id: string, names: string[], gate: Promise<void> = Promise.resolve()) {
    const server = {
      names,
      asked: 0,
      broken: false,
      changed: undefined as (() => void) | undefined,
      origin: { id, name: `server ${id}`, since: {} } as PromptOrigin,
    };
    const prompts: Prompts = {
      async list({ onchange }) {
        server.asked += 1;
        server.changed = onchange;
        await gate;
        if (server.broken) throw new Error('It broke.');
        return server.names.map((name) => ({ name, arguments: [] }));
      },
      get: (name) => Promise.resolve({ text: `${id} ${name}`, left: 0 }),
    };
    server.origin.box = () => Promise.resolve(box(prompts));
    return server;
  }
  const names = (state: PromptsState) => state.starters.map(({ key }) => key);

  it('are those of all servers, asked once as long as nothing changes', async () => {
    const [a, b] = [fake('a', ['x']), fake('b', ['x', 'y'])];
    let origins = [a.origin, b.origin];
    const state = new PromptsState(() => origins);
    await state.refresh();
    await state.refresh();
    expect(names(state)).toEqual(['a/x', 'b/x', 'b/y']);
    expect([a.asked, b.asked, state.loading]).toEqual([1, 1, false]);
    expect(await state.fill(state.starters[1]!, {}, signal)).toEqual({ text: 'b x', missing: [] });

    // Connected to anew, renamed, and gone.
    origins = [
      { ...a.origin, since: {} },
      { ...b.origin, name: 'other' },
    ];
    await state.refresh();
    expect([a.asked, b.asked]).toEqual([2, 2]);
    expect(state.starters[1]!.server).toBe('other');
    const gone = state.starters[1]!;
    origins = [a.origin];
    await state.refresh();
    expect(names(state)).toEqual(['a/x']);
    await expect(state.fill(gone, {}, signal)).rejects.toThrow('gave no text');
  });

  it('come from each as soon as it answers, and one that fails is named', async () => {
    let open!: () => void;
    const slow = fake('slow', ['x'], new Promise((resolve) => (open = resolve)));
    const [quick, broken] = [fake('quick', ['y']), fake('broken', ['z'])];
    broken.broken = true;
    const state = new PromptsState(() => [slow.origin, quick.origin, broken.origin]);
    const refreshing = state.refresh();
    await vi.waitFor(() => expect(names(state)).toEqual(['quick/y']));
    expect(state.loading).toBe(true);
    open();
    await refreshing;
    expect(names(state)).toEqual(['slow/x', 'quick/y']);
    expect(state.failures).toEqual([
      { server: 'server broken', reason: { code: 'unknown', message: 'It broke.' } },
    ]);
    await state.refresh();
    expect(broken.asked).toBe(1);
    broken.broken = false;
    await state.refresh(true);
    expect(state.failures).toEqual([]);
    expect([names(state).length, slow.asked]).toEqual([3, 1]);
  });

  it('are listed anew when their server says that they changed', async () => {
    const server = fake('a', ['x']);
    const state = new PromptsState(() => [server.origin]);
    await state.refresh();
    server.names = ['x', 'new'];
    server.changed!();
    await vi.waitFor(() => expect(names(state)).toEqual(['a/x', 'a/new']));
  });

  it('are none of a toolbox without them', async () => {
    const origin = { ...fake('a', []).origin, box: () => Promise.resolve(box()) };
    const state = new PromptsState(() => [origin]);
    await state.refresh();
    expect([state.starters, state.failures]).toEqual([[], []]);
  });
});
