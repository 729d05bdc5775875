import { describe, expect, it } from 'vitest';
import { foldRun } from '../../src/research/fold';
import { newsOf, titleOf } from '../../src/ui/run-news';
import { recorded, runUsage, upTo } from '../fixtures/run-events';

const question = 'What is the capital of Peru?';
const error = { code: 'unknown', message: 'No.' };
const running = upTo('tool-started');

describe('the newest run', () => {
  it.each([
    ['finished', recorded(), `${question} – Jan-Nano`, 'Answer: The capital of Peru is Lima [1].'],
    ['running', running, `… ${question} – Jan-Nano`, 'Searching capital of Peru'],
    [
      'stopped',
      [...running, { type: 'run-stopped' as const, answer: '', usage: runUsage }],
      `${question} – Jan-Nano`,
      'Stopped',
    ],
    // Its error is an alert, which is heard anyway.
    [
      'failed',
      [...running, { type: 'run-failed' as const, error, usage: runUsage }],
      `⚠ ${question} – Jan-Nano`,
      '',
    ],
  ])('is told of: %s', (status, events, title, news) => {
    const run = foldRun(events);
    expect(run.status).toBe(status);
    expect(titleOf(run)).toBe(title);
    expect(newsOf(run)).toBe(news);
  });

  it('is not there before the first question', () => {
    expect([titleOf(undefined), newsOf(undefined)]).toEqual(['Jan-Nano', '']);
  });
});
