/** A model that runs on a server: its card, and how its tokens are counted. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import fc from 'fast-check';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { unreachable } from '../../src/engine/openai-faults';
import { servedCard } from '../../src/engine/served-card';
import { servedCounter } from '../../src/engine/served-counter';
import { TokenCounter } from '../../src/engine/token-counter';
import { estimateTokens } from '../../src/engine/token-estimate';
import { modelCard } from '../../src/models/catalogue';
import { serverBaseUrl } from '../../src/models/model-server';
import type { Hosts } from '../../src/models/resolve';
import { close, freePort, listen } from '../fakes/loopback';
import { startModelServer } from '../fakes/model-server';

const signal = new AbortController().signal;
const file = new URL('../../public/models/jan-pocket/tokenizer.json', import.meta.url);
const tokenizer = readFileSync(file, 'utf8');
const exact = new TokenCounter(JSON.parse(tokenizer) as object);
const text = 'The capital of Peru is Lima, founded in 1535.';

async function server() {
  const fake = await startModelServer();
  onTestFinished(() => fake.close());
  return { fake, model: { baseUrl: fake.url, model: '' } };
}

/** Serves files by path, like a relay's models folder or the hub. */
async function files(contents: Record<string, string>): Promise<string> {
  const host = createServer((request, response) => {
    const body = contents[request.url ?? ''];
    response.writeHead(body === undefined ? 404 : 200, { 'Content-Type': 'application/json' });
    response.end(body);
  });
  const url = await listen(host);
  onTestFinished(() => close(host));
  return url;
}

const nowhere: Hosts = { app: '', relay: '', mirror: '', hub: '' };

describe('servedCard', () => {
  it('takes the name and the context that the server tells', async () => {
    const { fake, model } = await server();
    fake.models[0] = { id: 'Jan-nano', max_model_len: 131072 };
    expect(await servedCard(model, signal)).toMatchObject({
      id: 'Jan-nano',
      name: `Jan-nano on ${new URL(fake.url).host}`,
      engines: { openai: { files: [] } },
      contextTokens: 131072,
      maxNewTokens: 2048,
      sampling: { temperature: 0.7, topP: 0.8, topK: 20, minP: 0 },
    });
    const chosen = await servedCard({ ...model, contextTokens: 8192 }, signal);
    expect(chosen).toMatchObject({ contextTokens: 8192, maxNewTokens: 160 });
  });

  it('keeps to what Jan-Pocket was trained with', async () => {
    const { fake, model } = await server();
    fake.models[0] = { id: 'Jan-Pocket' };
    const { contextTokens, maxNewTokens, toolResultTokens, sampling } = modelCard('jan-pocket');
    expect(await servedCard(model, signal)).toMatchObject({
      contextTokens,
      maxNewTokens,
      toolResultTokens,
      sampling,
    });
  });
});

describe('servedCounter', () => {
  const card = { ...modelCard('jan-pocket'), id: 'Jan-nano' };

  it.each([
    ['vLLM', () => ({ count: 12, max_model_len: 4096, tokens: null })],
    ['llama.cpp', () => ({ tokens: Array.from({ length: 12 }, (_, i) => i) })],
  ])('lets %s count where no tokenizer can be had, and asks once a text', async (_, tokenize) => {
    const { fake, model } = await server();
    fake.tokenize = tokenize;
    const counter = await servedCounter(card, { ...model, hosts: nowhere, apiKey: 'k' }, signal);
    const before = fake.requests.length;
    expect(await counter.count(text)).toBe(12);
    expect(await counter.count(text)).toBe(12);
    expect(fake.requests).toHaveLength(before + 1);
    expect(fake.requests.at(-1)).toMatchObject({
      path: '/tokenize',
      headers: { authorization: 'Bearer k' },
      body: { model: 'Jan-nano', prompt: text, content: text, add_special_tokens: false },
    });
    expect(counter.how).toBe('the server counts tokens');
  });

  it('says that it estimates where nobody counts', async () => {
    const { model } = await server();
    const counter = await servedCounter(card, { ...model, hosts: nowhere }, signal);
    expect(counter.how).toBe('token counts are estimates');
    expect(await counter.count(text)).toBe(estimateTokens(text));
  });

  it('says why where what was chosen cannot be had', async () => {
    const { model } = await server();
    const chosen = (one: 'server' | 'qwen3') =>
      servedCounter(card, { ...model, hosts: nowhere, tokenizer: one }, signal);
    await expect(chosen('server')).rejects.toThrow(/counts no tokens/);
    await expect(chosen('qwen3')).rejects.toThrow(/Neither the relay nor the hub/);
  });

  it('finds the tokenizer on the relay, and on the hub after it', async () => {
    const { model } = await server();
    const manifest = JSON.stringify({ files: [{ name: 'tokenizer.json', bytes: 9 }] });
    const relay = await files({
      '/models/jan-nano-q4f16_1/manifest.json': manifest,
      '/models/jan-nano-q4f16_1/tokenizer.json': tokenizer,
    });
    const hub = await files({
      '/api/models/Menlo/Jan-nano?blobs=true': JSON.stringify({
        sha: 'c0ffee',
        siblings: [{ rfilename: 'tokenizer.json', size: 9 }],
      }),
      '/Menlo/Jan-nano/resolve/c0ffee/tokenizer.json': tokenizer,
    });
    for (const hosts of [
      { ...nowhere, relay },
      { ...nowhere, hub },
      { ...nowhere, relay: hub, hub },
    ]) {
      const counter = await servedCounter(card, { ...model, hosts }, signal);
      expect(counter.how).toBeUndefined();
      expect(await counter.count(text)).toBe(exact.count(text));
    }
  });
});

describe('estimateTokens', () => {
  /** A vocabulary of 2,048 pieces never needs fewer tokens than Qwen3's, made the same way with 151,936. */
  it.each([
    text,
    '{"q": "population of Côte d’Ivoire", "num": 10}',
    '1,234,567.89 km² in 2024',
    '<tool_call>\n{"name": "google_search"}\n</tool_call>',
  ])('is no less than the count in a small vocabulary, nearly: %s', (one) => {
    expect(estimateTokens(one) / exact.count(one)).toBeGreaterThan(0.75);
    expect(estimateTokens(one)).toBeLessThanOrEqual(one.length);
  });

  it('counts every part of a text: joined with a line break they are not less', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (a, b) => {
        const both = estimateTokens(`${a}x\nx${b}`);
        expect(both).toBe(estimateTokens(`${a}x`) + 1 + estimateTokens(`x${b}`));
        expect(both).toBeGreaterThan(0);
      }),
    );
  });
});

it.each([
  ['http://localhost:1234', 'http://localhost:1234/v1'],
  ['http://localhost:1234/v1/', 'http://localhost:1234/v1'],
  ['https://gpu.example/llm/v1', 'https://gpu.example/llm/v1'],
])('serverBaseUrl(%s)', (address, url) => {
  expect(serverBaseUrl(address)).toBe(url);
});

describe('unreachable', () => {
  afterEach(() => vi.unstubAllGlobals());
  const said = (baseUrl: string) =>
    unreachable({ baseUrl, model: '' }, new TypeError('Failed to fetch'));

  it.each([
    // Which of the two it is shows a request that reads nothing, unless the page forbids itself such requests.
    ['http://page.example', 'up', false, /answers, but does not let this page read/],
    ['http://page.example', 'down', false, /that the address is right\.$/],
    [
      'http://page.example',
      'down',
      true,
      /address is right\. If it runs, let it allow pages of http:\/\/page/,
    ],
    // Outside of a page there is nothing to allow.
    [undefined, 'up', false, /that the address is right\.$/],
  ] as const)('called from %s, server %s', async (origin, state, isolated, words) => {
    vi.stubGlobal('location', origin && { origin });
    vi.stubGlobal('crossOriginIsolated', isolated);
    const { fake } = await server();
    const url = state === 'up' ? fake.url : `http://127.0.0.1:${await freePort()}/v1`;
    expect(await said(url)).toMatchObject({
      code: 'network',
      message: expect.stringMatching(words) as string,
    });
  });

  it('names mixed content', async () => {
    vi.stubGlobal('location', { origin: 'https://page.example' });
    const { message } = await said('http://gpu.example/v1');
    expect(message).toMatch(/https call https alone/);
  });
});
