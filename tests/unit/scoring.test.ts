import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AgentEvent, RunUsage } from '../../src/contracts';
import { isLast, outcomeOf } from '../../src/evaluate/outcome';
import { isRight, isVerified, normalise } from '../../src/evaluate/words';
import { pick, type EvalQuestion } from '../../tools/scoring';

describe('normalise', () => {
  it.each([
    ['The capital is **Lima** [1].', 'the capital is lima'],
    ['1,285,216 km²', '1285216 km2'],
    ['about 3.5 million, not 3,5', 'about 3.5 million not 3 5'],
    ['Bogotá (Colombia)', 'bogota colombia'],
    ['−38.8 °C', '-38.8 c'],
    ['Guinea-Bissau', 'guinea bissau'],
    ['  several\n  lines ', 'several lines'],
  ])('%s', (text, expected) => {
    expect(normalise(text)).toBe(expected);
  });

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(normalise(normalise(text))).toBe(normalise(text));
      }),
    );
  });
});

describe('isRight', () => {
  it('finds the value anywhere in the answer', () => {
    expect(isRight('The capital of Peru is Lima [1].', 'Lima')).toBe(true);
    expect(isRight('It has 33,050,325 people [2].', '33050325')).toBe(true);
  });

  it('takes any of several values', () => {
    expect(isRight('It is called Côte d’Ivoire.', ['Ivory Coast', 'Cote d’Ivoire'])).toBe(true);
    expect(isRight('It is Ghana.', ['Ivory Coast', 'Cote d’Ivoire'])).toBe(false);
  });

  it('does not take a part of a word or of a number', () => {
    expect(isRight('The area is 1420 km².', '42')).toBe(false);
    expect(isRight('It is Limassol.', 'Lima')).toBe(false);
    expect(isRight('It melts at 3.45 degrees.', '3')).toBe(false);
    expect(isRight('It melts at -38 degrees.', '38')).toBe(false);
  });

  it('does not take the number of a citation for an answer', () => {
    expect(isRight('Nothing was found [7].', '7')).toBe(false);
  });

  it('takes no empty value', () => {
    expect(isRight('Anything at all.', ['', '—'])).toBe(false);
  });
});

describe('isVerified', () => {
  const citation = {
    n: 1,
    url: 'https://example.org',
    title: 'A',
    claim: 'A.',
    quote: 'a',
    verified: true,
  };

  it('counts what the model cited, not what the app found', () => {
    expect(isVerified({ citations: [{ ...citation, attributed: true }] })).toBe(false);
  });

  it('needs a citation, and every one of them to hold', () => {
    expect(isVerified({ citations: [] })).toBe(false);
    expect(isVerified({ citations: [citation] })).toBe(true);
    expect(isVerified({ citations: [citation, { ...citation, verified: false }] })).toBe(false);
  });
});

describe('pick', () => {
  const questions = ['a', 'a', 'a', 'a', 'b', 'c', 'c'].map((attribute, index): EvalQuestion => ({
    question: String(index),
    expected: '',
    entity: '',
    attribute,
    url: '',
    kind: '',
  }));

  it('spreads them over the attributes', () => {
    expect(pick(questions, 3).map(({ attribute }) => attribute)).toEqual(['a', 'b', 'c']);
    expect(pick(questions, 5).map(({ attribute }) => attribute)).toEqual(['a', 'b', 'c', 'a', 'c']);
  });

  it('asks each one once, however many are wanted', () => {
    expect(new Set(pick(questions, 100).map(({ question }) => question)).size).toBe(7);
    expect(pick(questions, 100)).toHaveLength(7);
  });
});

describe('outcomeOf', () => {
  const usage: RunUsage = {
    finalPromptTokens: 900,
    prefilledTokens: 950,
    reusedTokens: 400,
    completionTokens: 60,
    prefillMs: 10.2,
    decodeMs: 20.4,
    totalMs: 31.6,
  };
  const started: AgentEvent = {
    type: 'run-started',
    question: 'Q',
    model: 'jan-pocket',
    engine: 'wllama',
    tools: [],
    at: 0,
  };
  const call = (id: string): AgentEvent => ({
    type: 'tool-call-proposed',
    step: 0,
    id,
    name: 'google_search',
    arguments: { q: id },
  });
  const result = (id: string, ok: boolean): AgentEvent => ({
    type: 'tool-finished',
    id,
    ok,
    shown: '',
    sources: [],
    ms: 1,
  });

  it('holds the answer, its citations and what it took', () => {
    const citation = { n: 1, url: 'u', title: 't', claim: 'A', quote: 'q', verified: true };
    const outcome = outcomeOf('Q', [
      started,
      call('a'),
      result('a', true),
      call('b'),
      result('b', false),
      {
        type: 'run-finished',
        answer: 'A [1].',
        citations: [citation],
        usage,
        finish: 'answered',
      },
    ]);
    expect(outcome).toEqual({
      question: 'Q',
      answer: 'A [1].',
      citations: [citation],
      toolCalls: [
        { name: 'google_search', arguments: { q: 'a' }, ok: true },
        { name: 'google_search', arguments: { q: 'b' }, ok: false },
      ],
      engine: 'wllama',
      model: 'jan-pocket',
      usage: {
        finalPromptTokens: 900,
        prefilledTokens: 950,
        reusedTokens: 400,
        completionTokens: 60,
        totalMs: 32,
      },
      finish: 'answered',
    });
  });

  it('says why a run failed, also when it never began', () => {
    const error = { code: 'relay-unreachable', message: 'No relay.' };
    const outcome = outcomeOf('Q', [{ type: 'run-failed', error, usage }]);
    expect(outcome).toMatchObject({ finish: 'failed', error: 'No relay.', answer: '' });
  });

  it('keeps what a stopped run had written', () => {
    const outcome = outcomeOf('Q', [started, { type: 'run-stopped', answer: 'Half', usage }]);
    expect(outcome).toMatchObject({ finish: 'stopped', answer: 'Half' });
  });

  it('knows the events that end a run', () => {
    expect(isLast(started)).toBe(false);
    expect(isLast({ type: 'run-stopped', answer: '', usage })).toBe(true);
  });
});
