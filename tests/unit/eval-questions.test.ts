import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseQuestions, sample } from '../../src/evaluate/questions';

const fromCsv = (text: string) => parseQuestions('q.csv', text);
const fromJsonLines = (text: string) => parseQuestions('q.jsonl', text);

describe('questions', () => {
  it('come from SimpleQA’s own columns, quotes and line breaks included', async () => {
    const csv =
      'metadata,problem,answer\r\n' +
      `"{'topic': 'Geography', 'urls': ['https://a', 'https://b']}","What is ""Lima"",\nand where?",Peru’s capital\r\n` +
      `x,"When, exactly?","1535, January 18"\r\n`;
    expect(await fromCsv(csv)).toMatchObject([
      { question: 'What is "Lima",\nand where?', expected: ['Peru’s capital'] },
      { question: 'When, exactly?', expected: ['1535, January 18'] },
    ]);
  });

  it.each([
    ['{"question":"Q","answer":"A"}', ['A']],
    ['{"question":"Q","answer":"A","aliases":["B","A"," "]}', ['A', 'B']],
    ['{"question":"Q","expected":["A","B"]}', ['A', 'B']],
    ['{"Problem":"Q","Answer":7,"aliases":"B|C"}', ['7', 'B', 'C']],
  ])('come from %s', async (line, expected) => {
    expect(await fromJsonLines(`${line}\n\n`)).toMatchObject([{ question: 'Q', expected }]);
  });

  it.each([
    [() => fromCsv('a,b\n1,2\n'), /Row 1 has no question/],
    [() => fromCsv('question,b\n1,2\n'), /Row 1 has no answer/],
    [() => fromCsv('question,answer\n"1,2\n'), /no CSV/],
    [() => fromJsonLines('{"question":"Q","answer":"A"}\n{'), /Line 2 is no JSON/],
    [() => fromJsonLines('7'), /Line 1: no object/],
  ])('that are wrong are named', async (read, message) => {
    await expect(read()).rejects.toThrow(message);
  });

  it('are taken once each, by a digest of question and answers', async () => {
    const line = '{"question":"Q","answer":"A"}\n';
    const ids = (await fromJsonLines(line + line + line.replace('A', 'B'))).map(({ id }) => id);
    expect(ids).toEqual(['a695931ff4f8a293', '54ea5acf912c3689']);
    await expect(fromJsonLines('\n')).rejects.toThrow(/q.jsonl holds no questions/);
  });
});

describe('sample', () => {
  it('is the same for a seed, has no question twice, and keeps the order', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 60 }),
        fc.integer({ min: 1, max: 80 }),
        fc.nat(),
        (size, count, seed) => {
          const all = Array.from({ length: size }, (_, i) => i);
          const drawn = sample(all, count, seed);
          expect(drawn).toEqual(sample(all, count, seed));
          expect(drawn).toHaveLength(Math.min(size, count));
          expect(drawn).toEqual([...new Set(drawn)].sort((a, b) => a - b));
        },
      ),
    );
  });

  it('draws every question equally often', () => {
    const times = new Array<number>(10).fill(0);
    const all = times.map((_, i) => i);
    for (let seed = 0; seed < 2000; seed++)
      for (const one of sample(all, 3, seed)) times[one]! += 1;
    // 600 each; the standard deviation is 20.
    for (const count of times) expect(Math.abs(count - 600)).toBeLessThan(100);
  });
});
