/** Threads by the day of their last change, as the list shows them. */
import type { ThreadHead } from './thread-store';

export interface ThreadGroup {
  /** A month is the time at which it begins, in ms since 1970. */
  since: 'today' | 'yesterday' | 'week' | 'month' | number;
  threads: ThreadHead[];
}

/** How many days ago the first day of a group was. */
const DAYS = { today: 0, yesterday: 1, week: 7, month: 30 } as const;

/** In the order they are given; a group without threads is left out. */
export function groupByDay(threads: readonly ThreadHead[], now: number): ThreadGroup[] {
  const days = Object.entries(DAYS) as [keyof typeof DAYS, number][];
  const begins = days.map(([since, ago]) => ({ since, at: midnight(now, -ago) }));
  const groups = new Map<ThreadGroup['since'], ThreadHead[]>();
  for (const thread of threads) {
    const since =
      begins.find(({ at }) => thread.changed >= at)?.since ?? beginOfMonth(thread.changed);
    groups.set(since, [...(groups.get(since) ?? []), thread]);
  }
  return [...groups].map(([since, of]) => ({ since, threads: of }));
}

/** When the day begins that is so many days from now, on the clock of this place: days may have 23 or 25 hours. */
export function midnight(now: number, days: number): number {
  const date = new Date(now);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days).getTime();
}

function beginOfMonth(ms: number): number {
  const date = new Date(ms);
  return new Date(date.getFullYear(), date.getMonth()).getTime();
}
