/**
 * When a card is shown beside what the pointer or the keyboard rests on, as WCAG 1.4.13 has it: the
 * pointer may go over to the card, Esc puts it away, and it stays until then.
 */
const OPEN_MS = 180;
const CLOSE_MS = 220;

export interface Hover {
  enter: (event: PointerEvent) => void;
  leave: () => void;
  focus: (event: FocusEvent) => void;
  blur: () => void;
  /** While the pointer is over the card. */
  hold: () => void;
  close: () => void;
}

/** `show` gets the element of the selector, or nothing when the card is to go. */
export function hoverOver(
  selector: string,
  show: (target: HTMLElement | undefined) => void,
): Hover {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let shown: HTMLElement | undefined;

  function set(target: HTMLElement | undefined): void {
    clearTimeout(timer);
    if (target === shown) return;
    shown = target;
    show(target);
    if (target) addEventListener('keydown', dismiss, true);
    else removeEventListener('keydown', dismiss, true);
  }
  const after = (ms: number, target: HTMLElement | undefined): void => {
    clearTimeout(timer);
    timer = setTimeout(() => set(target), ms);
  };
  /** Wherever the focus is; the same key would stop a run otherwise. */
  function dismiss(event: KeyboardEvent): void {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    event.preventDefault();
    set(undefined);
  }
  /** What the keyboard rests on stays, wherever the pointer goes. */
  const leave = (): void => {
    if (!shown?.matches(':focus-visible')) after(CLOSE_MS, undefined);
  };
  const found = (event: Event): HTMLElement | undefined =>
    (event.target instanceof Element && event.target.closest<HTMLElement>(selector)) || undefined;

  return {
    enter(event) {
      if (event.pointerType !== 'mouse' && event.pointerType !== 'pen') return;
      const target = found(event);
      if (target) after(shown ? 0 : OPEN_MS, target);
      else if (shown) leave();
      else clearTimeout(timer);
    },
    leave,
    focus(event) {
      const target = found(event);
      set(target?.matches(':focus-visible') ? target : undefined);
    },
    blur: () => after(CLOSE_MS, undefined),
    hold: () => clearTimeout(timer),
    close: () => set(undefined),
  };
}
