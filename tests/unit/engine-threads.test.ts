import { expect, it } from 'vitest';
import { threadCount } from '../../src/engine/threads';

it.each([
  [true, 1, 1],
  [true, 2, 1],
  [true, 4, 3],
  [true, 16, 4],
  [false, 16, 1],
])('isolated %s with %d cores → %d threads', (isolated, cores, threads) => {
  expect(threadCount(isolated, cores)).toBe(threads);
});
