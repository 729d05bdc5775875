/** Checks every `[n]` of an answer against what was really read. */
import type { Citation, Source } from '../contracts';
import { hasNegation, wordsOf, type Word } from './claim-words';
import { repeatsName, rolesSwapped } from './roles';
import { sentenceSpans, type Span } from './sentences';

export interface Mark {
  n: number;
  /** The sentence that the mark belongs to, without its marks. */
  claim: string;
}

export interface Check {
  verified: boolean;
  /** The words of the source that carry the claim, as they stand there; empty when there are none. */
  quote: string;
}

const MARK = /\s*\[(\d{1,3}(?:\s*[,;]\s*\d{1,3})*)\]/g;
const UNVERIFIED: Check = { verified: false, quote: '' };
/** How many of a claim's ordinary words its quote must hold; names and numbers it must hold all. */
const WORDS_NEEDED = 0.6;

/** The marks of an answer in order, each pair of number and claim once. */
export function findCitations(answer: string): Mark[] {
  const marks = new Map<string, Mark>();
  for (const { start, end } of sentenceSpans(answer)) {
    const sentence = answer.slice(start, end);
    const claim = claimOf(sentence);
    for (const [, numbers = ''] of sentence.matchAll(MARK))
      for (const n of numbers.split(/[,;]/).map(Number)) marks.set(`${n} ${claim}`, { n, claim });
  }
  return [...marks.values()];
}

export function checkCitations(answer: string, sources: readonly Source[]): Citation[] {
  return findCitations(answer).map(({ n, claim }) => {
    const source = sources.find((one) => one.n === n);
    const { url = '', title = '' } = source ?? {};
    return { n, url, title, claim, ...(source ? checkCitation(claim, source) : UNVERIFIED) };
  });
}

/**
 * Looks for one sentence of one passage, or two neighbouring ones, that hold every number and name
 * of the claim and most of its other words, in the same roles, and deny nothing that the claim
 * asserts. Says that the words are there, not that the source is right.
 */
export function checkCitation(claim: string, source: Pick<Source, 'title' | 'passages'>): Check {
  const subject: Claim = {
    text: claim,
    words: wordsOf(claim),
    negated: hasNegation(claim),
    title: wordsOf(source.title),
  };
  if (subject.words.length === 0) return UNVERIFIED;
  let best: { quote: string; score: number } | undefined;
  for (const passage of source.passages) {
    const spans = sentenceSpans(passage);
    for (const span of [...spans.map((one) => [one]), ...pairs(spans)]) {
      const sentences = span.map(({ start, end }) => passage.slice(start, end));
      const score = scoreOf(subject, sentences);
      if (score === undefined || (best && score <= best.score)) continue;
      best = { quote: passage.slice(span[0]!.start, span.at(-1)!.end), score };
    }
  }
  return best ? { verified: true, quote: best.quote } : UNVERIFIED;
}

interface Claim {
  text: string;
  words: Word[];
  negated: boolean;
  title: Word[];
}

function claimOf(sentence: string): string {
  return sentence
    .replace(MARK, '')
    .replace(/^\s*(?:[-*+•]|\d{1,3}[.)]|#+|>)\s+/, '')
    .replace(/[*_`]{1,3}(?=\S)|(?<=\S)[*_`]{1,3}/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}

function pairs(spans: Span[]): Span[][] {
  return spans.slice(1).map((span, at) => [spans[at]!, span]);
}

/** How well the sentences carry the claim, up to 1; undefined when they do not. */
function scoreOf(claim: Claim, sentences: string[]): number | undefined {
  if (claim.negated !== sentences.some(hasNegation)) return undefined;
  if (repeatsName(claim.text, sentences.join(' '))) return undefined;
  if (sentences.some((sentence) => rolesSwapped(claim.text, sentence))) return undefined;
  const parts = sentences.map(wordsOf);
  const words = parts.flat();
  const known = keysOf([...claim.words, ...claim.title]);
  if (sentences.length === 2 && !parts.every((part) => isAbout(known, part))) return undefined;

  const here = keysOf(words);
  const ofAnother = sentences.some((sentence, at) => isOfAnother(known, sentence, parts[at]!));
  const context = ofAnother ? new Set<string>() : keysOf(claim.title);
  let borrowed = 0;
  let others = 0;
  let found = 0;
  for (const [at, { kind, key, alias }] of claim.words.entries()) {
    const isHere = here.has(key) || here.has(alias);
    const inContext = !isHere && (context.has(key) || context.has(alias));
    if (kind === 'number') {
      if (!isNumberHere(claim, key, words) && !isInTitle(claim, at)) return undefined;
    } else if (kind === 'other') {
      others += 1;
      if (isHere || inContext) found += 1;
    } else if (!isHere && !inContext) return undefined;
    if (inContext) borrowed += 1;
  }
  if (found < others && isSwapped(claim, words)) return undefined;
  const share = others === 0 ? 1 : found / others;
  if (share < WORDS_NEEDED) return undefined;
  // Of equals, the shorter one, and the one that needs less of the title.
  return share - (borrowed + words.length) / 1000;
}

function keysOf(words: readonly Word[]): Set<string> {
  return new Set(words.flatMap(({ key, alias }) => [key, alias]));
}

/** Whether the first name in a sentence, if it has one, is a name that the claim or the title knows. */
function isAbout(known: Set<string>, words: readonly Word[]): boolean {
  const first = words.find(({ kind }) => kind === 'name');
  return !first || known.has(first.key) || known.has(first.alias);
}

/** Whether a sentence says of which other thing it speaks; then the page's title does not say it. */
function isOfAnother(known: Set<string>, sentence: string, words: readonly Word[]): boolean {
  if (!isAbout(known, words)) return true;
  const owners = sentence.matchAll(
    /\bof (?:the )?(\p{Lu}[\p{L}\p{M}]+)|(\p{Lu}[\p{L}\p{M}]+)['’]s\b/gu,
  );
  return [...owners].some(([, of, owner]) => !isAbout(known, wordsOf(of ?? owner ?? '')));
}

/**
 * Whether a number of the claim is among the words and belongs to the claim there: between it and
 * the nearest word of the claim stands no name or number of something else.
 */
function isNumberHere(claim: Claim, key: string, words: readonly Word[]): boolean {
  const own = keysOf(claim.words.filter(({ key: other }) => other !== key));
  const reaches = (from: number, step: 1 | -1): boolean => {
    for (let at = from + step; words[at]; at += step) {
      const { key: near, alias, kind } = words[at]!;
      if (own.has(near) || own.has(alias)) return true;
      if (kind === 'name' || kind === 'number') return false;
    }
    return false;
  };
  return words.some(
    (word, at) =>
      word.kind === 'number' &&
      word.key === key &&
      (own.size === 0 || reaches(at, -1) || reaches(at, 1)),
  );
}

/**
 * Whether a word that the sentences lack was exchanged for another: they speak of the page's own
 * subject where the claim does not, or have another word between the same neighbours.
 */
function isSwapped(claim: Claim, words: readonly Word[]): boolean {
  const own = keysOf(claim.words);
  const here = keysOf(words);
  const isOwn = (word: Word): boolean => own.has(word.key) || own.has(word.alias);
  const title = keysOf(claim.title);
  if (words.some((word) => title.has(word.key) && !isOwn(word))) return true;
  return claim.words.some(({ key, alias }, at) => {
    if (here.has(key) || here.has(alias)) return false;
    const [left, right] = [claim.words[at - 1]?.key, claim.words[at + 1]?.key];
    return words.some(
      (word, place) =>
        !isOwn(word) && words[place - 1]?.key === left && words[place + 1]?.key === right,
    );
  });
}

/** Whether a number stands beside the same word in the title, as in `Apollo 11`. */
function isInTitle({ words, title }: Claim, at: number): boolean {
  return title.some(
    ({ key }, place) =>
      key === words[at]?.key &&
      [-1, 1].some((side) => {
        const beside = title[place + side]?.key;
        return beside !== undefined && beside === words[at + side]?.key;
      }),
  );
}
