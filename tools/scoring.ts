/** How the evaluation of Jan-Pocket chooses its questions and judges the answers. */
import type { Outcome } from './outcome';

/** One line of tests/eval/pocket-heldout.jsonl; nothing is expected where nothing can be known. */
export interface EvalQuestion {
  question: string;
  /** Any of these is right. */
  expected: string | string[];
  entity: string;
  attribute: string;
  url: string;
  kind: string;
}

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

/** `count` questions, spread evenly over the attributes; the same ones each time. */
export function pick<T extends EvalQuestion>(questions: T[], count: number): T[] {
  const groups = new Map<string, T[]>();
  for (const question of questions) {
    const group = groups.get(question.attribute) ?? [];
    group.push(question);
    groups.set(question.attribute, group);
  }
  const picked: T[] = [];
  for (let round = 0; picked.length < Math.min(count, questions.length); round++) {
    for (const group of groups.values()) {
      const next = group[round];
      if (next && picked.length < count) picked.push(next);
    }
  }
  return picked;
}
