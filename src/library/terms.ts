/** Words and sentences of plain prose, the same for indexing and for queries. Runs in Node and in browsers. */

/** Words that say nothing about the subject of a question; dropped from pages and queries alike. */
const STOP_WORDS = new Set(
  (
    'a about am an and are as at be been but by can could did do does for from had has have he her him his how i if ' +
    'in into is it its let me my of on or please she should so tell that the their them then there these they this ' +
    'those to us was we were what whats when where which who whom whose why will with would you your know need want ' +
    'define defined definition describe described description dictionary exactly explain find give kind kinds ' +
    'known list look mean meant named say says thing things there here up out many much s t d ll re ve'
  ).split(' '),
);

/** Forms that no cutting of endings brings together. */
const IRREGULAR: Record<string, string> = { died: 'die', growth: 'grow', spoken: 'speak' };

/**
 * Cuts common endings so that 'borders', 'bordered' and 'bordering' meet. Deliberately crude: it is applied to both
 * sides, so a wrong stem costs nothing unless two words collide.
 */
function stem(word: string): string {
  const known = Object.hasOwn(IRREGULAR, word) ? IRREGULAR[word] : undefined;
  if (known) return known;
  if (word.length < 4 || /\d/.test(word)) return word;
  let w = word;
  if (w.endsWith('ies') && w.length > 4) w = w.slice(0, -3) + 'y';
  else if (w.endsWith('s') && !/(ss|us|is)$/.test(w)) w = w.slice(0, -1);
  if (w.endsWith('ing') && w.length > 6) w = w.slice(0, -3);
  else if (w.endsWith('ed') && w.length > 5) w = w.slice(0, -2);
  if (w.endsWith('e') && w.length > 4) w = w.slice(0, -1);
  return w;
}

/** Lower case without accents, so that 'Peru' finds 'Perú'. */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase();
}

/** The index terms of a text, in order, without stop words. */
export function terms(text: string): string[] {
  const found: string[] = [];
  // Thousands separators are dropped so that 1285216 finds 1,285,216.
  const folded = fold(text).replace(/(\d),(?=\d{3})/g, '$1');
  for (const [word] of folded.matchAll(/[\p{L}\p{N}]+(?:\.\d+)?(?:\+\+|#)?/gu)) {
    if (!STOP_WORDS.has(word)) found.push(stem(word));
  }
  return found;
}

/** An initial counts as an abbreviation after a capitalised word: 'George W. Bush', but not 'the symbol is W.' */
const ABBREVIATION =
  /(?:^|[\s("'])(?:St|Mt|Ft|Dr|Mr|Mrs|Ms|Jr|Sr|Gen|Col|Lt|Sen|Rev|No|vs|approx|ca|cf|est|elev|e\.g|i\.e|etc|al|[A-Z](?:\.[A-Z])+)\.$|(?:^|[A-Z][\p{L}.'-]*\s)[A-Z]\.$/u;

/** Splits prose into sentences; a line end also ends a sentence. Abbreviations and initials do not. */
export function sentences(text: string): string[] {
  const found: string[] = [];
  for (const line of text.split('\n')) {
    let start = 0;
    for (const match of line.matchAll(/[.!?]["')\]]*\s+(?=["'(]?[\p{Lu}\p{N}])/gu)) {
      const end = match.index + match[0].trimEnd().length;
      if (ABBREVIATION.test(line.slice(start, end))) continue;
      found.push(line.slice(start, end).trim());
      start = match.index + match[0].length;
    }
    const rest = line.slice(start).trim();
    if (rest) found.push(rest);
  }
  return found;
}
