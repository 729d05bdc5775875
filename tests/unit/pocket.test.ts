import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { renderPrompt } from '../../src/agent/prompt';
import { SYSTEM_PROMPT } from '../../src/agent/shapes';
import { OfflineBackend } from '../../server/search/offline';
import { toolSpecs } from '../../src/mcp/search-tools';
import { INVENTED } from '../../tools/pocket/attributes';
import { askFact, Conversation, markOf, PREFIX, saidOtherwise } from '../../tools/pocket/examples';
import { bareName, corpusFacts, heldOutNames, mentionOf } from '../../tools/pocket/heldout';
import { accented, foreignWord, Random } from '../../tools/pocket/names';
import { queryOf } from '../../tools/pocket/query';
import { fill, makeWorld, saidOf, startOf } from '../../tools/pocket/world';

describe('queries', () => {
  it.each([
    ['What is the capital of Peru?', 'capital Peru'],
    ["What's Peru's capital?", 'Peru capital'],
    ['Can you tell me who discovered radium?', 'discovered radium'],
    ['How many people live in New Zealand?', 'people live New Zealand'],
    ['Who wrote "The Castle of Otranto"?', 'wrote The Castle Otranto'],
    ['radium: atomic number?', 'radium atomic number'],
    ['Who is it?', 'Who is it'],
  ])('%s', (question, query) => {
    expect(queryOf(question)).toBe(query);
  });
});

describe('a fact that another page states in its own words', () => {
  const fact = {
    url: 'corpus://government/government-of-peru',
    entity: 'the country of Peru',
    attribute: 'capital',
    value: 'Lima',
    sentence: 'The capital of the country of Peru is Lima.',
    said: 'The capital of the country of Peru is Lima.',
    start: 'The capital of the country of Peru',
    questions: [],
  };
  it.each([
    ['[1] Peru\nThe capital of Peru is Lima. Peru is in America. [1]', true],
    ['[1] Peru\nPeru is in America. The capital of Chile is Santiago. [1]', false],
    ['[1] Lima\nLima is a city. It is large. [1]\n[2] Peru\nPeru is in America. [2]', false],
  ])('%s', (shown, said) => {
    expect(saidOtherwise(shown, fact)).toBe(said);
  });
});

describe('what is said of a fact', () => {
  const attribute = { id: 'code', sentence: ['The code of {e} is {v}.', "{e}'s code is {v}."] };
  it.each([
    ['a line of a list, plainly', '- Code: 12', 'The code of Chad is 12.'],
    ['the plainest sentence', 'The code of Chad is 12.', 'The code of Chad is 12.'],
    ['with the year behind it', 'The code of Chad is 12 (2014).', 'The code of Chad is 12 (2014).'],
    [
      'words that no check lays over the plain ones',
      'Chad is known by 12.',
      'Chad is known by 12.',
    ],
  ])('%s', (_, sentence, said) => {
    expect(saidOf(attribute, { entity: 'Chad', value: '12', sentence })).toBe(said);
  });
});

describe('letters of other languages', () => {
  it('change a letter or two of a name, and make words of one script', () => {
    const r = new Random(2);
    const names = Array.from({ length: 50 }, () => accented('Canterloosy', r));
    for (const name of names) {
      expect([...name]).toHaveLength('Canterloosy'.length);
      expect([...name].filter((letter, at) => letter !== 'Canterloosy'[at]).length).toBeLessThan(3);
    }
    expect(names.some((name) => /[^a-z]/i.test(name))).toBe(true);
    for (let more = 0; more < 50; more += 1)
      expect(foreignWord(r)).toMatch(/^[\u0080-\u{10ffff}]{1,9}$/u);
  });
});

describe('invented worlds', () => {
  it('are the same for the same seed, and differ for another', () => {
    const world = (seed: number) => makeWorld(INVENTED, new Random(seed));
    expect(world(5)).toEqual(world(5));
    expect(world(6).pages).not.toEqual(world(5).pages);
  });

  it('state every fact on its page, word for word', () => {
    const { pages, facts } = makeWorld(INVENTED, new Random(3));
    expect(facts.length).toBeGreaterThan(10);
    for (const fact of facts) {
      const page = pages.find(({ url }) => url === fact.url);
      expect(page?.sections.map(({ text }) => text).join(' ')).toContain(fact.sentence);
      expect(fact.sentence).toContain(fact.value);
    }
  });

  it.each([
    [['The {n} of {e} is {v}.', 'In {e} the {n} is {v}.'], 'The {n} of Chad'],
    [['It was {v} who found {e}.', '{e} was found by {v}.'], 'Chad was found by'],
    [['About {v} people live in {e}.'], 'The birth rate of Chad'],
  ])('%j begins with the words before its value', (sentence, start) => {
    expect(startOf({ id: 'birth-rate', sentence }, 'Chad')).toBe(start);
  });

  it('put an article before common nouns alone', () => {
    expect(fill('What is {e}?', { e: 'abacus' })).toBe('What is an abacus?');
    expect(fill('What is {e}?', { e: 'Peru' })).toBe('What is Peru?');
  });
});

describe('training examples', () => {
  const limits = { maxResults: 5, maxTokens: 420, count: (text: string) => text.length / 3 };

  it('answer with the sentence and the mark of the source that holds it', async () => {
    const world = makeWorld(INVENTED, new Random(8));
    const backend = OfflineBackend.fromPages(world.pages);
    const kinds = new Set<string>();
    for (const [seed, fact] of world.facts.slice(0, 60).entries()) {
      const talk = new Conversation(limits);
      const question = fill(fact.questions[0] ?? '', { e: fact.entity });
      await askFact(talk, { question, fact, start: fact.start }, backend, new Random(seed));
      const last = talk.examples.at(-1);
      const [[context], [said]] = last?.pieces as [[string, 0], [string, 1]];
      kinds.add(last?.kind ?? '');
      expect(PREFIX + context).toMatch(/<think>\n\n<\/think>\n\n$/);
      expect(said).toMatch(/<\|im_end\|>$/);
      if (!last?.kind.startsWith('answer')) continue;
      expect(said).toBe(`${fact.sentence} [${String(markOf(context, fact.sentence))}]<|im_end|>`);
    }
    expect(kinds).toContain('answer-snippet');
  });

  it('give the mark of the block in which a sentence stands', () => {
    const shown = '[1] A\nu\nOne is two. [1]\n[2] B\nv\nTwo is three. Three is four. [2]';
    expect(markOf(shown, 'Two is three.')).toBe(2);
    expect(markOf(shown, 'One is two.')).toBe(1);
    expect(markOf(shown, 'Five is six.')).toBeUndefined();
  });

  it('begin with the block that the model was trained on', () => {
    const messages = [
      { role: 'system' as const, content: SYSTEM_PROMPT },
      { role: 'user' as const, content: 'Hello' },
    ];
    const prompt = renderPrompt({ messages, tools: toolSpecs(), addGenerationPrompt: true });
    expect(prompt.startsWith(PREFIX)).toBe(true);
    // Changing this text means training Jan-Pocket again: see tools/pocket/SHAPES.md.
    const digest = createHash('sha256').update(PREFIX).digest('hex');
    expect(digest).toBe('d1cfc8efcb4a9fff39a9cae22515ec827673ad7b3d3439afeef48fb110476c09');
  });
});

describe('held-out entities', () => {
  let names: Set<string>;
  let corpus: OfflineBackend;
  beforeAll(async () => {
    corpus = await OfflineBackend.load('public/corpus');
    names = heldOutNames(corpusFacts(), corpus.pages);
  });

  it('are noticed as whole words, in any spacing', () => {
    const mentions = mentionOf(new Set(['New Zealand', 'silver']));
    expect(mentions('People of new-zealand')).toBe(true);
    expect(mentions('Silvers are metals')).toBe(true);
    expect(mentions('quicksilvery Zealand')).toBe(false);
    expect(mentionOf(new Set())('anything')).toBe(false);
  });

  it('are what every question of the evaluation asks about, and the corpus has the answer', () => {
    const lines = readFileSync('tests/eval/pocket-heldout.jsonl', 'utf8').trimEnd().split('\n');
    expect(lines.length).toBeGreaterThanOrEqual(200);
    for (const line of lines) {
      const { entity, url, expected } = JSON.parse(line) as Record<string, string>;
      expect(names).toContain(bareName(entity ?? ''));
      const text = corpus
        .page(url ?? '')
        ?.sections.map((section) => section.text)
        .join(' ');
      expect(text).toContain(expected);
    }
  });
});
