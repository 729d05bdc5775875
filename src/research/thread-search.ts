/** Finds threads by the words of their questions, answers and sources. */
import type { AgentEvent } from '../contracts';
import type { SavedRun, ThreadHead } from './thread-store';

/** Everything of a run that can be searched for, without capitals and accents. */
export function plainText({ question, events }: SavedRun): string {
  return plain([question, ...events.map(wordsIn)].filter(Boolean).join('\n'));
}

/**
 * The threads that hold every word, or the beginning of it: first those whose name or question does, then as
 * they are given. Looking through the plain text of some thousand runs takes a few milliseconds, so there is no index.
 *
 * @param texts of `plainText`, by thread.
 */
export function findThreads(
  threads: readonly ThreadHead[],
  texts: ReadonlyMap<string, string>,
  query: string,
): ThreadHead[] {
  const words = plain(query)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
  const holdsAll = (text: string): boolean => words.every((word) => holds(text, word));
  const named = (thread: ThreadHead) => plain(`${thread.title ?? ''} ${thread.question ?? ''}`);
  const inName = threads.filter((thread) => holdsAll(named(thread)));
  const inText = threads.filter(
    (thread) =>
      !inName.includes(thread) && holdsAll(`${named(thread)}\n${texts.get(thread.id) ?? ''}`),
  );
  return [...inName, ...inText];
}

/** Whether a word of the text begins like this one. */
function holds(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1))
    // Scripts without blanks between words have no beginnings of words.
    if (at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1]!) || /\p{Script=Han}/u.test(word))
      return true;
  return false;
}

function plain(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

function wordsIn(event: AgentEvent): string {
  if (event.type === 'run-finished' || event.type === 'run-stopped') return event.answer;
  if (event.type !== 'tool-finished') return '';
  return event.sources
    .map(({ title, url, passages }) => [title, url, ...passages].join('\n'))
    .join('\n');
}
