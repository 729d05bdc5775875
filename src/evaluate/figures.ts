/** The figures of an evaluation, from its rows. */
import { gradeNames, type Grade } from './grade';
import type { Row } from './rows';
import { isVerified } from './words';

export interface Share {
  count: number;
  of: number;
  share: number;
  /** 95 % interval. */
  low: number;
  high: number;
}

/** Wilson's score interval for a share, at 95 %: Wilson 1927; z = 1.96. */
export function wilson(count: number, of: number): Share {
  if (of === 0) return { count, of, share: 0, low: 0, high: 1 };
  const z = 1.959964;
  const share = count / of;
  const middle = (share + z ** 2 / (2 * of)) / (1 + z ** 2 / of);
  const half =
    (z * Math.sqrt((share * (1 - share)) / of + z ** 2 / (4 * of ** 2))) / (1 + z ** 2 / of);
  return { count, of, share, low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

export interface Figures {
  /** Engine and quantisation. */
  name: string;
  model: string;
  questions: number;
  grades: Record<Grade, Share>;
  /** Of the answers that attempt one: SimpleQA's "correct given attempted". */
  correctOfAttempted: Share;
  /** Answers that cite something, and every citation holds. */
  verified: Share;
  /** Of all citations of all answers. */
  citations: Share;
  failed: number;
  median: { seconds: number; toolCalls: number; read: number; reused: number; written: number };
  /** As Serper counts: one a search. Pages read cost as well, and are told apart. */
  searches: number;
  pagesRead: number;
}

export function figures(rows: readonly Row[]): Figures[] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const name = `${row.engine} ${row.quantisation}`;
    groups.set(name, [...(groups.get(name) ?? []), row]);
  }
  return [...groups].sort(([a], [b]) => a.localeCompare(b)).map(([name, of]) => figure(name, of));
}

function figure(name: string, rows: readonly Row[]): Figures {
  const count = (test: (row: Row) => boolean) => rows.filter(test).length;
  const grade = (one: Grade) =>
    wilson(
      count((row) => row.grade === one),
      rows.length,
    );
  const cited = rows.flatMap(({ outcome }) => outcome.citations);
  const calls = rows.flatMap(({ outcome }) => outcome.toolCalls);
  const middle = (value: (row: Row) => number) => median(rows.map(value));
  return {
    name,
    model: rows[0]?.outcome.model ?? '',
    questions: rows.length,
    grades: { A: grade('A'), B: grade('B'), C: grade('C') },
    correctOfAttempted: wilson(
      count((row) => row.grade === 'A'),
      count((row) => row.grade !== 'C'),
    ),
    verified: wilson(
      count((row) => isVerified(row.outcome)),
      rows.length,
    ),
    citations: wilson(cited.filter(({ verified }) => verified).length, cited.length),
    failed: count((row) => row.outcome.finish === 'failed'),
    median: {
      seconds: middle(({ outcome }) => outcome.usage.totalMs) / 1000,
      toolCalls: middle(({ outcome }) => outcome.toolCalls.length),
      read: middle(({ outcome }) => outcome.usage.prefilledTokens),
      reused: middle(({ outcome }) => outcome.usage.reusedTokens),
      written: middle(({ outcome }) => outcome.usage.completionTokens),
    },
    searches: calls.filter((call) => /search/.test(call.name)).length,
    pagesRead: calls.filter((call) => /scrape|visit/.test(call.name)).length,
  };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/**
 * What the makers of Jan-Nano have published of SimpleQA with tools over MCP; nothing of it was measured here. Source:
 * Jan's documentation of Jan-Nano (432 questions), and the technical report, arXiv:2506.22760 (28 June 2025).
 */
export const published: { name: string; share: number }[] = [
  { name: 'Jan-nano-128k with MCP, documentation', share: 0.832 },
  { name: 'Jan-nano with MCP, technical report', share: 0.832 },
  { name: 'Jan-nano with MCP, documentation', share: 0.807 },
  { name: 'DeepSeek-V3 with MCP, documentation', share: 0.782 },
  { name: 'Qwen3-4B with MCP, documentation', share: 0.592 },
];

export const gradeLabel = (grade: Grade): string => gradeNames[grade];
