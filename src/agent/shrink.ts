/** What stays of a result that has to make room: the words that answers were verified with, and where they stand. */
import { words } from './passages';

/** Stands in for a result that had to go. */
export const LEFT_OUT = '(left out: no room)';
/** Ends a result that was shrunk: it can only go after that. */
const REST_LEFT_OUT = '(the rest was left out: no room)';

/** Results are shorter than this; of one that is not, the end is not looked at. */
const MOST_LINES = 100;

interface Block {
  /** What tells the source: of `result-forms.ts`, the lines before the text. */
  head: string[];
  lines: string[];
}

/**
 * Keeps of each source the lines that were quoted, and of a result that nobody quoted the one line that fits the
 * question best. Undefined where nothing would be gained.
 */
export function shrinkResult(
  content: string,
  quotes: readonly string[],
  question: string,
): string | undefined {
  if (content.endsWith(REST_LEFT_OUT) || content === LEFT_OUT) return undefined;
  const [first = '', ...lines] = content.split('\n');
  const blocks = blocksOf(lines);
  const plain = quotes.map(flat).filter(Boolean);
  const quoted = (line: string): boolean =>
    plain.length > 0 && plain.some((quote) => flat(line).includes(quote));
  let kept = blocks
    .map(({ head, lines }) => ({ head, lines: lines.filter(quoted) }))
    .filter(({ lines }) => lines.length > 0);
  if (kept.length === 0) {
    const asked = new Set(words(question));
    const score = (line: string): number => words(line).filter((word) => asked.has(word)).length;
    const all = blocks
      .flatMap(({ head, lines }) => lines.map((line) => ({ head, line })))
      .slice(0, MOST_LINES);
    const best = all.reduce<(typeof all)[number] | undefined>(
      (one, other) => (one && score(one.line) >= score(other.line) ? one : other),
      undefined,
    );
    kept = best ? [{ head: best.head, lines: [best.line] }] : [];
  }
  const shrunk = [first, ...kept.flatMap(({ head, lines }) => [...head, ...lines]), REST_LEFT_OUT];
  const text = shrunk.join('\n');
  return text.length < content.length ? text : undefined;
}

function blocksOf(lines: readonly string[]): Block[] {
  const blocks: Block[] = [{ head: [], lines: [] }];
  for (const [at, line] of lines.entries()) {
    const block = blocks.at(-1)!;
    const next = lines[at + 1] ?? '';
    const address = /^(?:URL: )?[a-z][a-z\d+.-]*:\/\/\S+$/i;
    const begins = /^\[\d+\] /.test(line) ? address.test(next) : /^Result \d+:$/.test(line);
    if (begins || (line.startsWith('Title: ') && block.head.length === 0 && address.test(next)))
      blocks.push({ head: [line], lines: [] });
    else if (block.lines.length === 0 && block.head.length > 0 && belongsToHead(line, block.head))
      block.head.push(line);
    else block.lines.push(line);
  }
  return blocks;
}

function belongsToHead(line: string, head: readonly string[]): boolean {
  const labelled = /^(?:Result \d+:$|Title: )/.test(head[0] ?? '');
  if (labelled) return /^(?:Title: |URL: |Full Content:$|$)/.test(line);
  return head.length === 1 || (head.length === 2 && /^Part \d+ of/.test(line));
}

const flat = (text: string): string => text.replace(/\s+/g, ' ').trim();
