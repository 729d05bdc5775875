/** How the evaluation of Jan-Pocket chooses its questions. */

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
