import { sentenceSpans } from '../agent/sentences';
import type { Citation } from '../contracts';

/**
 * The check that belongs to each `[n]` of an answer, in the order in which they stand there. A
 * source cited twice in one sentence has one check; in the next sentence it has its next.
 */
export function pairCitations(
  answer: string,
  citations: readonly Citation[],
): { n: number; citation?: Citation }[] {
  const used = new Map<number, number>();
  return sentenceSpans(answer).flatMap(({ start, end }) => {
    const marks = [...answer.slice(start, end).matchAll(/\[(\d{1,3}(?:\s*[,;]\s*\d{1,3})*)\]/g)];
    const numbers = marks.flatMap(([, list = '']) => list.split(/[,;]/).map(Number));
    const paired = numbers.map((n) => {
      const ofSource = citations.filter((citation) => citation.n === n);
      return { n, citation: ofSource[used.get(n) ?? 0] ?? ofSource.at(-1) };
    });
    for (const n of new Set(numbers)) used.set(n, (used.get(n) ?? 0) + 1);
    return paired;
  });
}
