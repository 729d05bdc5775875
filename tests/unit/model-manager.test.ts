import { expect, it } from 'vitest';
import type { DownloadNews } from '../../src/models/download-protocol';
import type { ModelShelf } from '../../src/models/shelf';
import { ModelManager } from '../../src/research/model-manager.svelte';

/** A shelf that only tells. */
function managed() {
  let tell: (news: DownloadNews) => void = () => undefined;
  const shelf = {
    listen: (hear: typeof tell) => ((tell = hear), () => undefined),
    models: () => Promise.resolve([]),
    storage: () => Promise.resolve({}),
  } as unknown as ModelShelf;
  const manager = new ModelManager(shelf);
  const stop = manager.start();
  return { manager, stop, tell: (news: DownloadNews) => tell(news) };
}

const ended: DownloadNews = { type: 'ended', id: 'a', outcome: 'complete' };

it.each<[string, DownloadNews, string | undefined]>([
  ['a download so quick that it tells of no progress', { type: 'resolving', id: 'a' }, 'a'],
  ['an import', { type: 'importing', id: 'a', name: 'A', done: 0, total: 1 }, undefined],
  ['a check', { type: 'verifying', id: 'a', done: 0, total: 1 }, undefined],
])('what arrived is told after a download alone: %s', (_, before, arrived) => {
  const { manager, stop, tell } = managed();
  tell(before);
  tell(ended);
  expect(manager.arrived).toBe(arrived);
  expect(manager.activities.size).toBe(0);
  stop();
});
