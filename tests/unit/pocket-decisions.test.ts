import { describe, expect, it } from 'vitest';
import { NOT_FOUND } from '../../src/agent/shapes';
import { OfflineBackend } from '../../server/search/offline';
import { INVENTED } from '../../tools/pocket/attributes';
import {
  decide,
  linkValues,
  PLACES,
  pronounOf,
  twoHops,
  type Place,
} from '../../tools/pocket/decisions';
import { errorOf } from '../../tools/pocket/errors';
import { Conversation } from '../../tools/pocket/examples';
import { Random } from '../../tools/pocket/names';
import { queryOf } from '../../tools/pocket/query';
import { fill, makeWorld } from '../../tools/pocket/world';

const limits = { maxResults: 5, maxTokens: 420, count: (text: string) => text.length / 3 };
const LAST: Record<Place, string[]> = {
  snippet: ['answer-snippet', 'failed'],
  // Who is hurried may not open it.
  page: ['answer-page', 'none', 'failed'],
  // A page that does not fit the results is not opened.
  gone: ['none-page', 'none', 'failed'],
  // The first result is opened then, and is about something else.
  absent: ['none-page', 'none', 'failed'],
};

describe('errors to retry after', () => {
  it('are those that the app gives, with addresses of many kinds', () => {
    const r = new Random(1);
    const some = new Set(Array.from({ length: 400 }, () => errorOf(r)));
    expect(some.size).toBeGreaterThan(100);
    const refused =
      /^The server at http:\/\/localhost:\d+\/mcp refused the request with status 500\.$/;
    expect([...some].some((error) => refused.test(error))).toBe(true);
    expect([...some].filter((error) => /undefined|\[object|^\s*$/.test(error))).toEqual([]);
  });
});

describe('lessons in deciding', () => {
  it.each(PLACES)('with the fact in %s, end as they should', async (place) => {
    const r = new Random(4);
    const world = makeWorld(INVENTED, r);
    const backend = OfflineBackend.fromPages(world.pages);
    const ends: string[] = [];
    for (const fact of world.facts.slice(0, 40)) {
      const question = fill(fact.questions[0] ?? '', { e: fact.entity });
      const talk = new Conversation(limits);
      const lesson = { question, query: queryOf(question), fact, place, errors: 0.05 };
      if (!(await decide(talk, lesson, backend, r))) continue;
      const last = talk.examples.at(-1);
      ends.push(last?.kind ?? '');
      const said = last?.pieces[1]?.[0] ?? '';
      if (last?.kind.startsWith('answer')) expect(said).toContain(fact.said);
      if (last?.kind.startsWith('none')) {
        expect(said).toBe(`${fact.start}? ${NOT_FOUND}<|im_end|>`);
        expect(last.pieces[0]?.[0]).not.toContain(fact.sentence);
      }
    }
    expect(ends.length).toBeGreaterThan(15);
    const asTheyShould = ends.filter((kind) => LAST[place].includes(kind)).length;
    expect(asTheyShould / ends.length).toBeGreaterThan(0.8);
  });

  it('chain two facts: the answer of the first search is what the second asks for', async () => {
    let chains = 0;
    for (let seed = 1; seed < 20 && chains < 5; seed += 1) {
      const r = new Random(seed);
      const world = makeWorld(INVENTED, r);
      const links = linkValues(world, r);
      const backend = OfflineBackend.fromPages(world.pages);
      for (const { first, second } of links) {
        expect(first.sentence).toContain(second.entity);
        const talk = new Conversation(limits);
        const template = second.questions[0] ?? '';
        await twoHops(talk, first, second, template, backend, r);
        const hop = talk.examples.find(({ kind }) => kind === 'hop')?.pieces[1]?.[0];
        if (hop === undefined) continue;
        chains += 1;
        expect(hop).toContain(first.sentence);
        expect(hop).toContain(JSON.stringify(queryOf(fill(template, { e: second.entity }))));
      }
    }
    expect(chains).toBeGreaterThanOrEqual(5);
  });

  it.each([
    ['What is the area of {e}?', 'What is the area of it?'],
    ["What is {e}'s capital?", 'What is its capital?'],
  ])('follow-up: %s', (template, question) => {
    expect(pronounOf(template)).toBe(question);
  });
});
