/** When the page has time for something. */

/** Resolves when it has nothing else to do, but at the latest after `most` milliseconds. */
export function quiet(most: number): Promise<void> {
  return new Promise((resolve) => {
    // Safari has no idle callbacks.
    if ('requestIdleCallback' in globalThis)
      requestIdleCallback(() => resolve(), { timeout: most });
    else setTimeout(resolve, 0);
  });
}

export function after(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Runs `work` before the next paint. A hidden page gets no frames. */
export function onFrame(work: () => void): void {
  if (document.hidden) setTimeout(work, 100);
  else requestAnimationFrame(work);
}
