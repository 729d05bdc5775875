/** Cuts text into sentences without changing a character, so that each can be quoted as it stands. */

export interface Span {
  start: number;
  end: number;
}

/** Ends with a full stop and is no end of a sentence. */
const ABBREVIATION =
  /(?:^|[\s([])(?:\p{Lu}|Dr|Mr|Mrs|Ms|St|Mt|Jr|Sr|vs|etc|approx|ca|c|No|no|e\.g|i\.e|U\.S|U\.K|U\.N|Gen|Prof|Inc|Ltd|Co|est|al|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)\.$/u;
const END = /[.!?…]+["'”’)\]]*(?=\s|$|\[[\d^])|[。！？]+[」』”）]*|\n+/gu;
/** Marks of sources and footnotes right after the end still belong to the sentence. */
const MARKS = /^(?:[ \t]*\[(?:\d{1,3}(?:\s*[,;]\s*\d{1,3})*|\^[^\]\s]+)\](?!:))+[.!?。]?/;

/** In order, without the blanks between them; no empty ones. */
export function sentenceSpans(text: string): Span[] {
  const spans: Span[] = [];
  let start = 0;
  const close = (end: number): void => {
    const piece = text.slice(start, end);
    const from = start + (piece.length - piece.trimStart().length);
    if (piece.trim()) spans.push({ start: from, end: start + piece.trimEnd().length });
    start = end;
  };
  END.lastIndex = 0;
  for (const match of text.matchAll(END)) {
    const end = match.index + match[0].length;
    if (end <= start) continue;
    if (match[0].startsWith('\n')) close(match.index);
    else if (!isAbbreviation(text, match)) close(end + marksAt(text, end));
  }
  close(text.length);
  return spans;
}

function isAbbreviation(text: string, match: RegExpExecArray): boolean {
  const end = match.index + match[0].length;
  if (match[0] !== '.' || end === text.length) return false;
  const before = text.slice(Math.max(0, end - 12), end);
  // "… by J. Smith" goes on; "… in the U.S. It …" may go either way and is left whole.
  return ABBREVIATION.test(before);
}

function marksAt(text: string, at: number): number {
  return MARKS.exec(text.slice(at))?.[0].length ?? 0;
}
