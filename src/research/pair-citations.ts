import type { Citation } from '../contracts';

/**
 * Which check belongs to which `[n]` of an answer: the second `[1]` gets the second check of source 1.
 * @param marks the numbers in the order in which they stand in the answer
 */
export function pairCitations(
  marks: readonly number[],
  citations: readonly Citation[],
): (Citation | undefined)[] {
  const used = new Map<number, number>();
  return marks.map((n) => {
    const at = used.get(n) ?? 0;
    used.set(n, at + 1);
    const ofSource = citations.filter((citation) => citation.n === n);
    return ofSource[at] ?? ofSource.at(-1);
  });
}
