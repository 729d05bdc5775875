import type { Thread, ThreadHead } from './thread-store';

/** Of a thread, whoever gives it; in UTF-16 units. */
export const LONGEST_NAME = 200;

/**
 * What the list calls a branch when it goes its own way: its question of that moment, since the first one is mostly
 * that of the other thread as well. With a number where another thread is called so; undefined where the first
 * question says it all, and for what is no branch or has been asked more.
 */
export function branchName(
  { id, from, runs }: Thread,
  others: readonly ThreadHead[],
): string | undefined {
  if (!from || runs.length !== from.at + 1) return undefined;
  const name = runs.at(-1)!.question.replace(/\s+/g, ' ').trim().slice(0, LONGEST_NAME);
  const taken = new Set(
    others.filter((one) => one.id !== id).map(({ title, question }) => title ?? question),
  );
  let free = name;
  for (let n = 2; taken.has(free); n += 1) free = `${name} (${n})`;
  return free === runs[0]!.question ? undefined : free;
}
