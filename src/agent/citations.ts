/** Checks what an answer says against what was really read: its `[n]`, and the sentences without one. */
import type { Citation, Source } from '../contracts';
import { align, type Aligned } from './align';
import { claimsOf, findCitations } from './claims';
import { formsOf, plainSentence, withSubject } from './claim-forms';
import { hasNegation, wordsOf, type Word } from './claim-words';
import { sentenceSpans } from './sentences';
import { LIGHT } from './word-forms';

export type Check =
  | { verified: true; quote: string; match: 'quote' | 'words' }
  | { verified: false; quote: ''; failure: NonNullable<Citation['failure']> };

/** The marks checked; and for each sentence without one, the source that holds it, where one does. */
export function checkCitations(answer: string, sources: readonly Source[]): Citation[] {
  const marked = findCitations(answer).map(({ n, claim }): Citation => {
    const source = sources.find((one) => one.n === n);
    const { url = '', title = '' } = source ?? {};
    return { n, url, title, claim, ...(source ? checkCitation(claim, source) : NO_SOURCE) };
  });
  const unmarked = claimsOf(answer).filter(({ numbers }) => numbers.length === 0);
  const attributed = [...new Set(unmarked.map(({ claim }) => claim))].flatMap(
    (claim): Citation[] => {
      const found = sources.flatMap((source) => {
        const check = checkCitation(claim, source);
        return check.verified ? [{ source, check }] : [];
      });
      const best = found.find(({ check }) => check.match === 'quote') ?? found[0];
      if (!best) return [];
      const { n, url, title } = best.source;
      return [{ n, url, title, claim, ...best.check, attributed: true }];
    },
  );
  return [...marked, ...attributed];
}

const NO_SOURCE = { verified: false, quote: '', failure: 'no-source' } as const;

/**
 * Looks for one sentence of one passage over which the claim can be laid: with every name, number and
 * other word of weight, in the same order or in one that says the same, nothing left out that would
 * change it, and denied where the claim denies. Says that the words are there, not that they are right.
 */
export function checkCitation(claim: string, source: Pick<Source, 'title' | 'passages'>): Check {
  const subject: Claim = {
    forms: formsOf(claim),
    words: wordsOf(claim.normalize('NFKC')),
    negated: hasNegation(claim),
    title: wordsOf(source.title),
  };
  let best: { quote: string; match: 'quote' | 'words'; score: number } | undefined;
  let contradicted = false;
  if (subject.words.length === 0 || isGarbled(claim)) return { ...NO_SOURCE, failure: 'words' };
  for (const passage of source.passages) {
    const spans = sentenceSpans(passage);
    const sentences = spans.map(({ start, end }) => passage.slice(start, end));
    for (const [at, sentence] of sentences.entries()) {
      if (sentence.startsWith('#')) continue; // a heading says nothing of its own
      const whole = withSubject(sentence, sentences.slice(0, at));
      for (const text of whole ? [sentence, whole.text] : [sentence]) {
        const found = carries(subject, text);
        if (found === 'denied') contradicted = true;
        if (!found || found === 'denied') continue;
        const from = text === sentence ? spans[at]! : spans[at - whole!.back]!;
        const quote = passage.slice(from.start, spans[at]!.end);
        const match = text === sentence && isQuoted(claim, sentence) ? 'quote' : 'words';
        // Of equals, the word for word one, the one that needs less of the title, the shorter one.
        const score = (match === 'quote' ? 0 : 1000) + found.missing * 50 + wordsOf(quote).length;
        if (!best || score < best.score) best = { quote, match, score };
      }
    }
  }
  if (best) return { verified: true, quote: best.quote, match: best.match };
  return {
    verified: false,
    quote: '',
    failure: contradicted ? 'negation' : failureOf(subject, source),
  };
}

interface Claim {
  forms: string[];
  words: Word[];
  negated: boolean;
  title: Word[];
}

function carries(claim: Claim, sentence: string): Aligned | 'denied' | undefined {
  const plain = plainSentence(sentence);
  if (plain === claim.forms[0]) return { missing: 0, start: 0, end: plain.length };
  let denied = false;
  const known = keysOf([...wordsOf(sentence.normalize('NFKC')), ...claim.title]);
  const isKnown = ({ kind, key, alias }: Word): boolean =>
    known.has(key) || known.has(alias) || (kind === 'other' && LIGHT.has(key));
  if (!claim.words.every(isKnown)) return undefined; // most sentences end here
  const context = isOfAnother(claim, sentence) ? new Set<string>() : contextOf(claim);
  for (const source of formsOf(sentence))
    for (const form of claim.forms) {
      const found = align(form, source, context);
      if (!found) continue;
      if (hasNegation(clauses(source, found)) === claim.negated) return found;
      denied = true;
    }
  return denied ? 'denied' : undefined;
}

/** The clauses, between commas and the like, that the aligned words stand in. */
function clauses(text: string, { start, end }: Aligned): string {
  const before = text.slice(0, start).search(/[^,;:—–]*$/);
  const after = /^.*?(?=[,;:—–]\s|$)/su.exec(text.slice(end))?.[0] ?? '';
  return text.slice(before, end) + after;
}

/** Whether the words of the claim, all of them, stand in the sentence one after another. */
function isQuoted(claim: string, sentence: string): boolean {
  const plain = (text: string): string =>
    ` ${(
      text
        .normalize('NFKC')
        .toLowerCase()
        .match(/[\p{L}\p{M}\p{N}%°$€£¥]+/gu) ?? []
    ).join(' ')} `;
  return plain(sentence).includes(plain(claim));
}

/** Little words that cannot follow each other, or end a sentence: nobody writes `the is` or `of.` */
function isGarbled(claim: string): boolean {
  return /(?<![\p{L}.])(?:(?:the|an) (?:of|is|are|was|were|has|had|and|or|by|the|an)|(?:of|from|with) (?:is|are|was|were|has|had|of)|(?:the|an|of|from|with|and)[.!]?$)(?![\p{L}])/iu.test(
    claim,
  );
}

function failureOf(
  { words, title }: Claim,
  source: Pick<Source, 'passages'>,
): NonNullable<Citation['failure']> {
  const here = keysOf([
    ...title,
    ...source.passages.flatMap((text) => wordsOf(text.normalize('NFKC'))),
  ]);
  const isMissing = ({ key, alias }: Word): boolean => !here.has(key) && !here.has(alias);
  if (words.some((word) => word.kind === 'number' && isMissing(word))) return 'number';
  if (words.some((word) => word.kind === 'name' && isMissing(word))) return 'name';
  return 'words';
}

function keysOf(words: readonly Word[]): Set<string> {
  return new Set(words.flatMap(({ key, alias }) => [key, alias]));
}

/** What of the title the sentences need not repeat: its words, and numbers as in `Apollo 11`. */
function contextOf({ words, title }: Claim): Set<string> {
  return keysOf(
    title.filter(({ kind, key }, place) => {
      if (kind !== 'number') return true;
      return words.some(
        (word, at) =>
          word.key === key &&
          [-1, 1].some((side) => {
            const beside = title[place + side]?.key;
            return beside !== undefined && beside === words[at + side]?.key;
          }),
      );
    }),
  );
}

/** Whether a sentence says of which other thing it speaks; then the page's title does not say it. */
function isOfAnother({ words, title }: Claim, sentence: string): boolean {
  const known = keysOf([...words, ...title]);
  const isKnown = ({ key, alias }: Word): boolean => known.has(key) || known.has(alias);
  const first = wordsOf(sentence).find(({ kind }) => kind === 'name');
  if (first && !isKnown(first)) return true;
  const owners = sentence.matchAll(
    /\bof (?:the )?(\p{Lu}[\p{L}\p{M}]+)|(\p{Lu}[\p{L}\p{M}]+)['’]s\b/gu,
  );
  return [...owners].some(([, of, owner]) => {
    const name = wordsOf(of ?? owner ?? '').find(({ kind }) => kind === 'name');
    return name !== undefined && !isKnown(name);
  });
}
