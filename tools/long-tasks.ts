/** The main thread's tasks over 50 ms, which is what the browser calls a long task. */
import type { Page } from '@playwright/test';

/** Collects them from now on, and from the beginning of every page that is opened later. */
export async function watchLongTasks(page: Page): Promise<void> {
  const watch = () => {
    const found: number[] = [];
    Object.assign(window, { longTasks: found });
    new PerformanceObserver((list) => {
      found.push(...list.getEntries().map(({ duration }) => duration));
    }).observe({ type: 'longtask' });
  };
  await page.addInitScript(watch);
  await page.evaluate(watch);
}

/** The durations in ms since the last call. */
export function takeLongTasks(page: Page): Promise<number[]> {
  return page.evaluate(async () => {
    // The observer reports after the fact: give it the time of a few frames.
    await new Promise((resolve) => setTimeout(resolve, 200));
    return (window as unknown as { longTasks: number[] }).longTasks.splice(0);
  });
}
