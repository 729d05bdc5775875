/** An answer as a list of claims: its sentences, and the marks of sources in them. */
import { wordsOf } from './claim-words';
import { sentenceSpans } from './sentences';

/** The sentence for a question that what was read does not answer. */
export const NOT_FOUND = 'I did not find this in the sources.';

export interface Mark {
  n: number;
  /** The sentence that the mark belongs to, without its marks. */
  claim: string;
}

/** Code and formulas on lines of their own state nothing in words. */
const NO_PROSE =
  /^ {0,3}(`{3,}|~{3,})[^]*?(?:^ {0,3}\1|$(?![^]))|^ {0,3}\$\$[^]+?\$\$|^ {0,3}\\\[[^]+?\\\]/gm;

/** The mark of a footnote, and the label before its text. */
const FOOTNOTE = /\[\^[^\]\s]+\]:?/g;

const MARK = /\s*\[(\d{1,3}(?:\s*[,;]\s*\d{1,3})*)\]/g;

/** The marks of an answer in order, each pair of number and claim once. */
export function findCitations(answer: string): Mark[] {
  const marks = new Map<string, Mark>();
  for (const { claim, numbers } of claimsOf(answer))
    for (const n of numbers) marks.set(`${n} ${claim}`, { n, claim });
  return [...marks.values()];
}

/** Every sentence of an answer that states something, in order, with the numbers that stand in it. */
export function claimsOf(answer: string): { claim: string; numbers: number[]; end: number }[] {
  const others = [...answer.matchAll(NO_PROSE)].map(({ index, 0: all }) => [
    index,
    index + all.length,
  ]);
  return sentenceSpans(answer).flatMap(({ start, end }) => {
    if (others.some(([from = 0, to = 0]) => start >= from && start < to)) return [];
    const sentence = answer.slice(start, end);
    const claim = claimOf(sentence);
    const numbers = [...sentence.matchAll(MARK)].flatMap(([, list = '']) =>
      list.split(/[,;]/).map(Number),
    );
    const says = !/^[#|]|\?$|:$/.test(sentence) && claim !== NOT_FOUND && wordsOf(claim).length > 1;
    return says || numbers.length > 0 ? [{ claim, numbers, end }] : [];
  });
}

function claimOf(sentence: string): string {
  return sentence
    .replace(MARK, '')
    .replace(FOOTNOTE, '')
    .replace(/^\s*(?:[-*+•]|\d{1,3}[.)]|#+|>)\s+/, '')
    .replace(/[*_`]{1,3}(?=\S)|(?<=\S)[*_`]{1,3}/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}
