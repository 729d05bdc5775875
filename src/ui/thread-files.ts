/** Threads as files: saved, or handed to another app where the system can do that. */
import { allToMarkdown, fileName, toJson, toMarkdown } from '../research/export';
import type { Thread } from '../research/thread-store';
import { saveFile } from './save-file';

function fileOf(thread: Thread, ending: 'md' | 'json'): [name: string, text: string, type: string] {
  const name = fileName(thread.title ?? thread.runs[0]?.question ?? '', ending);
  return ending === 'md'
    ? [name, toMarkdown(thread), 'text/markdown']
    : [name, toJson([thread]), 'application/json'];
}

export function saveThread(thread: Thread, ending: 'md' | 'json'): void {
  saveFile(...fileOf(thread, ending));
}

/** All of them in one file, named for the day. */
export function saveThreads(threads: readonly Thread[], ending: 'md' | 'json'): void {
  const name = fileName(`jan-nano-${new Date().toISOString().slice(0, 10)}`, ending);
  if (ending === 'md') saveFile(name, allToMarkdown(threads), 'text/markdown');
  else saveFile(name, toJson(threads));
}

/** Saves it where nothing takes a file. */
export async function shareThread(thread: Thread): Promise<void> {
  const [name, text, type] = fileOf(thread, 'md');
  // Few systems take Markdown under its own type.
  const candidates = [type, 'text/plain'].map((as) => ({
    files: [new File([text], as === type ? name : name.replace(/md$/, 'txt'), { type: as })],
    title: name,
  }));
  const data = candidates.find((one) => 'canShare' in navigator && navigator.canShare(one));
  if (!data) return saveFile(name, text, type);
  try {
    await navigator.share(data);
  } catch (error) {
    // Put away by the person; anything else means that nothing took it.
    if (!(error instanceof DOMException && error.name === 'AbortError')) saveFile(name, text, type);
  }
}
