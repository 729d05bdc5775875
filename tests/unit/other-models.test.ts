import { describe, expect, it } from 'vitest';
import { offers } from '../../src/models/offers';
import { otherModels } from '../../src/research/other-models';

const offer = offers[0]!;
const own = { id: 'jan-pocket', name: 'Jan-Pocket', complete: true };
const nano = { id: offer.id, name: offer.name, complete: true, offer };

describe('models to ask again', () => {
  it.each([
    ['jan-pocket', [offer.id]],
    [offer.id, [undefined]],
    ['one on a server', [undefined, offer.id]],
  ])('are all stored ones but %s', (current, ids) => {
    expect(otherModels([own, nano], current, {}).map(({ id }) => id)).toEqual(ids);
  });

  it('are whole', () => {
    expect(otherModels([own, { ...nano, complete: false }], own.id, {})).toEqual([]);
  });

  it.each([
    [undefined, offer.defaultContextTokens],
    [4096, 4096],
    [1e9, offer.contextTokens],
  ])('are loaded with a context of %s as %s tokens', (contextTokens, expected) => {
    const settings = contextTokens ? { contextTokens } : {};
    expect(otherModels([own, nano], own.id, settings)[0]?.contextTokens).toBe(
      Math.min(expected, offer.contextTokens),
    );
    expect(otherModels([own, nano], nano.id, settings)[0]?.contextTokens).toBeUndefined();
  });
});
