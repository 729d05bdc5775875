import { describe, expect, it } from 'vitest';
import type { PageRequest } from '../../src/research/page-request';
import { defaultSettings, type Settings } from '../../src/research/settings';
import {
  hostsOf,
  modelServerOf,
  relayOf,
  wantedModel,
  type Wishes,
} from '../../src/research/wanted';

const page = { origin: 'http://localhost:8787', base: 'http://localhost:8787/app/' };
const wish = (settings: Partial<Settings> = {}, request: PageRequest = {}): Wishes => ({
  request,
  settings: { ...defaultSettings, ...settings },
  page,
});

describe('what a page wants', () => {
  it.each<[string, Wishes, object]>([
    ['nothing said', wish(), {}],
    ['an engine of the settings', wish({ engine: 'wllama' }), { engine: 'wllama' }],
    [
      'a model of the settings, on the engine of its files',
      wish({ engine: 'wllama', model: 'm', contextTokens: 4096 }),
      { model: 'm', contextTokens: 4096 },
    ],
    [
      'a link, which goes first',
      wish({ engine: 'wllama', model: 'm' }, { model: 'other', engine: 'webllm' }),
      { model: 'other', engine: 'webllm' },
    ],
  ])('%s', (_name, wishes, wanted) => expect(wantedModel(wishes)).toEqual(wanted));

  it('is on a model server where that is chosen', () => {
    const { engine, server } = wantedModel(wish({ engine: 'openai' }, { model: 'jan' }));
    expect(engine).toBe('openai');
    expect(server).toMatchObject({ baseUrl: 'http://localhost:8787/v1', model: 'jan' });
  });
});

describe('where the questions go', () => {
  it('is the relay of the settings, with its token, whatever relay a link names', () => {
    const wishes = wish(
      { relay: 'https://ours.example', relayToken: 't' },
      { relay: 'https://x.example' },
    );
    expect(relayOf(wishes)).toBe('https://x.example');
    expect(modelServerOf(wishes)).toMatchObject({
      baseUrl: 'https://ours.example/v1',
      apiKey: 't',
    });
  });

  it.each([
    ['https://ours.example', 'https://ours.example/v1'],
    ['https://ours.example/relay/', 'https://ours.example/relay/v1'],
    ['https://ours.example/relay/mcp', 'https://ours.example/relay/v1'],
  ])('is beside the tools of %s', (relay, baseUrl) =>
    expect(modelServerOf(wish({ relay }))).toMatchObject({ baseUrl }),
  );

  it('is a server of a person’s own, with its own key alone', () => {
    const modelServer = { address: 'http://gpu.example:8000', model: '', apiKey: 'k' };
    const server = modelServerOf(wish({ relayToken: 't', modelServer }));
    expect(server).toMatchObject({ baseUrl: 'http://gpu.example:8000/v1', apiKey: 'k' });
  });

  it('looks for files at the app, the relay, the mirror and the hub', () => {
    expect(hostsOf(wish({ mirror: 'https://m.example' }))).toEqual({
      app: page.base,
      relay: page.origin,
      mirror: 'https://m.example',
      hub: 'https://huggingface.co',
    });
  });
});
