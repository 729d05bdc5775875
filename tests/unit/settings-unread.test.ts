import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../../src/research/settings';
import { isPartlyUnread, withoutSecrets } from '../../src/research/settings-unread';

describe('isPartlyUnread', () => {
  const assistant = { id: 'a', name: 'Terse', sampling: {} };
  const server = { id: 's', name: 'search', url: 'https://mcp.example.org/mcp' };

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['the defaults', defaultSettings],
    ['an empty record', {}],
    [
      'an address in another form',
      { relay: 'http://r/', servers: [{ ...server, url: 'http://s' }] },
    ],
    ['what is switched off', { assistants: [{ ...assistant, thinking: false, toolsOff: [] }] }],
    ['a choice that a click brings back', { theme: 'pink', engine: 'gpt', depth: 'endless' }],
    ['what another version has beside them', { theme: 'dark', wallpaper: 'blue' }],
    ['a token, which no file may have', { relayToken: 'two words' }],
    [
      'all of it',
      {
        relay: 'http://r',
        permissions: { scrape: 'ask' },
        servers: [server],
        modelServer: { address: 'http://gpu:1/v1', model: '', apiKey: 'k', contextTokens: 4096 },
        sampling: { temperature: 0, seed: 0 },
        assistants: [assistant, { ...assistant, id: 'b', name: 'Other', system: 'x' }],
      },
    ],
  ])('is not so of %s', (_, stored) => expect(isPartlyUnread(stored)).toBe(false));

  it.each<[string, unknown]>([
    ['no record', 'nonsense'],
    ['an assistant without a name', { assistants: [{ id: 'b' }, assistant] }],
    ['two of one name', { assistants: [assistant, { ...assistant, id: 'b' }] }],
    ['a list that is none', { assistants: { 0: assistant } }],
    ['a prompt that is too long', { assistants: [{ ...assistant, system: 'x'.repeat(9999) }] }],
    ['a server without an address', { servers: [server, { id: 't', name: 't' }] }],
    ['a permission of no known kind', { permissions: { scrape: 'sometimes' } }],
    ['an address that is none', { relay: 'javascript:alert(1)' }],
    ['the model server’s', { modelServer: { address: 'nowhere', model: '' } }],
    ['a number out of range', { sampling: { temperature: 9 } }],
  ])('is so of %s', (_, stored) => expect(isPartlyUnread(stored)).toBe(true));
});

it('leaves tokens and headers out of what may stand in a file', () => {
  const stored = {
    relayToken: 't',
    modelServer: { address: 'http://a', apiKey: 'k' },
    servers: [{ id: 's', token: 't', headers: { Authorization: 'x' } }, 7],
  };
  expect(withoutSecrets(stored)).toEqual({
    modelServer: { address: 'http://a' },
    servers: [{ id: 's' }, 7],
  });
  expect(withoutSecrets('text')).toBe('text');
});
