/** What a reader does to go elsewhere. */
const MOVES = ['wheel', 'pointerdown', 'keydown', 'touchstart'] as const;
/** By then what is shown has been laid out, on slow machines too. */
const SETTLED_MS = 5000;

/**
 * Shows a run of a thread from its question on: the last one, or another one counted from there. Those before
 * it get their real height while they are laid out.
 */
export function showRun(box: HTMLElement, fromEnd = 1): void {
  const runs = box.querySelectorAll('article');
  const run = runs[runs.length - fromEnd] ?? runs[runs.length - 1];
  if (run?.parentElement) keepInView(run, [run.parentElement], 'start');
}

/**
 * Brings `one` into view with the next frame, and while what is `around` it is laid out, until the reader goes
 * elsewhere, keeps it there. The observer tells of every part when it has first been laid out: asked for earlier,
 * the place of `one` would cost a layout of its own.
 */
export function keepInView(
  one: Element,
  around: Iterable<Element>,
  block: ScrollLogicalPosition,
): void {
  const watcher = new ResizeObserver(() => one.scrollIntoView({ block }));
  for (const part of around) watcher.observe(part);
  const moved = new AbortController();
  const { signal } = moved;
  signal.addEventListener('abort', () => watcher.disconnect());
  for (const type of MOVES)
    addEventListener(type, () => moved.abort(), { signal, passive: true, capture: true });
  setTimeout(() => moved.abort(), SETTLED_MS);
}
