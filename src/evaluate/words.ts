/** Compares an answer with what was expected, by words alone. */
import type { Outcome } from './outcome';

/** Words in lower case, without accents, punctuation, citation marks and commas within numbers. */
export function normalise(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/\[\d+\]/g, ' ')
    .replace(/(?<=\d),(?=\d{3})/g, '')
    .replace(/−/g, '-')
    .replace(/(?<!\d)\.|\.(?!\d)|(?<![\s(]|^)-|-(?!\d)|[^\p{L}\p{N}.\s-]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** True if any expected value stands in the answer as whole words. */
export function isRight(answer: string, expected: string | string[]): boolean {
  const words = ` ${normalise(answer)} `;
  return [expected].flat().some((value) => {
    const wanted = normalise(value);
    return wanted !== '' && words.includes(` ${wanted} `);
  });
}

/** True if the answer cites something and every citation holds. */
export function isVerified({ citations }: Pick<Outcome, 'citations'>): boolean {
  const cited = citations.filter(({ attributed }) => !attributed);
  return cited.length > 0 && cited.every(({ verified }) => verified);
}
