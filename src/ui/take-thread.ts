import type { Thread } from '../research/thread-store';

/** Makes a file of a thread, or hands it to another app. What that needs is loaded when somebody does it. */
export async function takeThread(
  way: 'md' | 'json' | 'share',
  read: () => Promise<Thread | undefined>,
): Promise<void> {
  const { saveThread, shareThread } = await import('./thread-files');
  const thread = await read();
  if (!thread) return;
  if (way === 'share') await shareThread(thread);
  else saveThread(thread, way);
}
