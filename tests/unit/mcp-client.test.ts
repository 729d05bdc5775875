import { Client as ClientOf2025 } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { Relay } from '../../server/relay';
import { toolSpecs } from '../../src/mcp/search-tools';
import { say } from '../../src/i18n/area';
import type { ToolProgress } from '../../src/contracts';
import { createToolbox } from '../../src/mcp/client';
import { mcpEndpoint, relayHealth } from '../../src/mcp/relay';
import { corpus, startTestRelay, WaitingBackend } from './relay-harness';

const { signal } = new AbortController();
const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function relay(...args: Parameters<typeof startTestRelay>): Promise<Relay> {
  const started = await startTestRelay(...args);
  closers.push(() => started.close(0));
  return started;
}

/** An address where nothing listens. */
async function deadAddress(): Promise<string> {
  const started = await startTestRelay();
  await started.close(0);
  return started.url;
}

describe('list', () => {
  it('yields exactly the tools that the training data was made with', async () => {
    const { url } = await relay();
    const specs = await createToolbox({ relayUrl: url }).list({ signal });
    // As text: key order is part of the prompt.
    expect(JSON.stringify(specs)).toBe(JSON.stringify(toolSpecs()));
    expect(specs.map((spec) => spec.function.name)).toEqual(['google_search', 'scrape']);
    expect(Object.keys(specs[0]!.function.parameters)).toEqual(['type', 'properties', 'required']);
    expect(specs[0]!.function.parameters['required']).toEqual(['q']);
  });

  it('says where it looked and what to do when nothing answers', async () => {
    const url = await deadAddress();
    await expect(createToolbox({ relayUrl: url }).list({ signal })).rejects.toMatchObject({
      code: 'relay-unreachable',
      message: expect.stringContaining(`${url}/mcp. Start it with “npm start”`) as string,
    });
  });

  it('brings the token that a relay wants, and says so where it is missing or wrong', async () => {
    const { url: relayUrl } = await relay({ env: { AUTH_TOKENS: 'open-sesame-0123456789abcdef' } });
    const specs = await createToolbox({ relayUrl, token: 'open-sesame-0123456789abcdef' }).list({
      signal,
    });
    expect(specs).toHaveLength(2);
    await expect(createToolbox({ relayUrl }).list({ signal })).rejects.toMatchObject({
      code: 'relay-refused',
      message: expect.stringContaining('wants an access token') as string,
    });
    await expect(
      createToolbox({ relayUrl, token: 'simsim' }).list({ signal }),
    ).rejects.toMatchObject({
      code: 'relay-refused',
      message: expect.stringContaining('does not know this access token') as string,
    });
  });

  it('tells a refusal from silence', async () => {
    const server = createServer((_request, response) => response.writeHead(403).end('no'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closers.push(() => new Promise((resolve) => server.close(() => resolve())));
    const relayUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await expect(createToolbox({ relayUrl }).list({ signal })).rejects.toMatchObject({
      code: 'relay-refused',
      message: expect.stringContaining('403') as string,
    });
  });

  it('works again once the relay is back', async () => {
    const url = await deadAddress();
    const toolbox = createToolbox({ relayUrl: url });
    await expect(toolbox.list({ signal })).rejects.toMatchObject({ code: 'relay-unreachable' });
    await relay({ env: { PORT: new URL(url).port } });
    expect(await toolbox.list({ signal })).toHaveLength(2);
  });
});

describe('call', () => {
  it('searches and reads', async () => {
    const { url } = await relay();
    const toolbox = createToolbox({ relayUrl: url });
    const found = await toolbox.call('google_search', { q: 'capital of Peru' }, { signal });
    expect(found.ok).toBe(true);
    const expected = await corpus.search({ q: 'capital of Peru' }, signal);
    expect(expected.organic.length).toBeGreaterThan(0);
    expect(JSON.parse(found.text)).toEqual(expected);
    expect(found.structured).toEqual(expected);

    const read = await toolbox.call('scrape', { url: 'corpus://countries/peru' }, { signal });
    expect(read.structured).toMatchObject({ title: 'Peru', page: 1, pages: 1 });
    expect(read.text).toContain('The capital of Peru is Lima.');
  });

  it('turns every failure into a result', async () => {
    const { url } = await relay();
    const toolbox = createToolbox({ relayUrl: url });
    const cases = [
      [
        'scrape',
        { url: 'corpus://countries/atlantis' },
        /no page at corpus:\/\/countries\/atlantis/,
      ],
      ['google_search', {}, /q/],
      ['google_search', { q: 7 }, /string/],
      ['launch_rocket', {}, /launch_rocket/],
    ] as const;
    for (const [name, args, message] of cases) {
      const result = await toolbox.call(name, args, { signal });
      expect(result).toMatchObject({ ok: false, text: expect.stringMatching(message) as string });
    }
    const down = createToolbox({ relayUrl: await deadAddress() });
    expect(await down.call('google_search', { q: 'x' }, { signal })).toMatchObject({
      ok: false,
      text: expect.stringContaining('No search relay answers') as string,
    });
  });

  it('passes progress on', async () => {
    const { url } = await relay();
    const seen: ToolProgress[] = [];
    await createToolbox({ relayUrl: url }).call(
      'google_search',
      { q: 'Peru' },
      { signal, onProgress: (progress) => seen.push(progress) },
    );
    expect(seen).toEqual([{ progress: 0, total: 1, message: 'Searching the offline corpus' }]);
  });

  it('rejects when aborted, and the abort reaches the search', async () => {
    const backend = new WaitingBackend();
    const { url } = await relay({ backend });
    const stop = new AbortController();
    const call = createToolbox({ relayUrl: url }).call(
      'google_search',
      { q: 'Peru' },
      { signal: stop.signal },
    );
    const rejected = expect(call).rejects.toMatchObject({ name: 'AbortError' });
    await backend.arrived;
    stop.abort();
    await rejected;
    await backend.aborted;
    backend.release();
  });

  it('rejects at once when aborted before it begins', async () => {
    const call = createToolbox({ relayUrl: await deadAddress() }).call(
      'google_search',
      { q: 'Peru' },
      { signal: AbortSignal.abort() },
    );
    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('gives up after its timeout, and so does the relay', async () => {
    const backend = new WaitingBackend();
    const { url } = await relay({ backend });
    const toolbox = createToolbox({ relayUrl: url, callTimeoutMs: 50 });
    expect(await toolbox.call('google_search', { q: 'Peru' }, { signal })).toEqual({
      ok: false,
      text: 'google_search took longer than 0.05 s.',
    });
    await backend.aborted;
    backend.release();
  });
});

/** A relay behind a front that answers the first calls of a tool in its place. */
async function flaky(answers: (number | 'cut')[], env: Record<string, string> = {}) {
  const { url } = await relay({ env });
  let calls = 0;
  const left = [...answers];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const body = Buffer.concat(parts).toString();
      const answer = body.includes('"tools/call"') ? left.shift() : undefined;
      if (body.includes('"tools/call"')) calls += 1;
      if (answer === 'cut') return void request.socket.destroy();
      if (answer !== undefined) return void response.writeHead(answer).end('busy');
      const headers = Object.fromEntries(
        Object.entries(request.headers).filter(
          ([name]) => name !== 'host' && name !== 'connection',
        ),
      ) as Record<string, string>;
      fetch(`${url}${request.url}`, {
        method: request.method!,
        headers,
        ...(body ? { body } : {}),
      }).then(
        async (from) => {
          response.writeHead(from.status, Object.fromEntries(from.headers));
          response.end(Buffer.from(await from.arrayBuffer()));
        },
        () => response.destroy(),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.unshift(async () => {
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });
  const relayUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { toolbox: createToolbox({ relayUrl }), calls: () => calls };
}

describe('a call that gets no answer', () => {
  it.each([[['cut']], [[503]], [[429, 'cut']]] as (number | 'cut')[][][])(
    'is made again: %j',
    async (answers) => {
      const { toolbox, calls } = await flaky(answers);
      await toolbox.list({ signal });
      const said: string[] = [];
      const result = await toolbox.call(
        'google_search',
        { q: 'Peru' },
        { signal, onProgress: ({ message }) => said.push(say(message ?? '')) },
      );
      expect(result.ok).toBe(true);
      expect(calls()).toBe(answers.length + 1);
      expect(said.filter((one) => one === 'No answer. Trying again')).toHaveLength(answers.length);
    },
  );

  it('is given up after three tries, and a refusal at once', async () => {
    const { toolbox, calls } = await flaky(['cut', 'cut', 'cut']);
    await toolbox.list({ signal });
    expect(await toolbox.call('scrape', { url: 'corpus://x' }, { signal })).toMatchObject({
      ok: false,
      unreachable: { code: 'relay-unreachable' },
    });
    expect(calls()).toBe(3);
    const refusing = await flaky([403]);
    await refusing.toolbox.list({ signal });
    const refused = await refusing.toolbox.call('google_search', { q: 'x' }, { signal });
    expect(refused).toEqual({ ok: false, text: expect.stringContaining('403') as string });
    expect(refusing.calls()).toBe(1);
  });

  it('is not made again where its tool may change something', async () => {
    const { toolbox, calls } = await flaky(['cut']);
    // Without the list nothing is known of the tool.
    expect(await toolbox.call('google_search', { q: 'x' }, { signal })).toMatchObject({
      ok: false,
    });
    expect(calls()).toBe(1);
  });

  it('waits no longer when aborted', async () => {
    const { toolbox, calls } = await flaky(['cut', 'cut', 'cut']);
    await toolbox.list({ signal });
    const stop = new AbortController();
    const call = toolbox.call(
      'google_search',
      { q: 'x' },
      { signal: stop.signal, onProgress: () => stop.abort() },
    );
    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
    expect(calls()).toBe(1);
  });
});

describe('a client of 2025', () => {
  it('lists and calls', async () => {
    const { url } = await relay();
    const client = new ClientOf2025({ name: 'old', version: '1' });
    await client.connect(new StreamableHTTPClientTransport(new URL(`${url}/mcp`)));
    closers.unshift(() => client.close());
    const { tools } = await client.listTools();
    expect(tools.map((tool) => tool.name)).toEqual(['google_search', 'scrape']);
    const result = await client.callTool({ name: 'google_search', arguments: { q: 'Peru' } });
    expect(result.structuredContent).toEqual(await corpus.search({ q: 'Peru' }, signal));
  });
});

describe('addresses', () => {
  it.each([
    ['http://localhost:8787', 'http://localhost:8787/mcp'],
    ['https://example.org/relay/', 'https://example.org/relay/mcp'],
    [' https://example.org/tools ', 'https://example.org/tools'],
  ])('%s means %s', (address, endpoint) => expect(mcpEndpoint(address).href).toBe(endpoint));

  it.each(['', 'localhost:8787', 'file:///etc/passwd'])('%j is refused', (address) => {
    expect(() => mcpEndpoint(address)).toThrow(expect.objectContaining({ code: 'bad-input' }));
  });

  it('tells how the relay is', async () => {
    const { url } = await relay();
    expect(await relayHealth(url, { signal })).toMatchObject({ search: 'offline', pages: 2 });
    await expect(relayHealth(await deadAddress(), { signal })).rejects.toMatchObject({
      code: 'relay-unreachable',
    });
  });
});
