/** What the checks of an answer say to a person: no more than was checked. */
import { claimsOf } from '../agent/claims';
import type { Citation } from '../contracts';
import { answer as t } from '../i18n/en/answer';

export type CheckState = 'quote' | 'words' | 'failed' | 'unchecked';

export function stateOf(citation: Citation | undefined): CheckState {
  if (!citation) return 'unchecked';
  return citation.verified ? (citation.match ?? 'words') : 'failed';
}

/** Signs that tell the states apart without their colours. */
export const checkSigns: Record<CheckState, string> = {
  quote: '✓',
  words: '≈',
  failed: '✗',
  unchecked: '',
};

/** The badge of one check, in a few words. */
export function labelOf(citation: Citation | undefined): string {
  if (!citation) return t.unchecked;
  if (!citation.verified) return t.failures[citation.failure ?? 'words'];
  if (!citation.match) return t.foundInSource;
  return t.matches[citation.match];
}

/** What was checked, in a sentence; empty for runs saved before it was noted. */
export function explain({ verified, match, failure }: Citation): string {
  if (verified) return match ? t.whyFound[match] : '';
  return failure ? t.whyNot[failure] : '';
}

/** The answer with a mark behind each sentence whose source was found by code. */
export function withAttributions(answer: string, citations: readonly Citation[]): string {
  const found = new Map(citations.filter((one) => one.attributed).map((one) => [one.claim, one.n]));
  // In code a mark would be something else.
  if (found.size === 0 || answer.includes('```')) return answer;
  return claimsOf(answer)
    .filter(({ claim, numbers }) => numbers.length === 0 && found.has(claim))
    .reverse()
    .reduce(
      (text, { claim, end }) => `${text.slice(0, end)} [${found.get(claim)}]${text.slice(end)}`,
      answer,
    );
}

/** The check that belongs to each `[n]` of an answer, in the order in which they stand there. */
export function pairCitations(
  answer: string,
  citations: readonly Citation[],
): { n: number; citation?: Citation }[] {
  return claimsOf(answer).flatMap(({ claim, numbers }) =>
    numbers.map((n) => ({
      n,
      citation:
        citations.find((one) => one.n === n && one.claim === claim) ??
        citations.find((one) => one.n === n && !one.attributed),
    })),
  );
}

/** How many sentences of an answer were found in a source; undefined where that is not known. */
export function shareOf(
  answer: string,
  citations: readonly Citation[],
): { found: number; total: number } | undefined {
  if (citations.some(({ match, failure }) => !match && !failure)) return undefined;
  const claims = claimsOf(answer).map(({ claim }) => claim);
  const found = claims.filter((claim) =>
    citations.some((one) => one.claim === claim && one.verified),
  );
  return claims.length > 0 ? { found: found.length, total: claims.length } : undefined;
}
