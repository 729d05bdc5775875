/** Cuts a page into passages along its own structure: headings, paragraphs, lists and tables. */

/** Longest passage in characters; cut at the end of a sentence where there is one. */
const PASSAGE_CHARS = 480;

export interface Passage {
  /** Place in the page, from 0. */
  index: number;
  text: string;
  /** The headings that it stands under, for finding it; absent where there are none. */
  under?: string;
}

const TABLE_LINE = /^\s*\|.*\|\s*$/;
const RULE = /^\s*\|[\s:|-]+\|\s*$/;
const ITEM = /^\s*(?:[-*+•]|\d{1,3}[.)])\s/;

/**
 * Paragraphs (a heading stays with the paragraph after it), long ones cut at sentence ends. Each piece
 * of a table begins with its header row, each piece of a list with the line that leads it in.
 */
export function splitPassages(text: string): Passage[] {
  const out: Passage[] = [];
  const path: string[] = [];
  let heading = '';
  /** A paragraph that ends in a colon, for the list after it. */
  let lead = '';
  const push = (piece: string): void => {
    const under = path.filter(Boolean).join(' ').replace(/#+ */g, '');
    out.push({ index: out.length, text: piece, ...(under ? { under } : {}) });
  };
  const add = (pieces: string[]): void => {
    for (const [at, piece] of pieces.entries())
      push(heading && at === 0 ? `${heading}\n${piece}` : piece);
    heading = '';
  };
  const flushLead = (): void => {
    if (lead) add(cut(lead));
    lead = '';
  };
  for (const block of text.split(/\n\s*\n/))
    for (const part of block.split(/\n(?=#)|\n(?<=^#.*\n)/)) {
      const trimmed = part.trim();
      if (!trimmed) continue;
      if (trimmed.startsWith('#')) {
        flushLead();
        heading = trimmed;
        path.splice(/^#+/.exec(trimmed)![0].length - 1, Infinity, trimmed);
        continue;
      }
      const lines = trimmed.split('\n');
      const first = lines.findIndex((line) => ITEM.test(line));
      if (
        lines.length > 2 &&
        RULE.test(lines[1]!) &&
        lines.every((line) => TABLE_LINE.test(line))
      ) {
        flushLead();
        add(together(lines.slice(2), lines.slice(0, 2).join('\n')));
      } else if (first === 0 || (first > 0 && lines[first - 1]!.trimEnd().endsWith(':'))) {
        const own = lines.slice(0, first).join('\n');
        add(together(items(lines.slice(first)), [lead, own].filter(Boolean).join('\n')));
        lead = '';
      } else {
        flushLead();
        if (trimmed.endsWith(':') && trimmed.length < PASSAGE_CHARS / 2) lead = trimmed;
        else add(cut(trimmed));
      }
    }
  flushLead();
  if (heading) push(heading);
  return out;
}

/** Each item with the lines that go on with it. */
function items(lines: string[]): string[] {
  return lines.reduce<string[]>((all, line) => {
    if (ITEM.test(line) || all.length === 0) all.push(line);
    else all[all.length - 1] += `\n${line}`;
    return all;
  }, []);
}

/** As many lines to a piece as fit below the line that each piece begins with. */
function together(lines: string[], head: string): string[] {
  const top = head.length < PASSAGE_CHARS / 2 ? head : '';
  const pieces: string[][] = top === head ? [] : cut(head).map((piece) => [piece]);
  let room = -1;
  for (const line of lines)
    for (const piece of cut(line, PASSAGE_CHARS - top.length - 1)) {
      if (room < piece.length + 1) {
        pieces.push(top ? [top] : []);
        room = PASSAGE_CHARS - top.length;
      }
      pieces.at(-1)!.push(piece);
      room -= piece.length + 1;
    }
  return pieces.map((piece) => piece.join('\n'));
}

function cut(paragraph: string, most = PASSAGE_CHARS): string[] {
  if (paragraph.length <= most) return [paragraph];
  const pieces: string[] = [];
  let piece = '';
  for (const sentence of paragraph.split(/(?<=[.!?])\s+/)) {
    if (piece && piece.length + sentence.length > most) {
      pieces.push(piece);
      piece = '';
    }
    piece = piece ? `${piece} ${sentence}` : sentence;
    while (piece.length > most) {
      const space = piece.lastIndexOf(' ', most);
      const end = space > 0 ? space : most;
      pieces.push(piece.slice(0, end));
      piece = piece.slice(end).trimStart();
    }
  }
  if (piece) pieces.push(piece);
  return pieces;
}
