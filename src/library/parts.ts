/** Cuts a long text into the parts that `scrape` returns one at a time. */
import { terms } from './terms';

/** Longest part, in characters. */
export const PART_LENGTH = 4000;

/** Parts of at most `limit` characters, cut at paragraph ends where there are any; at least one part. */
export function cutIntoParts(text: string, limit = PART_LENGTH): string[] {
  const paragraphs = text
    .replaceAll('\r\n', '\n')
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.trim())
    .filter(Boolean);
  const parts: string[] = [];
  for (const block of paragraphs.flatMap((paragraph) => cutParagraph(paragraph, limit))) {
    const last = parts.at(-1);
    if (last !== undefined && last.length + 2 + block.length <= limit) {
      parts[parts.length - 1] = `${last}\n\n${block}`;
    } else parts.push(block);
  }
  return parts.length > 0 ? parts : [''];
}

/** A paragraph that is too long by itself is cut after a line, else a sentence, else a word. */
function cutParagraph(paragraph: string, limit: number): string[] {
  const pieces: string[] = [];
  let rest = paragraph;
  while (rest.length > limit) {
    const head = rest.slice(0, limit);
    const ends = [head.lastIndexOf('\n'), head.lastIndexOf('. ') + 1, head.lastIndexOf(' ')];
    // A cut in the first half would make many small parts.
    let end = ends.find((at) => at > limit / 2) ?? limit;
    // Never between the two halves of a character outside the basic plane.
    if (/[\ud800-\udbff]/.test(rest.charAt(end - 1))) end -= 1;
    pieces.push(rest.slice(0, end).trimEnd());
    rest = rest.slice(end).trimStart();
  }
  return rest ? [...pieces, rest] : pieces;
}

/** The number (from 1) of the part that holds most of the words, the first of equals. */
export function choosePart(parts: string[], words: string): number {
  const wanted = new Set(terms(words));
  const scores = parts.map((part) => {
    const present = new Set(terms(part));
    return [...wanted].filter((word) => present.has(word)).length;
  });
  return scores.indexOf(Math.max(...scores)) + 1;
}
