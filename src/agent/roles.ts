/** Who does what to whom: tells `A beat B` from `B beat A`, which hold the same words. */
import { wordsOf } from './claim-words';

interface Token {
  key: string;
  name: boolean;
  /** The little word or the text right before it, lower case. */
  before: string;
}

interface Relation {
  left?: string;
  verb: string;
  right?: string;
  /** `by` before the right name turns the roles round, `of` and its like bind it to the word. */
  link: string;
}

/**
 * Whether a word that both texts share stands between the same names with the roles exchanged.
 * Knows `A verb B`, `B was verb by A` and `the noun of B`; what it cannot read it lets pass.
 */
export function rolesSwapped(claim: string, source: string): boolean {
  const there = relationsOf(source);
  return relationsOf(claim).some((mine) => {
    const same = there.filter(({ verb }) => verb === mine.verb);
    if (same.length === 0 || same.some((one) => agrees(mine, one))) return false;
    return same.some((one) => conflicts(mine, one));
  });
}

/** Whether a text names a thing more often than the texts it is checked against do. */
export function repeatsName(claim: string, source: string): boolean {
  const counts = (text: string): Map<string, number> => {
    const found = new Map<string, number>();
    for (const { key, name } of tokensOf(text)) if (name) found.set(key, (found.get(key) ?? 0) + 1);
    return found;
  };
  const there = counts(source);
  return [...counts(claim)].some(([key, times]) => times > Math.max(1, there.get(key) ?? 0));
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let before = '';
  for (const [token] of text.normalize('NFKC').matchAll(/[\p{L}\p{M}\p{N}]+(?:['’]\p{L}+)*/gu)) {
    const [word] = wordsOf(token);
    if (word) tokens.push({ key: word.key, name: word.kind === 'name', before });
    if (word || !/^(?:the|a|an)$/i.test(token)) before = token.toLowerCase();
  }
  return tokens;
}

/** Names that stand together are one; its first word stands for it. */
function relationsOf(text: string): Relation[] {
  const tokens = tokensOf(text);
  return tokens.flatMap(({ key: verb, name }, at) => {
    if (name) return [];
    const left = tokens.slice(0, at).findLast((token) => token.name);
    const right = tokens.slice(at + 1).find((token) => token.name);
    if (!left && !right) return [];
    const link = right && /^(?:by|of|in|from)$/.test(right.before) ? right.before : '';
    return [{ left: left?.key, verb, right: right?.key, link }];
  });
}

function turned({ left, right, link, verb }: Relation): Relation {
  return link === 'by' ? { left: right, right: left, link: '', verb } : { left, right, link, verb };
}

function agrees(a: Relation, b: Relation): boolean {
  const [mine, other] = [turned(a), turned(b)];
  return mine.left === other.left && mine.right === other.right;
}

function conflicts(a: Relation, b: Relation): boolean {
  const [mine, other] = [turned(a), turned(b)];
  if (mine.left && mine.right && mine.left === other.right && mine.right === other.left)
    return true;
  return (
    a.link === 'of' &&
    b.link === 'of' &&
    a.right !== b.right &&
    // The name that the source binds to the word is in the claim, on the other side.
    a.left === b.right
  );
}
