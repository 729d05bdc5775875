/** What a reader does to go elsewhere. */
const MOVES = ['wheel', 'pointerdown', 'keydown', 'touchstart'] as const;
/** By then what is shown has been laid out, on slow machines too. */
const SETTLED_MS = 5000;

/**
 * Shows the last run of a thread from its question on. Those before it get their real height while they are
 * laid out.
 */
export function showLast(box: HTMLElement): void {
  const last = box.querySelector('article:last-of-type');
  if (last?.parentElement) keepInView(last, [last.parentElement], 'start');
}

/** Brings `one` into view; while what is `around` it is laid out, until the reader goes elsewhere, it is kept there. */
export function keepInView(
  one: Element,
  around: Iterable<Element>,
  block: ScrollLogicalPosition,
): void {
  const show = () => one.scrollIntoView({ block });
  const watcher = new ResizeObserver(show);
  for (const part of around) watcher.observe(part);
  const moved = new AbortController();
  const { signal } = moved;
  signal.addEventListener('abort', () => watcher.disconnect());
  for (const type of MOVES)
    addEventListener(type, () => moved.abort(), { signal, passive: true, capture: true });
  setTimeout(() => moved.abort(), SETTLED_MS);
  show();
}
