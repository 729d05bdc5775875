import { describe, expect, it } from 'vitest';
import { ANSWER_NOW, PLAN_REQUEST } from '../../src/agent/shapes';
import { foundLinks, order } from '../../tools/pocket/decisions';
import { Conversation } from '../../tools/pocket/examples';
import { Random } from '../../tools/pocket/names';
import { compound, heldOutTalk, plan, smallTalkTurn } from '../../tools/pocket/talk';
import { makeWorld, type World } from '../../tools/pocket/world';
import { INVENTED } from '../../tools/pocket/attributes';

const limits = { maxResults: 5, maxTokens: 420, count: (text: string) => text.length / 3 };
const peru = { entity: 'Peru', nouns: ['capital', 'area', 'flag'], questions: ['When is it?'] };
const chad = { entity: 'Chad', nouns: ['capital', 'area', 'flag'], questions: ['Who is it?'] };

describe('small talk', () => {
  it('has many phrasings, and keeps some out of training', () => {
    const r = new Random(1);
    const said = Array.from({ length: 2000 }, () => smallTalkTurn(r)[0]);
    expect(new Set(said).size).toBeGreaterThan(400);
    const bare = (text: string) => text.replace(/[.!?]$/, '');
    expect(said.filter((text) => heldOutTalk(bare(text)))).toEqual([]);
    expect(said.join(' ')).not.toMatch(/[{}|]/);
    const [kept] = smallTalkTurn(r, true);
    expect(heldOutTalk(bare(kept))).toBe(true);
  });
});

describe('plans', () => {
  it('name every part as a whole question', () => {
    const r = new Random(2);
    const counts = new Set<number>();
    for (let i = 0; i < 300; i += 1) {
      const { question, parts } = compound(peru, chad, r);
      counts.add(parts.length);
      expect(new Set(parts).size, question).toBe(parts.length);
      for (const part of parts) expect(part, question).toMatch(/^[A-Z].*\?$/);
      if (parts.length > 1 && question.startsWith('Compare'))
        expect(parts.join(' ')).toMatch(/of Peru\?.*of Chad\?/);
    }
    expect([...counts].sort()).toEqual([1, 2, 3]);
  });

  it('are asked for as the app does, and numbered', () => {
    const talk = new Conversation(limits);
    plan(talk, peru, chad, new Random(3));
    const [example] = talk.examples;
    expect(example?.kind).toBe('plan');
    expect(example?.pieces[0]?.[0]).toContain(`\n\n${PLAN_REQUEST}<|im_end|>`);
    expect(example?.pieces[1]?.[0]).toMatch(/^1\. .*\?(\n2\. .*\?(\n3\. .*\?)?)?<\|im_end\|>$/);
  });
});

describe('what a lesson may meet', () => {
  it('orders without a blank left in them', () => {
    const r = new Random(4);
    for (let i = 0; i < 50; i += 1) expect(order(r)).not.toMatch(/[{}]/);
  });

  it('the demand to answer now, at the end of a result', async () => {
    const talk = new Conversation(limits);
    talk.ask('What is the capital of Peru?');
    const hit = { title: 'Peru', link: 'corpus://a/peru', snippet: 'Peru is large.', position: 1 };
    await talk.see({ ok: true, text: '', structured: { organic: [hit] } }, true);
    talk.say('none', 'Nothing.');
    expect(talk.examples[0]?.pieces[0]?.[0]).toContain(`[1]\n${ANSWER_NOW}\n</tool_response>`);
  });

  it('chains: a value that has a page of its own', () => {
    const fact = (url: string, entity: string, value: string) => ({
      ...{ url, entity, value, attribute: 'capital', questions: [] },
      ...{ sentence: '', said: '', start: '' },
    });
    const world: World = {
      pages: [],
      entities: [],
      facts: [fact('a', 'Peru', 'Lima'), fact('b', 'Lima', '10'), fact('c', 'Chad', 'Peru')],
    };
    expect(foundLinks(world).map(({ first, second }) => first.entity + second.entity)).toEqual([
      'PeruLima',
      'ChadPeru',
    ]);
  });

  it('long pages and lists, where there is prose to fill them', () => {
    const prose = ['The river is long and winds through many valleys on its way to the sea.'];
    const pages = [1, 2, 3, 4].flatMap(
      (seed) => makeWorld(INVENTED, new Random(seed), prose).pages,
    );
    const texts = pages.map((page) => page.sections.map(({ text }) => text).join('\n'));
    expect(texts.some((text) => text.length > 4000)).toBe(true);
    expect(texts.some((text) => /^- [A-Z].*: .*\n- [A-Z].*: /.test(text))).toBe(true);
    const short = makeWorld(INVENTED, new Random(1)).pages;
    expect(
      short.every(({ sections }) => sections.every(({ text }) => !text.startsWith('- '))),
    ).toBe(true);
  });
});
