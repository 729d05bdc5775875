/** Resolves when the page has nothing else to do, but at the latest after `most` milliseconds. */
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
