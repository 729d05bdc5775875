/** Finds threads by the words of their questions, answers and sources. */
import type { AgentEvent } from '../contracts';
import type { SavedRun, ThreadHead } from './thread-store';

/** Of each thread, by its id, the `plainText` of its runs in their order. */
export type ThreadTexts = ReadonlyMap<string, readonly string[]>;

export interface Found {
  thread: ThreadHead;
  /** The run that holds most of the words; absent where the name of the thread holds them all. */
  run?: number;
}

/** A stretch of text; `marked` where it is what was searched for. */
export interface Part {
  text: string;
  marked: boolean;
}

/** So much of a text is shown around what was found, and of that so much before it; in UTF-16 units. */
const PIECE = 120;
const BEFORE = 24;

/** Everything of a run that can be searched for, a line for each thing: what was asked and answered comes first. */
export function readableText({ question, events }: SavedRun): string {
  return [question, ...events.map(answerIn), ...events.map(sourcesIn)].filter(Boolean).join('\n');
}

/** The same without capitals and accents. */
export function plainText(run: SavedRun): string {
  return plain(readableText(run));
}

/**
 * The threads that hold every word, or the beginning of it: first those whose name or question does, then as
 * they are given. Looking through the plain text of some thousand runs takes a few milliseconds, so there is no index.
 */
export function findThreads(
  threads: readonly ThreadHead[],
  texts: ThreadTexts,
  query: string,
): Found[] {
  const words = wordsOf(query);
  const inName: Found[] = [];
  const inText: Found[] = [];
  for (const thread of threads) {
    const name = plain(`${thread.title ?? ''} ${thread.question ?? ''}`);
    const runs = texts.get(thread.id) ?? [];
    const others = words.filter((word) => !holds(name, word));
    if (others.length === 0) inName.push({ thread });
    else if (others.every((word) => runs.some((text) => holds(text, word))))
      // What the name does not hold counts twice: that is what one comes for.
      inText.push({ thread, run: withMost(runs, [...others, ...words]) });
  }
  return [...inName, ...inText];
}

/** A piece of a text, where it first holds most of the words; none of it where it holds no word. */
export function pieceAround(text: string, query: string): Part[] {
  const words = wordsOf(query);
  const lines = text.split('\n');
  const best = withMost(lines.map(plain), words);
  const line = lines[best]!.replace(/\s+/g, ' ').trim();
  const marks = marksIn(line, words);
  const first = marks[0];
  if (!first) return [];
  const from = first.from <= BEFORE ? 0 : beginNear(line, first.from - BEFORE, first.from);
  const to = line.length <= from + PIECE ? line.length : endNear(line, from + PIECE, first.to);
  const parts: Part[] = [{ text: from > 0 ? '…' : '', marked: false }];
  let at = from;
  for (const mark of marks) {
    if (mark.to > to) break;
    if (mark.to <= at) continue;
    const start = Math.max(at, mark.from);
    parts.push({ text: line.slice(at, start), marked: false });
    parts.push({ text: line.slice(start, mark.to), marked: true });
    at = mark.to;
  }
  parts.push({ text: line.slice(at, to) + (to < line.length ? '…' : ''), marked: false });
  return parts.filter((part) => part.text);
}

/** Which of the texts holds most of the words; the first of several. */
function withMost(texts: readonly string[], words: readonly string[]): number {
  const counts = texts.map((text) => words.filter((word) => holds(text, word)).length);
  return counts.reduce((best, held, at) => (held > counts[best]! ? at : best), 0);
}

/** Where the words stand in a line as it was written, in its order. */
function marksIn(line: string, words: readonly string[]): { from: number; to: number }[] {
  const small = plain(line);
  // For every unit of the plain line, where the character begins and ends that it was made of.
  const begins: number[] = [];
  const ends: number[] = [];
  let at = 0;
  for (const character of line) {
    const units = plain(character).length;
    for (let unit = 0; unit < units; unit += 1) {
      begins.push(at);
      ends.push(at + character.length);
    }
    at += character.length;
    // An accent that stands for itself goes with its letter.
    if (units === 0 && ends.length) ends[ends.length - 1] = at;
  }
  return words
    .flatMap((word) =>
      placesOf(small, word).map((place) => ({
        from: begins[place] ?? line.length,
        to: ends[place + word.length - 1] ?? line.length,
      })),
    )
    .sort((a, b) => a.from - b.from || b.to - a.to);
}

/** The beginning of a word, not before `at`, if there is one before `latest`. */
function beginNear(line: string, at: number, latest: number): number {
  const blank = line.indexOf(' ', at - 1);
  if (blank >= 0 && blank < latest) return blank + 1;
  return isHalf(line, at) ? at + 1 : at;
}

/** The end of a word, not after `at`, if there is one after `earliest`. */
function endNear(line: string, at: number, earliest: number): number {
  const blank = line.lastIndexOf(' ', at);
  if (blank >= earliest) return blank;
  const end = Math.max(at, earliest);
  return isHalf(line, end) ? end - 1 : end;
}

/** Whether a cut here would go through a character of two units. */
const isHalf = (line: string, at: number): boolean => /[\uDC00-\uDFFF]/.test(line.charAt(at));

function wordsOf(query: string): string[] {
  return plain(query)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
}

/** Whether a word of the text begins like this one. */
function holds(text: string, word: string): boolean {
  return nextPlace(text, word, 0) >= 0;
}

function placesOf(text: string, word: string): number[] {
  const places: number[] = [];
  for (let at = nextPlace(text, word, 0); at >= 0; at = nextPlace(text, word, at + 1))
    places.push(at);
  return places;
}

function nextPlace(text: string, word: string, from: number): number {
  for (let at = text.indexOf(word, from); at >= 0; at = text.indexOf(word, at + 1))
    // Scripts without blanks between words have no beginnings of words.
    if (at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1]!) || /\p{Script=Han}/u.test(word)) return at;
  return -1;
}

function plain(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

function answerIn(event: AgentEvent): string {
  return event.type === 'run-finished' || event.type === 'run-stopped' ? event.answer : '';
}

function sourcesIn(event: AgentEvent): string {
  if (event.type !== 'tool-finished') return '';
  return event.sources
    .map(({ title, url, passages }) => [title, url, ...passages].join('\n'))
    .join('\n');
}
