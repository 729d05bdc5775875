// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { hoverOver } from '../../src/ui/cite-hover';

let shown: string | undefined;
let hover: ReturnType<typeof hoverOver>;
const at = (id: string): HTMLElement => document.getElementById(id)!;
const event = (id: string, pointerType: string) =>
  ({ target: at(id), pointerType }) as unknown as PointerEvent;
const escape = () => {
  const key = new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true });
  at('other').dispatchEvent(key);
  return key.defaultPrevented;
};

beforeEach(() => {
  vi.useFakeTimers();
  document.body.innerHTML =
    '<button class="cite" id="a">1</button><button class="cite" id="b">2</button><p id="other"></p>';
  shown = undefined;
  hover = hoverOver('.cite', (target) => (shown = target?.id));
});
afterEach(() => {
  hover.close();
  vi.useRealTimers();
});

describe('a card beside what the pointer rests on', () => {
  it('opens after a moment, not in passing', () => {
    hover.enter(event('a', 'mouse'));
    hover.enter(event('other', 'mouse'));
    vi.runAllTimers();
    expect(shown).toBeUndefined();
    hover.enter(event('a', 'mouse'));
    expect(shown).toBeUndefined();
    vi.runAllTimers();
    expect(shown).toBe('a');
  });

  it('never opens under a finger', () => {
    hover.enter(event('a', 'touch'));
    vi.runAllTimers();
    expect(shown).toBeUndefined();
  });

  it('stays while the pointer is on it, and goes when it left both', () => {
    hover.enter(event('a', 'mouse'));
    vi.runAllTimers();
    hover.leave();
    hover.hold();
    vi.runAllTimers();
    expect(shown).toBe('a');
    hover.leave();
    vi.runAllTimers();
    expect(shown).toBeUndefined();
  });

  it('moves on to the next', () => {
    hover.enter(event('a', 'mouse'));
    vi.runAllTimers();
    hover.enter(event('b', 'mouse'));
    vi.runAllTimers();
    expect(shown).toBe('b');
  });

  it('goes with Esc wherever the focus is, and takes that key for itself', () => {
    const stop = vi.fn();
    window.addEventListener('keydown', stop);
    hover.enter(event('a', 'mouse'));
    vi.runAllTimers();
    expect(escape()).toBe(true);
    expect(shown).toBeUndefined();
    expect(stop).not.toHaveBeenCalled();
    expect(escape()).toBe(false);
    expect(stop).toHaveBeenCalledOnce();
    window.removeEventListener('keydown', stop);
  });
});
