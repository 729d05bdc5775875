import { checkSampling } from '../../src/research/sampling';
import { describe, expect, it } from 'vitest';
import { permissionOf } from '../../src/research/assistants';
import { checkToken } from '../../src/research/checked';
import {
  checkContext,
  checkRelay,
  defaultSettings,
  parseSettings,
  withAllowance,
} from '../../src/research/settings';

describe('checkRelay', () => {
  it.each([
    ['', ''],
    ['  ', ''],
    ['http://localhost:8787', 'http://localhost:8787'],
    [' https://relay.example.org/ ', 'https://relay.example.org'],
    ['https://example.org/relay/?a=1#b', 'https://example.org/relay/'],
  ])('takes %j as %j', (text, value) => {
    expect(checkRelay(text)).toEqual({ ok: true, value });
  });

  it.each(['relay.example.org', 'javascript:alert(1)', 'ftp://a', 'http://', 'https://u:p@a.org'])(
    'refuses %j and says why',
    (text) => {
      const checked = checkRelay(text);
      expect(checked).toMatchObject({ ok: false });
      expect(checked).toHaveProperty('problem', expect.stringMatching(/address/));
    },
  );
});

describe('checkToken', () => {
  it.each([
    ['', ''],
    [' abc-._~+/= ', 'abc-._~+/='],
    ['Bearer abc', 'abc'],
  ])('takes %j as %j', (text, value) => {
    expect(checkToken(text)).toEqual({ ok: true, value });
    expect(parseSettings({ relayToken: value }).relayToken).toBe(value || undefined);
  });

  it.each(['two words', 'a\nb', 'ü'])('refuses %j', (text) => {
    expect(checkToken(text)).toMatchObject({ ok: false });
    expect(parseSettings({ relayToken: text }).relayToken).toBeUndefined();
  });
});

describe('checkSampling', () => {
  it.each([
    ['temperature', '0.7', 0.7],
    ['temperature', '0', 0],
    ['topP', ' 1 ', 1],
    ['topK', '20', 20],
    ['minP', '', undefined],
    ['seed', '4294967295', 4294967295],
  ] as const)('takes %s %j as %j', (key, text, value) => {
    expect(checkSampling(key, text)).toEqual({ ok: true, value });
  });

  it.each([
    ['temperature', '-1'],
    ['temperature', 'hot'],
    ['temperature', 'Infinity'],
    ['topP', '1.01'],
    ['topK', '2.5'],
    ['seed', '-1'],
    ['seed', '4294967296'],
  ] as const)('refuses %s %j', (key, text) => {
    expect(checkSampling(key, text)).toMatchObject({ ok: false });
  });
});

describe('parseSettings', () => {
  it('reads back what was stored', () => {
    const settings = {
      relay: 'http://r',
      theme: 'dark',
      permissions: { scrape: 'ask' },
      sampling: { temperature: 0.5, seed: 3 },
      maxTokens: 200,
    };
    expect(parseSettings({ ...settings, engine: 'webllm' })).toEqual({
      ...settings,
      engine: 'webllm',
    });
    expect(parseSettings({ ...settings, engine: 'gpt' })).toEqual(settings);
    expect(parseSettings(settings)).toEqual(settings);
  });

  it.each([undefined, null, 'x', 7, [], {}])('falls back to the defaults for %j', (stored) => {
    expect(parseSettings(stored)).toEqual(defaultSettings);
  });

  it('drops what is wrong and keeps the rest', () => {
    const stored = {
      relay: 'javascript:alert(1)',
      theme: 'pink',
      permissions: { scrape: 'sometimes', google_search: 1 },
      sampling: { temperature: 9, topP: '0.5', topK: 5, other: 1 },
      maxTokens: 3,
    };
    expect(parseSettings(stored)).toEqual({ relay: '', theme: 'system', sampling: { topK: 5 } });
  });
});

describe('a tool that need not ask again', () => {
  const server = { id: 'a', name: 'docs', url: 'https://a.org/mcp' };
  const stored = parseSettings({ permissions: { google_search: 'ask' }, servers: [server] });

  it('is kept with the settings, whatever the model calls it', () => {
    for (const name of ['google_search', 'web_search']) {
      const next = parseSettings(withAllowance(stored, name, 'always'));
      expect(permissionOf(next, 'google_search')).toBe('always');
      expect(next.servers).toEqual([server]);
    }
  });

  it('is kept with its server, by its name there', () => {
    const origin = { server: 'a', name: 'docs', tool: 'google_search' };
    expect(permissionOf(stored, 'docs_google_search', origin)).toBe('ask');
    const next = parseSettings(withAllowance(stored, 'docs_google_search', 'always', origin));
    expect(permissionOf(next, 'docs_google_search', origin)).toBe('always');
    expect(permissionOf(next, 'google_search')).toBe('ask');
    expect(permissionOf(next, 'other', { ...origin, tool: 'other' })).toBe('ask');
  });

  it('of a server that is gone is kept nowhere', () => {
    const origin = { server: 'b', name: 'gone', tool: 'find' };
    expect(withAllowance(stored, 'find', 'always', origin)).toEqual(stored);
    expect(withAllowance(defaultSettings, 'find', 'always', origin)).toEqual(defaultSettings);
  });
});

describe('settings of tools and library', () => {
  it.each([
    [{ library: 'beside', libraryBytes: 0, toolNames: 'web_search' }, true],
    [{ library: 'only', libraryBytes: 5 }, true],
    [{ library: 'always' }, false],
    [{ libraryBytes: -1 }, false],
    [{ libraryBytes: '5' }, false],
    [{ toolNames: 'google_search' }, false],
  ])('reads %j', (stored, kept) => {
    expect(parseSettings(stored)).toEqual({ ...defaultSettings, ...(kept ? stored : {}) });
  });
});

describe('the model server', () => {
  const server = { address: 'http://gpu:1234/v1', model: 'Jan-nano' };

  it.each([
    [server, server],
    [
      { ...server, apiKey: 'k', contextTokens: 131072, tokenizer: 'qwen3' },
      { ...server, apiKey: 'k', contextTokens: 131072, tokenizer: 'qwen3' },
    ],
    // A key without an address would go to whoever the relay is.
    [
      { address: '', model: 'x', apiKey: 'k' },
      { address: '', model: 'x' },
    ],
    [
      { address: 'javascript:x', model: 7, contextTokens: 5, tokenizer: 'mine' },
      { address: '', model: '' },
    ],
  ])('reads %j', (stored, modelServer) => {
    expect(parseSettings({ engine: 'openai', modelServer: stored })).toEqual({
      ...defaultSettings,
      engine: 'openai',
      modelServer,
    });
  });

  it.each([
    ['', undefined],
    ['131,072', 131072],
    ['2048', 2048],
  ])('takes a context of %j', (text, value) => {
    expect(checkContext(text)).toEqual({ ok: true, value });
  });
  it.each(['2047', '1.5', 'long', '-4096'])('refuses a context of %j', (text) => {
    expect(checkContext(text)).toMatchObject({ ok: false });
  });
});

describe('the language', () => {
  it.each(['en', 'de', 'zh', 'ar'])('is kept: %s', (language) => {
    expect(parseSettings({ language }).language).toBe(language);
  });
  it.each([undefined, '', 'fr', 'de-DE', 'constructor', 7])('is none of %j', (language) => {
    expect(parseSettings({ language })).not.toHaveProperty('language');
  });
});
