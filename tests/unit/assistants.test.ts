import { describe, expect, it } from 'vitest';
import type { ModelCard } from '../../src/contracts';
import {
  asAsked,
  assistantOf,
  checkMaxTokens,
  checkName,
  checkSystem,
  freeName,
  choosing,
  mannerOf,
  permissionOf,
  withAssistant,
  type Assistant,
} from '../../src/research/assistants';
import { defaultSettings, parseSettings, type Settings } from '../../src/research/settings';

const terse: Assistant = {
  id: 'a1',
  name: 'Terse',
  system: 'One word.',
  model: 'jan-nano',
  depth: 'quick',
  thinking: true,
  maxTokens: 50,
  sampling: { temperature: 0.2 },
  toolsOff: ['scrape'],
};
const settings: Settings = {
  ...defaultSettings,
  depth: 'deep',
  contextTokens: 8192,
  sampling: { temperature: 1, topK: 5 },
  assistants: [terse, { id: 'a2', name: 'Plain', sampling: {} }],
  assistant: 'a1',
};
const others: Settings[] = [
  { ...settings, assistant: 'a2' },
  { ...settings, assistant: 'gone' },
  defaultSettings,
];

describe('an assistant', () => {
  it('lays its own over the settings', () => {
    expect(withAssistant(settings)).toMatchObject({
      model: 'jan-nano',
      depth: 'quick',
      sampling: { temperature: 0.2, topK: 5 },
    });
    // The context was chosen for another model.
    expect(withAssistant(settings).contextTokens).toBeUndefined();
    expect(mannerOf(settings, 3)).toEqual({
      sampling: { temperature: 0.2, topK: 5, seed: 3 },
      system: 'One word.',
      thinking: true,
      maxTokens: 50,
    });
  });

  it.each(others)('that leaves all open changes nothing', (one) => {
    expect(withAssistant(one)).toEqual(one);
    expect(mannerOf(one)).toEqual({ sampling: one.sampling });
    expect(permissionOf(one, 'scrape')).toBe('always');
  });

  it('writes as long as the settings say, where it says nothing itself', () => {
    const limited = { ...settings, maxTokens: 70 };
    expect(mannerOf(limited).maxTokens).toBe(50);
    expect(mannerOf({ ...limited, assistant: 'a2' }).maxTokens).toBe(70);
    expect(mannerOf({ ...defaultSettings, maxTokens: 70 })).toEqual({
      sampling: {},
      maxTokens: 70,
    });
  });

  it('takes tools away, and gives none back', () => {
    const asking: Settings = { ...settings, permissions: { google_search: 'never' } };
    expect(permissionOf(asking, 'scrape')).toBe('never');
    expect(permissionOf(asking, 'google_search')).toBe('never');
    expect(permissionOf(settings, 'google_search')).toBe('always');
    expect(
      permissionOf(settings, 'other', { server: 'unknown', name: 'Other', tool: 'other' }),
    ).not.toBe('always');
  });

  it('asks with the model’s values under its own', () => {
    const card = {
      maxNewTokens: 40,
      sampling: { temperature: 0.7, topP: 0.8, topK: 20, minP: 0 },
    } as ModelCard;
    const asked = asAsked(card, mannerOf(settings));
    expect(asked).toMatchObject({ system: 'One word.', thinking: true });
    expect(asked.sampling).toEqual({ temperature: 0.2, topP: 0.8, topK: 5, minP: 0 });
    // Never more than the model has room for.
    expect(asked.card.maxNewTokens).toBe(40);
    expect(asAsked({ ...card, maxNewTokens: 400 }, mannerOf(settings)).card.maxNewTokens).toBe(50);
    expect(asAsked(card, { sampling: {} })).toEqual({ card, sampling: card.sampling });
  });

  it('takes over what is chosen in passing, where it has a say in it', () => {
    const next = choosing(settings, { depth: 'standard' });
    expect(withAssistant(next).depth).toBe('standard');
    expect(assistantOf(choosing(settings, { model: 'other' }))?.model).toBe('other');
    const plain = choosing(others[0]!, { depth: 'quick', model: 'other' });
    expect(assistantOf(plain)).toEqual({ id: 'a2', name: 'Plain', sampling: {} });
    expect(withAssistant(plain)).toMatchObject({ depth: 'quick', model: 'other' });
  });
});

describe('what is stored', () => {
  it('comes back as it was', () => {
    expect(parseSettings(JSON.parse(JSON.stringify(settings)))).toEqual(settings);
  });

  it.each<[change: object, missing: (keyof Assistant)[]]>([
    [{ depth: 'abyss', maxTokens: 1, thinking: 'yes' }, ['depth', 'maxTokens', 'thinking']],
    [{ system: 'x'.repeat(4001) }, ['system']],
    [{ model: 7, toolsOff: [7] }, ['model', 'toolsOff']],
  ])('is left out where it is wrong: %o', (change, missing) => {
    const wanted: Partial<Assistant> = { ...terse };
    for (const key of missing) delete wanted[key];
    expect(parseSettings({ assistants: [{ ...terse, ...change }] }).assistants).toEqual([wanted]);
  });

  it.each<[unknown]>([
    ['no list'],
    [[null, {}, { id: '', name: 'x' }, { id: 'x', name: ' ' }]],
    [[{ name: 'x' }]],
  ])('is nothing where nothing of it can be read', (assistants) => {
    const read = parseSettings({ assistants, assistant: 'x' });
    expect([read.assistants, read.assistant]).toEqual([undefined, undefined]);
  });

  it('has no name and no id twice, and chooses none that is gone', () => {
    const assistants = [terse, { ...terse, id: 'b' }, { ...terse, name: 'Other' }];
    const read = parseSettings({ assistants, assistant: 'b' });
    expect(read.assistants).toEqual([terse]);
    expect(read.assistant).toBeUndefined();
  });
});

describe('what is typed', () => {
  it.each([
    ['', /a name/],
    ['Terse', /Another one/],
    ['x'.repeat(61), /At most 60/],
  ])('%s is no name', (text, problem) => {
    expect(checkName(text, [terse])).toMatchObject({
      ok: false,
      problem: expect.stringMatching(problem) as string,
    });
  });

  it('gets a number where another one has the name', () => {
    const named = (...names: string[]) => names.map((name) => ({ ...terse, name }));
    expect(freeName('Terse', named('Other'))).toBe('Terse');
    expect(freeName('Terse', named('Terse'))).toBe('Terse 2');
    expect(freeName('Terse', named('Terse', 'Terse 2', 'Terse 4'))).toBe('Terse 3');
  });

  it('may be empty: then the app’s own holds', () => {
    expect(checkSystem('  ')).toEqual({ ok: true, value: undefined });
    expect(checkMaxTokens('')).toEqual({ ok: true, value: undefined });
    expect(checkMaxTokens(' 20 ')).toEqual({ ok: true, value: 20 });
    for (const wrong of ['15', '1.5', 'x', '-20'])
      expect(checkMaxTokens(wrong).ok, wrong).toBe(false);
    expect(checkSystem('x'.repeat(4001)).ok).toBe(false);
  });
});
