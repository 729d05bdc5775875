/** The openai engine against a loopback model server. */
import { readFileSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { GenerateEvent, GenerateRequest, Usage } from '../../src/contracts';
import { OpenAiEngine } from '../../src/engine/openai';
import { findModel, listModels } from '../../src/engine/openai-http';
import { serverEvents } from '../../src/engine/server-events';
import { TokenCounter } from '../../src/engine/token-counter';
import { modelCard } from '../../src/models/catalogue';
import { freePort } from '../fakes/loopback';
import { startModelServer } from '../fakes/model-server';
import type { ModelServerMode } from '../fakes/model-server';

const tokenizer = JSON.parse(
  readFileSync(new URL('../../public/models/jan-pocket/tokenizer.json', import.meta.url), 'utf8'),
) as object;
const counter = new TokenCounter(tokenizer);
const makeCounter = () =>
  Promise.resolve({ count: (text: string) => Promise.resolve(counter.count(text)) });
const card = modelCard('jan-pocket');
const signal = new AbortController().signal;
const ANSWER = 'Lima is the capital – ¡sí!';

async function setUp(mode: ModelServerMode = 'vllm', options: { idleMs?: number } = {}) {
  const server = await startModelServer();
  onTestFinished(() => server.close());
  const engine = new OpenAiEngine(
    { baseUrl: `${server.url}/`, model: 'jan', apiKey: 'secret' },
    { makeCounter, pausesMs: [1, 1], ...options },
  );
  await engine.load(card, { signal });
  server.mode = mode;
  server.requests.length = 0;
  return { server, engine };
}

const request = (more: Partial<GenerateRequest> = {}): GenerateRequest => ({
  prompt: '<|im_start|>user\nCapital of Peru?<|im_end|>\n',
  sampling: { temperature: 0.7, topP: 0.8, topK: 20, minP: 0.05, seed: 7 },
  stop: ['<|im_end|>'],
  maxTokens: 50,
  signal,
  ...more,
});

async function collect(events: AsyncIterable<GenerateEvent>) {
  let text = '';
  let usage: Usage | undefined;
  const prefills: number[] = [];
  for await (const event of events) {
    expect(usage, 'nothing comes after the usage').toBeUndefined();
    if (event.type === 'token') text += event.text;
    if (event.type === 'prefill') prefills.push(event.done);
    if (event.type === 'usage') usage = event.usage;
  }
  return { text, usage, prefills };
}

describe('a generation', () => {
  it('sends our prompt, all four sampling parameters, the seed and the stops', async () => {
    const { server, engine } = await setUp();
    const { text } = await collect(engine.generate(request({ prompt: 'half \ud83d pair' })));
    expect(text).toBe(ANSWER);
    expect(server.requests).toHaveLength(1);
    expect(server.requests[0]).toMatchObject({
      path: '/v1/completions',
      headers: { authorization: 'Bearer secret', 'content-type': 'application/json' },
      body: {
        model: 'jan',
        prompt: 'half \ufffd pair',
        temperature: 0.7,
        top_p: 0.8,
        top_k: 20,
        min_p: 0.05,
        seed: 7,
        stop: ['<|im_end|>'],
        max_tokens: 50,
        stream: true,
      },
    });
  });

  it.each([
    ['vllm', { promptTokens: 40, reusedTokens: 32, completionTokens: 8, finish: 'stop' }],
    ['llama', { promptTokens: 40, reusedTokens: 30, completionTokens: 6, finish: 'stop' }],
    ['length', { reusedTokens: 0, completionTokens: 6, finish: 'length' }],
  ] as const)('counts what a server like %s says it used', async (mode, expected) => {
    const { engine } = await setUp(mode);
    const { usage, prefills } = await collect(engine.generate(request()));
    expect(usage).toMatchObject(expected);
    expect(prefills).toEqual(mode === 'llama' ? [40] : []);
  });

  it('counts for itself where the server does not', async () => {
    const { engine } = await setUp('plain');
    const { usage } = await collect(engine.generate(request()));
    expect(usage?.promptTokens).toBe(await engine.countTokens(request().prompt));
    expect(usage?.completionTokens).toBe(6);
  });

  it('ends with its usage when it is aborted, and the server is told', async () => {
    const { server, engine } = await setUp('endless');
    const abort = new AbortController();
    let usage: Usage | undefined;
    for await (const event of engine.generate(request({ signal: abort.signal }))) {
      if (event.type === 'token') abort.abort();
      if (event.type === 'usage') usage = event.usage;
    }
    expect(usage).toMatchObject({ finish: 'abort' });
    expect(usage?.completionTokens).toBeGreaterThan(0);
    await expect.poll(() => server.brokenOff).toBe(1);
  });

  it('ends at the server when its reader leaves', async () => {
    const { server, engine } = await setUp('endless');
    for await (const event of engine.generate(request())) if (event.type === 'token') break;
    await expect.poll(() => server.brokenOff).toBe(1);
  });

  it('is refused before it is sent where it does not fit', async () => {
    const { server, engine } = await setUp();
    const long = engine.generate(request({ prompt: 'Peru '.repeat(5000) }));
    await expect(collect(long)).rejects.toMatchObject({ code: 'context-exceeded' });
    expect(server.requests).toEqual([]);
  });
});

describe('a server that fails', () => {
  it('is asked again as long as nothing has come', async () => {
    const { server, engine } = await setUp();
    server.first.push('busy', 'crashed');
    expect((await collect(engine.generate(request()))).text).toBe(ANSWER);
    expect(server.requests).toHaveLength(3);
  });

  it.each([
    ['busy', 'network', /status 503 \(Loading model/, 3],
    ['crashed', 'network', /status 500\./, 3],
    ['bad-key', 'bad-input', /wants a key/, 1],
    ['no-model', 'model-missing', /no model “jan”/, 1],
    ['too-long', 'context-exceeded', /longer than the model server reads/, 1],
    ['no-api', 'network', /ends with \/v1/, 1],
    // What has begun is not asked for twice.
    ['breaks-off', 'network', /broke off in the middle/, 1],
    ['ends-early', 'network', /broke off in the middle/, 1],
    ['fails-midway', 'network', /CUDA error/, 1],
  ] as const)('%s: %s', async (mode, code, message, requests) => {
    const { server, engine } = await setUp(mode);
    const failure = await collect(engine.generate(request())).catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: 'AppError', code });
    expect((failure as Error).message).toMatch(message);
    expect(server.requests).toHaveLength(requests);
    // The next generation is as good as new.
    server.mode = 'vllm';
    expect((await collect(engine.generate(request()))).text).toBe(ANSWER);
  });

  it.each(['stalls', 'stalls-midway'] as const)('%s: ends after a while', async (mode) => {
    const { server, engine } = await setUp(mode, { idleMs: 100 });
    await expect(collect(engine.generate(request()))).rejects.toThrow(/sent nothing for 0\.1 s/);
    await expect.poll(() => server.brokenOff).toBe(1);
  });

  it('is not there', async () => {
    const baseUrl = `http://127.0.0.1:${await freePort()}/v1`;
    const check = findModel({ baseUrl, model: 'jan' }, signal);
    await expect(check).rejects.toMatchObject({ code: 'network' });
    await expect(check).rejects.toThrow(`${baseUrl} cannot be reached`);
  });
});

describe('loading', () => {
  it.each([
    ['bad-key', 'bad-input'],
    ['no-api', 'network'],
    ['busy', 'network'],
  ] as const)('shows a server that answers with %s', async (mode, code) => {
    const server = await startModelServer(mode);
    onTestFinished(() => server.close());
    await expect(findModel({ baseUrl: server.url, model: 'jan' }, signal)).rejects.toMatchObject({
      code,
    });
  });

  it('names the models that there are', async () => {
    const server = await startModelServer();
    onTestFinished(() => server.close());
    const check = findModel({ baseUrl: server.url, model: 'other' }, signal);
    await expect(check).rejects.toThrow('no model “other”. It has: jan.');
    expect(await listModels({ baseUrl: server.url, model: '' }, signal)).toEqual([{ id: 'jan' }]);
  });

  it('takes the only model where none is named, and asks where there are several', async () => {
    const server = await startModelServer();
    onTestFinished(() => server.close());
    const unnamed = { baseUrl: server.url, model: '' };
    expect(await findModel(unnamed, signal)).toEqual({ id: 'jan' });
    server.models.push({ id: 'other', max_model_len: 131072 });
    await expect(findModel(unnamed, signal)).rejects.toThrow(
      'several models: jan, other. Name one',
    );
    const named = findModel({ ...unnamed, model: 'other' }, signal);
    expect(await named).toEqual({ id: 'other', contextTokens: 131072 });
    server.models.length = 0;
    await expect(findModel(unnamed, signal)).rejects.toThrow('names no model');
  });

  it('comes before everything else', async () => {
    const engine = new OpenAiEngine(
      { baseUrl: 'http://127.0.0.1/v1', model: 'jan' },
      { makeCounter },
    );
    await expect(engine.countTokens('x')).rejects.toMatchObject({ code: 'bad-input' });
    await expect(collect(engine.generate(request()))).rejects.toMatchObject({ code: 'bad-input' });
  });
});

it('reads events however they are cut, and whatever ends their lines', async () => {
  const text = ': note\r\ndata: {"text":"sí"}\r\n\r\nevent: x\ndata: two\n\ndata:three';
  const bytes = new TextEncoder().encode(text);
  for (const size of [1, 2, 3, 7, bytes.length]) {
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (let at = 0; at < bytes.length; at += size) {
          controller.enqueue(bytes.slice(at, at + size));
        }
        controller.close();
      },
    });
    const found: string[] = [];
    for await (const data of serverEvents(body)) found.push(data);
    expect(found).toEqual(['{"text":"sí"}', 'two', 'three']);
  }
});
