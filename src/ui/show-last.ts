/** What a reader does to go elsewhere. */
const MOVES = ['wheel', 'pointerdown', 'keydown', 'touchstart'] as const;
/** By then what is shown has been laid out, on slow machines too. */
const SETTLED_MS = 5000;

/**
 * Shows the last run of a thread from its question on. Those before it get their real height while they are
 * laid out; until that is over, or the reader goes elsewhere, it is kept where it is.
 */
export function showLast(box: HTMLElement): void {
  const last = box.querySelector('article:last-of-type');
  if (!last?.parentElement) return;
  const show = () => last.scrollIntoView();
  const watcher = new ResizeObserver(show);
  watcher.observe(last.parentElement);
  const moved = new AbortController();
  const { signal } = moved;
  signal.addEventListener('abort', () => watcher.disconnect());
  for (const type of MOVES)
    addEventListener(type, () => moved.abort(), { signal, passive: true, capture: true });
  setTimeout(() => moved.abort(), SETTLED_MS);
  show();
}
