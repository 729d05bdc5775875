// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { keyAction, type KeyAction } from '../../src/ui/keyboard';

const idle = { covered: false, running: false };

function press(key: string, more: KeyboardEventInit & { on?: string } = {}, state = idle) {
  const { on = 'main', ...init } = more;
  const target = document.createElement(on);
  let action: KeyAction | undefined;
  target.addEventListener('keydown', (event) => (action = keyAction(event, state)));
  target.dispatchEvent(new KeyboardEvent('keydown', { key, ...init }));
  return action;
}

describe('a key', () => {
  it.each<[string, KeyboardEventInit, KeyAction | undefined]>([
    ['k', { ctrlKey: true }, 'palette'],
    ['K', { metaKey: true }, 'palette'],
    ['O', { ctrlKey: true, shiftKey: true }, 'newChat'],
    ['o', { ctrlKey: true }, undefined],
    ['k', {}, undefined],
    ['/', {}, 'write'],
    ['?', { shiftKey: true }, 'shortcuts'],
    ['Escape', {}, undefined],
    ['a', {}, undefined],
  ])('%s %o does what it is for', (key, init, action) => {
    expect(press(key, init)).toBe(action);
  });

  it('is a letter where somebody types, but for those with Ctrl', () => {
    for (const on of ['input', 'textarea', 'select']) {
      expect(press('/', { on })).toBeUndefined();
      expect(press('?', { on })).toBeUndefined();
      expect(press('k', { on, ctrlKey: true })).toBe('palette');
    }
  });

  it('stops a run wherever the focus is, and does nothing without one', () => {
    const running = { ...idle, running: true };
    expect(press('Escape', {}, running)).toBe('stop');
    expect(press('Escape', { on: 'textarea' }, running)).toBe('stop');
  });

  it('belongs to what lies over the page, but for the palette and a new chat', () => {
    const covered = { covered: true, running: true };
    for (const key of ['/', '?', 'Escape']) expect(press(key, {}, covered)).toBeUndefined();
    expect(press('k', { ctrlKey: true }, covered)).toBe('palette');
    expect(press('o', { ctrlKey: true, shiftKey: true }, covered)).toBe('newChat');
  });
});
