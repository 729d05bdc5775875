/** Takes sentences apart into what a claim can be checked by: names, numbers and other words. */
import { baseForm } from './word-forms';

export interface Word {
  kind: 'name' | 'number' | 'unit' | 'other';
  /** Folded: equal keys mean the same word or the same number. */
  key: string;
  /** Another key to find it by: a capital letter at the start of a sentence need not mean a name. */
  alias: string;
  /** Where it stands in the text, which must be in Unicode's NFKC form for this to be exact. */
  start: number;
  end: number;
}

/** Words that carry no claim, also at the start of a sentence. */
const STOP = new Set(
  (
    'a an and are as at be been being but by can could did do does for from had has have he her hers him his how i ' +
    'if in into is it its may might more most must of on one or our own shall she should so some such than that the ' +
    'their theirs them then there these they this those to too was we were what when where which while who whom whose ' +
    'why will with would you your about after all also although among any because before between both each however ' +
    'just like many much only other over since still through under until up very according ' +
    'overall today yes not never no nor neither none nobody nothing without cannot'
  ).split(' '),
);
/** Capital at the start of a sentence, and no names. */
const OPENERS = new Set(
  (
    'approximately based born built currently established founded geographically historically known located named ' +
    'nearly officially originally roughly'
  ).split(' '),
);
const NEGATIONS =
  /(?:^|[^\p{L}])(?:not|never|no|nor|neither|none|nobody|nothing|without|cannot)(?![\p{L}])|n['’]t(?![\p{L}])/iu;
const NUMBER_WORDS = 'zero one two three four five six seven eight nine ten eleven twelve'.split(
  ' ',
);
const MAGNITUDES: Record<string, number> = {
  hundred: 1e2,
  thousand: 1e3,
  million: 1e6,
  billion: 1e9,
  trillion: 1e12,
};
/** What may follow a number and must not be swapped. */
const UNITS: Record<string, string> = Object.fromEntries(
  [
    'percent % per-cent',
    'kilometre kilometres kilometer kilometers km',
    'metre metres meter meters m',
    'centimetre centimetres centimeter centimeters cm',
    'millimetre millimetres millimeter millimeters mm',
    'mile miles mi',
    'foot feet ft',
    'kilogram kilograms kg',
    'gram grams g',
    'tonne tonnes ton tons t',
    'litre litres liter liters l',
    'hectare hectares ha',
    'second seconds s',
    'minute minutes min',
    'hour hours h',
    'day days',
    'week weeks',
    'month months',
    'year years',
    'degree degrees °',
    'celsius c',
    'fahrenheit f',
    'kelvin k',
    'dollar dollars usd $ us$',
    'euro euros eur €',
    'pound pounds gbp £',
    'yen jpy ¥',
  ].flatMap((line) => line.split(' ').map((word, _, [first = '']) => [word, first])),
);

const TOKEN =
  /(?<sign>(?<![\p{L}\p{N}])(?<!\p{N}\s)[-−])?(?<number>\d+(?:[.,:]\d+)*)(?![\p{L}\p{N}])|[\p{L}\p{N}\p{M}]+(?:['’][\p{L}]+)*|[%°$€£¥]/gu;

export function hasNegation(text: string): boolean {
  return NEGATIONS.test(text);
}

/** The words of a sentence in order, without those that say nothing. */
export function wordsOf(sentence: string): Word[] {
  const words: Word[] = [];
  let last: { value: number; word: Word } | undefined;
  for (const match of sentence.normalize('NFKC').matchAll(TOKEN)) {
    const token = match[0];
    const place = { start: match.index, end: match.index + token.length };
    const folded = fold(token);
    const magnitude = MAGNITUDES[folded];
    if (last && magnitude) {
      last.value *= magnitude;
      last.word.key = last.word.alias = numberKey(last.value);
      last.word.end = match.index + token.length;
      continue;
    }
    const value = match.groups?.number
      ? valueOf(match.groups.number, match.groups.sign !== undefined)
      : wordValue(folded);
    if (value !== undefined || match.groups?.number) {
      const key = value === undefined ? token : numberKey(value);
      const word: Word = { kind: 'number', key, alias: key, ...place };
      words.push(word);
      last = value === undefined ? undefined : { value, word };
      continue;
    }
    const unit = UNITS[folded];
    if (unit && (last || token.length > 2))
      words.push({ kind: last ? 'unit' : 'other', key: unit, alias: unit, ...place });
    else if (!STOP.has(folded))
      words.push({ ...plainWord(token, folded, words.length === 0), ...place });
    // In `5 square km` the unit is still to come.
    if (!/^(?:square|cubic)$/.test(folded)) last = undefined;
  }
  return words;
}

function plainWord(
  token: string,
  folded: string,
  first: boolean,
): Pick<Word, 'kind' | 'key' | 'alias'> {
  const [name, other] = [nameKey(folded), stem(baseForm(folded))];
  if (!/\p{Lu}|\p{N}/u.test(token)) return { kind: 'other', key: other, alias: name };
  if (!first) return { kind: 'name', key: name, alias: name };
  return { kind: OPENERS.has(folded) ? 'other' : 'name', key: name, alias: other };
}

/** Names keep their endings, but for a plural or possessive s. */
function nameKey(folded: string): string {
  return folded.length > 4 ? folded.replace(/(?<![su])s$/, '') : folded;
}

/** Lower case, without accents and possessive endings. */
function fold(token: string): string {
  return token
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/['’]s$/, '')
    .replace(/['’]/g, '');
}

/** So light that it joins the forms of a word and hardly ever two words. */
function stem(word: string): string {
  if (word.length <= 3) return word;
  const singular = word
    .replace(/ies$/, 'y')
    .replace(/sses$/, 'ss')
    .replace(/(?<![sui])s$/, '');
  const root = singular.length > 5 ? singular.replace(/(?:ing|ed)$/, '') : singular;
  return root.length > 3 ? root.replace(/e$/, '').replace(/(.)\1$/, '$1') : root;
}

/** Undefined for what is no plain number, like a time or a version. */
function valueOf(digits: string, negative: boolean): number | undefined {
  const plain = /^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(digits) ? digits.replaceAll(',', '') : digits;
  if (!/^\d+(?:\.\d+)?$/.test(plain)) return undefined;
  return negative ? -Number(plain) : Number(plain);
}

/** `one` is mostly no number. */
function wordValue(folded: string): number | undefined {
  const value = NUMBER_WORDS.indexOf(folded);
  return value >= 0 && folded !== 'one' ? value : undefined;
}

function numberKey(value: number): string {
  return String(Number(value.toPrecision(12)));
}

const CALENDAR =
  /^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec|january|february|march|april|june|july|august|september|october|november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday)$/;

/** Whether a word is part of a date: a month, a day of the week, a year, or a number beside one of them. */
export function isDateWord({ kind, key, start, end }: Word, text: string): boolean {
  // `last year`
  const words = /(?:last|this|next) (?:year|month|week)/i.exec(text);
  if (words && start >= words.index && end <= words.index + words[0].length) return true;
  const isCalendar = (word = ''): boolean => CALENDAR.test(fold(word));
  if (kind === 'name') return isCalendar(text.slice(start, end));
  if (kind !== 'number') return false;
  if (/^(?:1\d|20)\d\d$/.test(key) && /^\d{4}$/.test(text.slice(start, end))) return true;
  const after = /^ (\p{L}+)/u.exec(text.slice(end))?.[1];
  const before = /(\p{L}+) $/u.exec(text.slice(0, start))?.[1];
  return /^(?:[12]?\d|3[01])$/.test(key) && (isCalendar(after) || isCalendar(before));
}
