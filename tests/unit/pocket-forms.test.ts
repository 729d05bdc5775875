import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { subjects } from '../../tools/corpus/subjects/all';
import { freeForms, senselessQuestion } from '../../tools/pocket/forms';
import { askedByHand, saidByHand } from '../../tools/pocket/heldout';
import { Random } from '../../tools/pocket/names';
import { queryOf } from '../../tools/pocket/query';
import { corpusAttributes } from '../../tools/pocket/real';
import { smallTalkTurn } from '../../tools/pocket/talk';

const bare = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^a-z{}]+/g, ' ')
    .trim();

describe('free forms of questions', () => {
  it('leave the held-out ones of every attribute where they were, and repeat none of them', () => {
    const own = subjects.flatMap((subject) => subject.attributes);
    const free = corpusAttributes();
    expect(free.map(({ id }) => id)).toEqual(own.map(({ id }) => id));
    free.forEach(({ id, questions }, at) => {
      const kept = own[at]!.questions.slice(-3);
      expect(questions.slice(-3), id).toEqual(kept);
      const trained = questions.slice(0, -3).map(bare);
      for (const form of kept) expect(trained, id).not.toContain(bare(form));
      expect(new Set(trained).size, id).toBeGreaterThan(own[at]!.questions.length - 3);
      for (const form of trained) expect(form).toContain('{e}');
    });
  });

  it('give none of the questions that were written by hand', () => {
    const byHand = askedByHand();
    for (const { noun, questions } of subjects.flatMap((subject) => subject.attributes))
      expect(freeForms(noun, questions.slice(-3), byHand).filter(byHand)).toEqual([]);
    expect(byHand('{e}')).toBe(true);
    expect(byHand('Nobody asks about {e} in such words')).toBe(false);
  });
});

describe('questions of no sense', () => {
  it('are of the words of the prose, and have a query', () => {
    const r = new Random(4);
    const prose = ['The harbour of Lima was rebuilt after an earthquake (1746).'];
    const asked = Array.from({ length: 300 }, () => senselessQuestion(prose, r));
    expect(new Set(asked).size).toBeGreaterThan(250);
    expect(asked.some((question) => /harbour/i.test(question))).toBe(true);
    for (const question of asked) expect(queryOf(question)).not.toBe('');
  });
});

describe('small talk for training', () => {
  it('has none of what was written by hand for measuring', () => {
    const said = saidByHand();
    const [first = ''] = readFileSync('tests/eval/small-talk.txt', 'utf8').split('\n');
    expect(said(first.toUpperCase())).toBe(true);
    const r = new Random(6);
    const turns = Array.from({ length: 5000 }, () => smallTalkTurn(r)[0]);
    expect(turns.filter(said)).toEqual([]);
  });
});
