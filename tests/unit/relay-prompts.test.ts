/** The prompts, as a client of the older SDK that most of the world still runs sees them. */
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Relay } from '../../server/relay';
import { toolSpecs } from '../../src/mcp/search-tools';
import { startTestRelay } from './relay-harness';

let relay: Relay;
const client = new Client({ name: 'tests', version: '1' });

beforeAll(async () => {
  relay = await startTestRelay();
  await client.connect(new StreamableHTTPClientTransport(new URL(`${relay.url}/mcp`)));
});
afterAll(async () => {
  await client.close();
  await relay.close(0);
});

describe('prompts', () => {
  it('are listed with their arguments', async () => {
    const { prompts } = await client.listPrompts();
    const listed = prompts.map(({ name, arguments: args = [] }) => [
      name,
      args.map((arg) => `${arg.name}${arg.required ? '' : '?'}`).join(' '),
    ]);
    expect(listed).toEqual([
      ['compare-things', 'first second aspects?'],
      ['what-is-new', 'topic since?'],
      ['fact-check', 'claim'],
      ['research-topic', 'topic focus?'],
      ['compare-sources', 'topic sources?'],
      ['technical-search', 'problem technology?'],
    ]);
  });

  it.each([
    ['research-topic', { topic: 'tidal power', focus: 'cost' }, ['tidal power', 'Focus on: cost']],
    ['research-topic', { topic: 'tidal power' }, ['tidal power']],
    ['compare-sources', { topic: 'tides', sources: 'a.org, b.org' }, ['tides', 'a.org, b.org']],
    ['compare-sources', { topic: 'tides' }, ['three sources']],
    [
      'compare-things',
      { first: 'tea', second: 'coffee', aspects: 'price' },
      ['tea and coffee', 'price.'],
    ],
    ['compare-things', { first: 'tea', second: 'coffee' }, ['Compare tea and coffee.\n']],
    ['what-is-new', { topic: 'tides', since: '2020' }, ['about tides since 2020?']],
    ['what-is-new', { topic: 'tides' }, ['about tides?']],
    ['fact-check', { claim: 'The moon is hollow.' }, ['The moon is hollow.', 'against it']],
    ['technical-search', { problem: 'EADDRINUSE', technology: 'Node 20' }, ['Node 20', 'cause']],
  ])('%s with %j', async (name, args, parts) => {
    const { messages } = await client.getPrompt({ name, arguments: args });
    expect(messages).toHaveLength(1);
    const { role, content } = messages[0]!;
    expect(role).toBe('user');
    const said = content.type === 'text' ? content.text : '';
    for (const part of [...parts, 'google_search', 'scrape']) expect(said).toContain(part);
    expect(said).not.toContain('undefined');
  });

  it('refuse what they cannot work with', async () => {
    await expect(client.getPrompt({ name: 'fact-check', arguments: {} })).rejects.toThrow('claim');
    await expect(client.getPrompt({ name: 'nothing' })).rejects.toThrow('nothing');
  });

  it('leave the tools as the model knows them', async () => {
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(toolSpecs().map((tool) => tool.function.name));
  });
});
