import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { figures, wilson } from '../../src/evaluate/figures';
import type { Grade } from '../../src/evaluate/grade';
import type { Manifest } from '../../src/evaluate/manifest';
import { openQuestions, type Row } from '../../src/evaluate/rows';
import { appendRow, readRows } from '../../tools/eval-rows';
import { bars, reportFiles } from '../../src/evaluate/report';
import { outcomeWith } from '../fixtures/outcome';

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'eval-'));
  onTestFinished(() => rmSync(made, { recursive: true }));
  return made;
}

function row(id: string, grade: Grade = 'A', more: Partial<Row> = {}): Row {
  return {
    id,
    question: `Question ${id}?`,
    expected: ['Lima'],
    engine: 'wllama',
    quantisation: 'Q8_0',
    outcome: outcomeWith({
      question: `Question ${id}?`,
      answer: 'Lima [1].',
      citations: [
        { n: 1, url: '', title: '', quote: 'Lima', claim: 'Lima', verified: grade === 'A' },
      ],
      toolCalls: [
        { name: 'google_search', arguments: {}, ok: true },
        { name: 'scrape', arguments: {}, ok: true },
      ],
    }),
    transcript: [
      { by: 'model', text: '<tool_call>' },
      { by: 'tool', text: 'Found <script>alert(1)</script>' },
    ],
    grade,
    gradedBy: 'words',
    at: 0,
    ...more,
  };
}

describe('rows', () => {
  it('are there again, and one that was half written is cut off before the next', () => {
    const file = join(folder(), 'rows.jsonl');
    expect(readRows(file)).toEqual([]);
    appendRow(file, row('1'));
    appendRow(file, row('2'));
    const whole = readFileSync(file, 'utf8');
    appendFileSync(file, '{"id":"3","question":"é');
    expect(readRows(file).map(({ id }) => id)).toEqual(['1', '2']);
    expect(readFileSync(file, 'utf8')).toBe(whole);
    appendRow(file, row('3'));
    expect(readRows(file)).toHaveLength(3);
  });

  it('are whole after a death at any byte', () => {
    const file = join(folder(), 'rows.jsonl');
    const text = [row('1'), row('2', 'B', { question: '¿é?' })]
      .map((one) => `${JSON.stringify(one)}\n`)
      .join('');
    const bytes = Buffer.from(text);
    for (let at = 0; at <= bytes.length; at += 17) {
      writeFileSync(file, bytes.subarray(0, at));
      const whole = bytes.subarray(0, at).toString().split('\n').length - 1;
      expect(readRows(file)).toHaveLength(whole);
    }
  });

  it('say which questions are left for an engine', () => {
    const questions = ['1', '2', '3'].map((id) => ({ id, question: '', expected: [] }));
    const rows = [row('1'), row('2', 'A', { engine: 'webllm' })];
    expect(openQuestions(questions, rows, 'wllama').map(({ id }) => id)).toEqual(['2', '3']);
    expect(openQuestions(questions, rows, 'webllm').map(({ id }) => id)).toEqual(['1', '3']);
  });

  it('of another file are refused', () => {
    const file = join(folder(), 'rows.jsonl');
    writeFileSync(file, 'question,answer\n');
    expect(() => readRows(file)).toThrow(/line 1 is no JSON/);
  });
});

describe('wilson', () => {
  /** From Newcombe 1998, table I, method 3. */
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('of %i in %i', (count, of, low, high) => {
    const found = wilson(count, of);
    expect(found.low).toBeCloseTo(low, 4);
    expect(found.high).toBeCloseTo(high, 4);
  });

  it('holds the share, inside of 0 and 1, and narrows with more of the same', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (of, part) => {
          const count = Math.round(of * part);
          const { low, high, share } = wilson(count, of);
          expect(low).toBeGreaterThanOrEqual(0);
          expect(low).toBeLessThanOrEqual(share + 1e-9);
          expect(high).toBeGreaterThanOrEqual(share - 1e-9);
          expect(high).toBeLessThanOrEqual(1);
          const more = wilson(count * 4, of * 4);
          expect(more.high - more.low).toBeLessThan(high - low);
        },
      ),
    );
  });
});

describe('the report', () => {
  const rows = [
    row('1'),
    row('2', 'B'),
    row('3', 'C', { outcome: { ...row('3').outcome, answer: '', citations: [], toolCalls: [] } }),
    row('1', 'A', { engine: 'webllm', quantisation: 'q4f32_1' }),
  ];

  it('counts by engine and quantisation', () => {
    const [webllm, wllama] = figures(rows);
    expect(webllm).toMatchObject({
      name: 'webllm q4f32_1',
      questions: 1,
      grades: { A: { share: 1 } },
    });
    expect(wllama).toMatchObject({
      name: 'wllama Q8_0',
      questions: 3,
      grades: { A: { count: 1 }, B: { count: 1 }, C: { count: 1 } },
      correctOfAttempted: { count: 1, of: 2 },
      verified: { count: 1, of: 3 },
      citations: { count: 1, of: 2 },
      searches: 2,
      pagesRead: 2,
      median: { seconds: 2.5, toolCalls: 2, read: 900 },
    });
  });

  it('is JSON, Markdown and a page that runs nothing of what it shows', () => {
    const manifest = { identity: 'abc', commit: 'def', date: 'today' } as Manifest;
    const files = reportFiles(rows, [manifest]);
    const json = JSON.parse(files['report.json']) as {
      figures: unknown[];
      manifests: unknown[];
    };
    expect(json.figures).toHaveLength(2);
    expect(json.manifests).toEqual([manifest]);
    const markdown = files['report.md'];
    expect(markdown).toContain(
      '| correct | 100.0 % (20.7 % to 100.0 %), 1 of 1 | 33.3 % (6.1 % to 79.2 %), 1 of 3 |',
    );
    expect(markdown).toContain('Not measured here');
    const html = files['report.html'];
    expect(html.match(/<details>/g)).toHaveLength(rows.length);
    expect(html).toContain('Found &lt;script&gt;alert(1)&lt;/script&gt;');
    expect(html).not.toMatch(/<script|(src|href)=/);
    expect(html).toContain('published');
  });

  it('draws bars as long as the shares', () => {
    const svg = bars('Correct', [
      { name: 'a & b', share: 0.5, low: 0.25, high: 0.75, kind: 'ours' },
    ]);
    expect(svg).toContain('width="137.5"');
    expect(svg).toContain('M353.8 38H491.3');
    expect(svg).toContain('a &amp; b');
  });
});
