import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { groupByDay, midnight } from '../../src/research/thread-groups';

const thread = (id: string, changed: Date) => ({ id, at: 1, changed: changed.getTime() });
const groups = (threads: Parameters<typeof groupByDay>[0], now: Date) =>
  groupByDay(threads, now.getTime()).map((group) => [
    group.since,
    group.threads.map(({ id }) => id).join(),
  ]);

describe.each(['UTC', 'Europe/Berlin', 'America/Los_Angeles', 'Australia/Lord_Howe'])(
  'threads by day in %s',
  (zone) => {
    beforeEach(() => vi.stubEnv('TZ', zone));
    afterEach(() => vi.unstubAllEnvs());

    it('stand under the day, the days before, and the month', () => {
      const now = new Date(2026, 10, 28, 12);
      const threads = [
        thread('later', new Date(2026, 10, 29)), // a clock that was wrong
        thread('now', now),
        thread('morning', new Date(2026, 10, 28)),
        thread('evening', new Date(2026, 10, 27, 23, 59, 59, 999)),
        thread('yesterday', new Date(2026, 10, 27)),
        thread('two', new Date(2026, 10, 26, 23, 59)),
        thread('seven', new Date(2026, 10, 21)),
        thread('eight', new Date(2026, 10, 20, 23, 59)),
        thread('thirty', new Date(2026, 9, 29)),
        thread('october', new Date(2026, 9, 28, 23, 59)),
        thread('first', new Date(2026, 9, 1)),
        thread('last-year', new Date(2025, 9, 2)),
      ];
      expect(groups(threads, now)).toEqual([
        ['today', 'later,now,morning'],
        ['yesterday', 'evening,yesterday'],
        ['week', 'two,seven'],
        ['month', 'eight,thirty'],
        [new Date(2026, 9, 1).getTime(), 'october,first'],
        [new Date(2025, 9, 1).getTime(), 'last-year'],
      ]);
    });

    it.each([
      ['spring', new Date(2026, 2, 29, 12)],
      ['autumn', new Date(2026, 9, 25, 12)],
      ['spring of America', new Date(2026, 2, 8, 12)],
      ['new year', new Date(2026, 0, 1, 0, 0, 1)],
    ])('have days that end at midnight in %s', (_, now) => {
      for (const days of [-1, 0, 1, 2]) {
        const at = new Date(midnight(now.getTime(), days));
        expect([at.getHours(), at.getMinutes(), at.getMilliseconds()]).toEqual([0, 0, 0]);
      }
      const day = now.getDate();
      const before = new Date(now.getFullYear(), now.getMonth(), day - 1, 0, 30);
      expect(groups([thread('a', before)], now)).toEqual([['yesterday', 'a']]);
    });
  },
);

it('leaves out groups without threads', () => {
  expect(groupByDay([], Date.now())).toEqual([]);
});
