import { readFileSync } from 'node:fs';
import type { MLCEngine } from '@mlc-ai/web-llm';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openPipeline } from '../../src/engine/webllm-private';

describe('what is used of WebLLM beyond its types', () => {
  const types = readFileSync('node_modules/@mlc-ai/web-llm/lib/llm_chat.d.ts', 'utf8');
  const bundle = readFileSync('node_modules/@mlc-ai/web-llm/lib/index.js', 'utf8');

  it.each([
    'private tvm;',
    'private device;',
    'private tokenizer;',
    'private kvCache?;',
    'private filledKVCacheLength;',
    'private prefillChunkSize;',
    'private forwardKnownTokens;',
    'resetChat(',
  ])('is in the installed version: %s', (name) => {
    expect(types).toContain(name);
  });

  it('has the cache that is asked for by its global name', () => {
    expect(bundle).toContain('this.cache = yield caches.open(this.scope);');
    expect(bundle).toContain('this.cache.match(new Request(url))');
  });

  function engineWith(change: object, hasPop = true) {
    const scopes: string[] = [];
    const tvm = {
      beginScope: () => scopes.push('begin'),
      endScope: () => scopes.push('end'),
      detachFromCurrentScope: <T>(value: T) => value,
      scalar: (value: number) => value,
      getGlobalFunc: (name: string) => {
        if (!hasPop) throw new Error(`no ${name}`);
        return (_cache: unknown, _sequence: number, popped: number) => pops.push(popped);
      },
    };
    const pops: number[] = [];
    const pipeline = {
      tvm,
      device: { sync: () => Promise.resolve() },
      tokenizer: { encode: () => Int32Array.of(1) },
      kvCache: {},
      filledKVCacheLength: 5,
      prefillChunkSize: 512,
      forwardKnownTokens: () => Promise.resolve(undefined),
      resetChat: () => undefined,
      ...change,
    };
    const engine = { loadedModelIdToPipeline: new Map([['m', pipeline]]) };
    return { engine: engine as unknown as MLCEngine, pipeline, pops, scopes };
  }

  afterEach(() => vi.restoreAllMocks());

  it('rewinds the cache together with its length', () => {
    const { engine, pipeline, pops, scopes } = engineWith({});
    expect(openPipeline(engine, 'm')?.rewind(2)).toBe(true);
    expect(pops).toEqual([2]);
    expect(pipeline.filledKVCacheLength).toBe(3);
    expect(scopes.filter((step) => step === 'begin').length * 2).toBe(scopes.length);
  });

  it.each([
    ['another version', {}, true, '0.2.87'],
    ['no length', { filledKVCacheLength: undefined }, true, undefined],
    ['no such function', {}, false, undefined],
  ])('does without rewinding with %s', (_, change, hasPop, version) => {
    vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const { engine, pops } = engineWith(change, hasPop);
    expect(openPipeline(engine, 'm', version)?.rewind(2)).toBe(false);
    expect(pops).toEqual([]);
  });

  it.each(['tvm', 'tokenizer', 'device', 'forwardKnownTokens', 'resetChat'])(
    'does without the inside of a build without %s, and says so',
    (name) => {
      const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
      const { engine } = engineWith({ [name]: undefined });
      expect(openPipeline(engine, 'm')).toBeUndefined();
      expect(warn.mock.calls[0]?.[0]).toMatch(/not the one that the app knows/);
    },
  );
});
