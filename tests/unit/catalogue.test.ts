import { describe, expect, it } from 'vitest';
import { janPocketManifest } from '../../tools/model-manifest';
import type { ModelCard } from '../../src/contracts';
import { say } from '../../src/i18n/area';
import { catalogue, checkCatalogue, modelCard } from '../../src/models/catalogue';

const pocket = modelCard('jan-pocket');

describe('the catalogue', () => {
  it('begins with Jan-Pocket, greedy, and says what it is', () => {
    expect(catalogue[0]).toBe(pocket);
    expect(pocket.sampling).toEqual({ temperature: 0, topP: 1, topK: 1, minP: 0 });
    expect(say(pocket.description)).toMatch(/tiny demonstration model/);
  });

  it('names the models it has when asked for another', () => {
    expect(() => modelCard('gpt')).toThrow(/no model "gpt".*jan-pocket/);
  });
});

describe('the files for WebLLM', () => {
  it('are the ones that are served (else: npx tsx tools/model-manifest.ts)', () => {
    expect(pocket.engines.webllm).toEqual(janPocketManifest());
  });
});

describe('checkCatalogue', () => {
  const wrong = (change: Partial<ModelCard>) => () => checkCatalogue([{ ...pocket, ...change }]);
  const file = pocket.tokenizer;

  it.each<[string, Partial<ModelCard>, RegExp]>([
    ['an id with spaces', { id: 'Jan Pocket' }, /kebab-case/],
    ['no engine', { engines: {} }, /no engine has weights/],
    ['no files', { engines: { wllama: { files: [], quantisation: 'Q8_0' } } }, /no files/],
    ['an empty file', { tokenizer: { ...file, bytes: 0 } }, /has no size/],
    ['a broken hash', { tokenizer: { ...file, sha256: 'ABC' } }, /bad hash/],
    ['an address from the root', { tokenizer: { ...file, url: '/models/x' } }, /sub-path/],
    ['no steps', { maxSteps: 0 }, /maxSteps/],
    ['a context that is too small', { contextTokens: 500 }, /do not fit/],
  ])('refuses %s', (_, change, message) => {
    expect(wrong(change)).toThrow(message);
  });

  it('refuses an id that is there twice and names every fault', () => {
    expect(() => checkCatalogue([pocket, { ...pocket, maxSteps: 0.5 }])).toThrow(
      /maxSteps.*there twice/,
    );
  });
});
