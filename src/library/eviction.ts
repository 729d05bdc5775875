/** Which pages leave when the library is full. */
import type { LibraryEntry } from './types';

type Weighed = Pick<LibraryEntry, 'url' | 'bytes' | 'used' | 'from'>;

/**
 * The addresses to delete so that the rest fits the quota in bytes: pages before files, which nobody
 * can find again by searching, and of each the least recently used first. `newest` stays.
 */
export function pagesToEvict(
  entries: readonly Weighed[],
  quota: number,
  newest?: string,
): string[] {
  let total = entries.reduce((sum, { bytes }) => sum + bytes, 0);
  const order = entries
    .filter(({ url }) => url !== newest)
    .sort((a, b) => Number(a.from === 'file') - Number(b.from === 'file') || a.used - b.used);
  const gone: string[] = [];
  for (const { url, bytes } of order) {
    if (total <= quota) break;
    gone.push(url);
    total -= bytes;
  }
  return gone;
}
