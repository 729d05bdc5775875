/**
 * Lays a claim over a sentence of a source. The claim's words must stand there in its order, and what
 * the claim leaves out in between must be of a kind that can be left out: whoever leaves out the rest
 * makes another statement of the same words.
 */
import { isDateWord, wordsOf, type Word } from './claim-words';
import { LIGHT } from './word-forms';

/** Change what is said by their presence, so claim and source must both have them, in the same place. */
const WEIGHTY =
  /(?<![\p{L}])(?:before|after|until|since|over|under|above|below|more|less|fewer|most|least|some|few|many|several|without|may|might|could|would|should|almost|nearly)(?![\p{L}])/giu;
/** The source must have them where the claim does. */
const CLAIMED = /(?<![\p{L}])(?:only|all|both|each|every)(?![\p{L}])/giu;
/** Take back what follows them, or make it another thing. */
const VEIL =
  /(?<![\p{L}])(?:former|formerly|ex|deputy|vice|acting|proposed|planned?|plans|planning|alleged|allegedly|future|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|half|quarter|partly|refus\p{L}*|fail\p{L}*|den(?:y|ies|ied)|reject\p{L}*|hop(?:es?|ed)|wants?|wanted|intend\p{L}*|tr(?:y|ies|ied)|attempt\p{L}*|threaten\p{L}*|promis\p{L}*|unable|unlikely|non|anti|semi|false\p{L}*|wrong\p{L}*|myth|rumou?r\p{L}*|contrary|unlike|than|if|unless)(?![\p{L}])/iu;
const PREPOSITION =
  /^(?:of|in|on|at|by|for|from|to|with|against|near|since|until|during|about|into|through|under|over|as)$/i;
const LITTLE =
  /^(?:the|a|an|is|are|was|were|be|been|has|have|had|its|his|her|their|it|he|she|they|also|then|later|in|on|at|of|by|for|from|to|with)$/i;

interface Text {
  text: string;
  words: Word[];
}

export interface Aligned {
  /** How many words of the claim came from the title, or were let go. */
  missing: number;
  /** From the first word to the last, in the source's text. */
  start: number;
  end: number;
}

/**
 * @param context keys of the page's title, which a sentence of the page need not repeat.
 * @returns undefined where the sentence does not carry the claim.
 */
export function align(
  claimText: string,
  sourceText: string,
  context: ReadonlySet<string>,
): Aligned | undefined {
  const claim = { text: claimText, words: wordsOf(claimText) };
  const source = { text: sourceText, words: wordsOf(sourceText) };
  const here = new Set(source.words.flatMap(({ key, alias }) => [key, alias]));
  const needed: Word[] = [];
  for (const word of claim.words) {
    if (here.has(word.key) || here.has(word.alias)) needed.push(word);
    else if (context.has(word.key) || context.has(word.alias)) continue;
    else if (word.kind !== 'other' || !LIGHT.has(word.key)) return undefined;
  }
  if (needed.length === 0) return undefined;
  const aligned = (places: readonly number[]): Aligned => ({
    missing: claim.words.length - needed.length,
    start: source.words[places[0]!]!.start,
    end: source.words[places.at(-1)!]!.end,
  });
  const places = follows(claim, needed, source);
  if (places) return aligned(places);
  // A date may stand at another place of its clause.
  const dated = needed.filter((word) => isDateWord(word, claim.text));
  const rest = needed.filter((word) => !dated.includes(word));
  if (dated.length === 0 || rest.length === 0) return undefined;
  const found = follows(claim, rest, source, dated);
  return found && dateBelongs(claim, dated, source, found) ? aligned(found) : undefined;
}

/** Places of the words in the source, in their order; undefined where there are none that will do. */
function follows(
  claim: Text,
  needed: readonly Word[],
  source: Text,
  moved: readonly Word[] = [],
): number[] | undefined {
  // The way to each place that the words so far can end at.
  let ways = new Map<number, number[]>();
  for (const [at, word] of needed.entries()) {
    const before = needed[at - 1];
    const next = new Map<number, number[]>();
    for (const [place, candidate] of source.words.entries()) {
      if (!isSame(word, candidate) || !sameVoice(claim, word, source, candidate)) continue;
      if (!before) {
        if (startsWell(claim, word, source, place, moved)) next.set(place, [place]);
        continue;
      }
      for (const [last, way] of ways)
        if (
          last < place &&
          !next.has(place) &&
          mayLeaveOut(claim, before, word, source, last, place, moved)
        )
          next.set(place, [...way, place]);
    }
    ways = next;
  }
  return [...ways.values()].find((way) => endsWell(claim, needed.at(-1)!, source, way.at(-1)!));
}

function isSame(a: Word, b: Word): boolean {
  const same = a.key === b.key || a.key === b.alias || a.alias === b.key;
  return same && (a.kind === 'number') === (b.kind === 'number');
}

/** Whether `was beaten` is not taken for `beat`; where the source leaves it open, it passes. */
function sameVoice(claim: Text, word: Word, source: Text, other: Word): boolean {
  if (word.kind !== 'other' || other.kind !== 'other') return true;
  const [mine, theirs] = [isPassive(claim, word), isPassive(source, other)];
  if (mine === theirs) return true;
  const { text, end } = mine ? { ...source, ...other } : { ...claim, ...word };
  return !/^ (?:the|an?|its|his|her|their|\p{Lu}|\d)/u.test(text.slice(end));
}

function isPassive({ text }: Text, { start, end }: Word): boolean {
  return (
    /(?:ed|en|wn|ght|un|ung|old|ade|uilt|eld|aid|ost|ed)$/.test(text.slice(start, end)) &&
    /(?<![\p{L}])(?:is|are|was|were|been|being|be)(?: (?:\p{L}+ly|first|later|also))? $/iu.test(
      text.slice(Math.max(0, start - 24), start),
    )
  );
}

const weights = (text: string): string =>
  [...new Set(text.toLowerCase().match(WEIGHTY) ?? [])].sort().join();

function sameWeight(mine: string, theirs: string): boolean {
  const claimed = mine.match(CLAIMED) ?? [];
  return (
    weights(mine) === weights(theirs) &&
    claimed.every((word) => theirs.toLowerCase().includes(word.toLowerCase()))
  );
}

/** The text between two words of the claim, without the dates that stand elsewhere in the source. */
function between(claim: Text, from: number, to: number, moved: readonly Word[]): string {
  let text = claim.text.slice(from, to);
  for (const { start, end } of moved)
    if (start >= from && end <= to) {
      const lead = claim.text.slice(0, start).search(/\p{L}+ (?:the )?$/u);
      text = text.replace(claim.text.slice(Math.max(from, lead < 0 ? start : lead), end), '');
    }
  return text;
}

function startsWell(
  claim: Text,
  word: Word,
  source: Text,
  place: number,
  moved: readonly Word[],
): boolean {
  const lead = between(claim, 0, word.start, moved);
  const clause = source.text.slice(0, source.words[place]!.start);
  const near = clause
    .split(/[,;:()—–]|(?<![\p{L}])(?:and|but|while|because|that)(?![\p{L}])/iu)
    .at(-1)!;
  const last = (near.match(/\S+/g) ?? []).slice(-3).join(' ');
  if (VEIL.test(last) && !VEIL.test(lead)) return false;
  if (
    /(?:\d|two|three|four|five|six|seven|eight|nine|ten|half|part|none|one)\S* of(?: the| its)?$/i.test(
      last,
    )
  )
    return false;
  return sameWeight(lead, place === 0 ? clause : last);
}

function endsWell(claim: Text, word: Word, source: Text, place: number): boolean {
  const after = source.text.slice(source.words[place]!.end);
  if (/^,? (?:if|unless|except|but not)(?![\p{L}])/iu.test(after)) return false;
  const next = source.words[place + 1];
  return word.kind !== 'number' || next?.kind !== 'unit' || word !== claim.words.at(-1);
}

/** Whether what stands between two words of the source can be left out. */
function mayLeaveOut(
  claim: Text,
  before: Word,
  word: Word,
  source: Text,
  last: number,
  place: number,
  moved: readonly Word[],
): boolean {
  const gap = source.text.slice(source.words[last]!.end, source.words[place]!.start);
  const words = source.words.slice(last + 1, place);
  const said = between(claim, before.end, word.start, moved);
  if (said === gap) return true;
  const raw = gap.match(/[\p{L}\p{N}'’-]+|[,;:()—–]/gu) ?? [];
  const lead = raw.slice(raw.findLastIndex((token) => !LITTLE.test(token)) + 1).join(' ');
  if (words.length > 0 && isSkip(gap, raw)) return sameWeight(said, lead);
  if (!sameWeight(said, gap) || (VEIL.test(gap) && !VEIL.test(said))) return false;
  if (words.length === 0) return !gap.includes(';') || said.includes(';');
  const names = words.every(({ kind }) => kind === 'name');
  if (names && /^(?:,| and| or)/.test(gap) && !gap.includes(';')) return true;
  const opens = PREPOSITION.test(raw[0] ?? '');
  const dates = words.every((one) => isDateWord(one, source.text));
  if (opens && dates && word.kind !== 'number' && word.kind !== 'unit') return true;
  if (/[,;:()—–]/.test(gap) || words.some(({ kind }) => kind === 'number')) return false;
  const little = raw.filter((token) => !/^(?:the|an?)$/i.test(token));
  if (opens && PREPOSITION.test(little.at(-1) ?? '') && !/\b(?:and|or|but)\b/i.test(gap))
    return true;
  return words.length <= 3 && words.every(({ kind }) => kind === 'other');
}

/** A whole part of an enumeration, or what stands between two commas or brackets. */
function isSkip(gap: string, raw: readonly string[]): boolean {
  if (gap.includes(';')) return false;
  const turn = raw.findLast((token) => !LITTLE.test(token)) ?? '';
  if (/^(?:and|but|or)$/i.test(turn)) return true;
  return /^(?:\s*,|\s*\(|\s*[—–])/.test(gap) && /^[,)—–]$/.test(turn);
}

/** Whether the source has the claim's date in the same clause, right beside a word of the claim. */
function dateBelongs(
  claim: Text,
  dated: readonly Word[],
  source: Text,
  places: readonly number[],
): boolean {
  const taken = new Set(places);
  return source.words.some((_, first) => {
    const run = source.words.slice(first, first + dated.length);
    if (run.length < dated.length || !run.every((word, at) => isSame(word, dated[at]!)))
      return false;
    const [from, to] = [run[0]!.start, run.at(-1)!.end];
    const [left, right] = [source.words[first - 1], source.words[first + dated.length]];
    const lead = (text: string, at: number): string =>
      text.slice(0, at).split(/\s+/).slice(-3).join(' ');
    if (right && isDateWord(right, source.text)) return false;
    if (!sameWeight(lead(claim.text, dated[0]!.start), lead(source.text, from))) return false;
    const joins = (text: string): boolean =>
      !/[;:()]|(?<![\p{L}])(?:and|but|while|to)(?![\p{L}])|,(?! when)/iu.test(text);
    return (
      (left !== undefined && taken.has(first - 1) && joins(source.text.slice(left.end, from))) ||
      (right !== undefined &&
        taken.has(first + dated.length) &&
        (first === 0 || joins(source.text.slice(to, right.start))))
    );
  });
}
