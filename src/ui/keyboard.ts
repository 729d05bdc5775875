/** What the keys do wherever the focus is; those of the question box are in AskBox.svelte. */

export type KeyAction = 'newChat' | 'palette' | 'write' | 'shortcuts' | 'stop';

/**
 * Whether a key pressed a button that goes, so that the focus has to go on. After a finger it stays: in a text field it
 * would call the keyboard of a phone.
 */
export const pressedByKey = ({ detail }: Pick<MouseEvent, 'detail'>): boolean => detail === 0;

/** Undefined where a key has no meaning of its own. */
export function keyAction(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'target'>,
  { covered, running }: { covered: boolean; running: boolean },
): KeyAction | undefined {
  const key = event.key.toLowerCase();
  const command = event.ctrlKey || event.metaKey;
  if (command && key === 'k') return 'palette';
  if (command && event.shiftKey && key === 'o') return 'newChat';
  if (covered) return undefined; // an open sheet has the keyboard
  if (key === 'escape') return running ? 'stop' : undefined;
  const typing = event.target instanceof Element && event.target.closest('input, textarea, select');
  if (typing) return undefined;
  if (key === '/') return 'write';
  return key === '?' ? 'shortcuts' : undefined;
}
