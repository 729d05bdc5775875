/** Other ways to put a sentence that say the same: who does what to whom stays as it was. */

const BE = '(?:is|are|was|were|been|being|be)';
const PARTICIPLE = String.raw`(?:\p{L}+(?:ed|en|wn|un|ung|ght|old|elt|ept|ound|aid)|led|made|won|lost|sung|drawn|shot|built|held|paid|sent|found)`;
const PASSIVE = new RegExp(
  String.raw`^(.+?) ${BE} ((?:\p{L}+ly )?${PARTICIPLE}) (?:(.+?) )?by ((?:the |a |an )?\p{L}[^,;]*?)((?: (?:in|on|at|for|during|with|since|until|after|before) .*)?)$`,
  'u',
);
const COPULA = /^(.+?) (is|are|was|were) (.+)$/u;
const DEFINITE = /^(?:the|its|his|her|their)\b|^\p{Lu}[\p{L}\p{M}]*['’]s\b/iu;
const SPEECH =
  /^(.+), ((?:\p{L}+ )*\p{Lu}[\p{L}\p{M}]*) (said|says|wrote|writes|reported|reports)$/u;

/** Without its last stop, and in the form in which characters can be compared. */
export function plainSentence(sentence: string): string {
  return sentence
    .normalize('NFKC')
    .replace(/[.!?…]+["'”’)\]]*\s*$/u, '')
    .trim();
}

/** The plain sentence itself first. */
export function formsOf(sentence: string): string[] {
  const plain = plainSentence(sentence);
  const forms = new Set([plain]);
  const owned = plain.replace(
    /(?<![\p{L}])(\p{Lu}[\p{L}\p{M}]*)['’]s ((?:\p{Ll}+ )?\p{Ll}+)/u,
    'the $2 of $1',
  );
  for (const form of [plain, owned]) {
    forms.add(form);
    const passive = PASSIVE.exec(form);
    if (passive) {
      const [, object = '', verb = '', middle = '', agent = '', rest = ''] = passive;
      forms.add(`${agent} ${verb} ${object} ${middle}${rest}`.trim());
    }
    const [, left = '', is = '', right = ''] = COPULA.exec(form) ?? [];
    if (left && (DEFINITE.test(left) || DEFINITE.test(right)) && !/[,;]/.test(form))
      forms.add(`${right} ${is} ${left}`);
    const [, said = '', speaker = '', says = ''] = SPEECH.exec(form) ?? [];
    if (said) forms.add(`${speaker} ${says} ${said}`);
  }
  return [...forms];
}

const PRONOUN = /^(?:It|He|She|They|Its|His|Her|Their)\b/u;
const SUBJECT =
  /^(?:(?:The|An?) )?(?:\p{Lu}[\p{L}\p{M}\p{N}'’-]*)(?: (?:\p{Lu}[\p{L}\p{M}\p{N}'’-]*|\d+))*|^The \p{Ll}+/u;

/**
 * Puts the subject of an earlier sentence in the place of a pronoun at the start; undefined without
 * either. `back` says how many sentences before it stands.
 */
export function withSubject(
  sentence: string,
  before: readonly string[],
): { text: string; back: number } | undefined {
  if (!PRONOUN.test(sentence)) return undefined;
  const at = before.findLastIndex((one) => !PRONOUN.test(one));
  const subject = SUBJECT.exec(before[at]?.normalize('NFKC') ?? '')?.[0];
  if (subject === undefined) return undefined;
  const text = sentence.normalize('NFKC').replace(PRONOUN, subject);
  return { text, back: before.length - at };
}
