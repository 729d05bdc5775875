/** Invented names, so that nothing in training can be known beforehand. Deterministic for a seed. */

/** mulberry32: a small seeded generator of numbers in [0, 1). */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  /** Whole number in [low, high]. */
  int(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(items: readonly T[]): T {
    if (items.length === 0) throw new Error('Nothing to pick from');
    return items[Math.floor(this.next() * items.length)] as T;
  }

  shuffle<T>(items: readonly T[]): T[] {
    const out = [...items];
    for (let i = out.length - 1; i > 0; i -= 1) {
      const j = this.int(0, i);
      [out[i], out[j]] = [out[j] as T, out[i] as T];
    }
    return out;
  }
}

const ONSETS =
  'b c d f g h j k l m n p r s t v w z b c d f g k l m n p r s t m n r l br ch cl cr dr fr gr kr pl sh st th tr'.split(
    ' ',
  );
const VOWELS = 'a e i o u a e i o u a e i o a e i o ai ea ia io ou y'.split(' ');
const CODAS = [
  '',
  '',
  '',
  'n',
  'r',
  's',
  'l',
  't',
  'm',
  'd',
  'k',
  'nd',
  'rt',
  'st',
  'ng',
  'x',
  'rk',
  'th',
  'ch',
  'll',
  'sk',
];
const WORDS =
  'stone river amber winter north copper maple harbor cedar eagle summit crystal meadow falcon granite willow ember saffron lantern thunder valley orchid coral indigo raven hollow bright golden timber frost iron velvet autumn crimson sparrow anchor canyon prairie juniper glacier linden cobalt heron basalt ivory clover drift beacon quarry'.split(
    ' ',
  );

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** One invented capitalised word of one to four syllables. */
export function inventedWord(r: Random): string {
  const syllables = r.pick([1, 2, 2, 2, 3, 3, 4]);
  let word = '';
  for (let i = 0; i < syllables; i += 1) {
    word += (i === 0 && r.chance(0.2) ? '' : r.pick(ONSETS)) + r.pick(VOWELS);
    if (i === syllables - 1 || r.chance(0.15)) word += r.pick(CODAS);
  }
  return capital(word.length < 3 ? word + r.pick(['ra', 'ton', 'lis', 'do']) : word);
}

/** A spelling close to a name: the hardest distractor. */
export function nearMiss(name: string, r: Random): string {
  const letters = [...name];
  const at = r.int(1, Math.max(1, letters.length - 2));
  const how = r.int(0, 4);
  if (how === 0) letters.splice(at, 1);
  else if (how === 1) letters[at] = r.pick([...'aeioulnrst']);
  else if (how === 2)
    return `${r.pick(['New', 'North', 'South', 'West', 'Upper', 'Saint', 'Great'])} ${name}`;
  else if (how === 3)
    return `${name} ${r.pick(['Minor', 'Island', 'II', 'Heights', 'County', 'Major'])}`;
  else letters.push(r.pick([...'aeins']));
  return letters.join('');
}

export function personName(r: Random): string {
  const middle = r.chance(0.15) ? ` ${r.pick([...'ABCDEFGHJKLMNPRSTW'])}.` : '';
  return `${inventedWord(r)}${middle} ${inventedWord(r)}`;
}

/** A name of any make: one invented word, two, English words, or a mixture. */
export function inventedName(r: Random): string {
  const u = r.next();
  if (u < 0.5) return inventedWord(r);
  if (u < 0.65) return `${inventedWord(r)} ${inventedWord(r)}`;
  if (u < 0.8) return `${capital(r.pick(WORDS))} ${capital(r.pick(WORDS))}`;
  if (u < 0.9) return `${capital(r.pick(WORDS))} ${inventedWord(r)}`;
  if (u < 0.95) return `${inventedWord(r)}-${inventedWord(r)}`;
  return `${inventedWord(r)} of ${inventedWord(r)}`;
}

const ACCENTED: Record<string, string> = {
  a: 'áàâãäåāăą',
  c: 'çćč',
  d: 'ďđ',
  e: 'éèêëēėęě',
  g: 'ğģ',
  i: 'íìîïīı',
  l: 'łľ',
  n: 'ñńň',
  o: 'óòôõöøōő',
  r: 'řŕ',
  s: 'śşšș',
  t: 'ťț',
  u: 'úùûüūůű',
  y: 'ýÿ',
  z: 'žźż',
};
/** Letters of other scripts, and signs of money: what native names and symbols are written in. */
const SCRIPTS = [
  'абвгдежзийклмнопрстуфхцчшщъыьэюяіїўјљњћџ',
  'αβγδεζηθικλμνξοπρστυφχψωάέήίόύώς',
  'ابتثجحخدذرزسشصضطظعغفقكلمنهويپچگےیک',
  'אבגדהוזחטיכלמנסעפצקרשתםןףץך',
  'अआइईउएकखगघचछजटठडतथदधनपफबभमयरलवशषसहािीुेैोौ्ंहन्दी',
  'กขคงจชซญดตถทนบปพฟมยรลวสหอะาิีุูเแโใไ่้์',
  '中国日本語文字言人民大小山川水火木金土天地東西南北京海江河湖',
  'あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほアイウエオカキクケコ',
  '가나다라마바사아자차카타파하한국어조선말글',
  'აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ',
  'աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆ',
  '₽₴₺₦₩₫€£¥₹₱₡₲₵₸₼₾៛฿',
];

/** The name with a letter or two as other languages write them. */
export function accented(name: string, r: Random): string {
  const letters = [...name];
  for (let more = r.int(1, 2); more > 0; more -= 1) {
    const at = r.int(0, letters.length - 1);
    const forms = ACCENTED[letters[at] ?? ''];
    if (forms) letters[at] = r.pick([...forms]);
  }
  return letters.join('');
}

/** A word in another script. */
export function foreignWord(r: Random): string {
  const letters = [...r.pick(SCRIPTS)];
  return Array.from({ length: r.int(1, 9) }, () => r.pick(letters)).join('');
}

/** A lower-case common noun, half of them real words, as dictionary entries have. */
export function commonNoun(r: Random): string {
  const word = inventedWord(r).toLowerCase();
  return r.chance(0.4) ? `${r.pick(WORDS)} ${word}` : word;
}

const PHRASES = {
  adjective:
    'large small old bright heavy thin rare common dry wet tall round soft hard early late narrow wide warm cold shallow deep rich plain'.split(
      ' ',
    ),
  noun: 'plain forest coast desert hill lake island farm port mine mill road tower wall garden market school temple boat wheel lamp tool machine instrument cloth metal grain fruit fish bird horse plant vessel engine signal stone mineral timber sugar cotton rice wheat copper coal oil gas gold tea coffee rubber tin salt zinc wool leather paper glass'.split(
    ' ',
  ),
  verb: 'used found made grown kept built sold worn eaten played carried formed measured'.split(
    ' ',
  ),
  place:
    'water mountains rivers summer winter farming building trade war medicine music cooking science travel the home the sea the north'.split(
      / (?!home|sea|north)/,
    ),
};

export type ValueKind = 'name' | 'place' | 'number' | 'year' | 'word' | 'phrase' | 'list';

/** A value of the given kind. */
export function inventedValue(kind: ValueKind, r: Random): string {
  const { adjective, noun, verb, place } = PHRASES;
  switch (kind) {
    case 'name':
      return r.chance(0.6) ? personName(r) : inventedName(r);
    case 'place':
      return inventedName(r);
    case 'number':
      return inventedNumber(r);
    case 'year':
      return String(r.int(900, 2024));
    case 'word':
      return r.chance(0.5) ? inventedWord(r) : r.pick(noun);
    case 'phrase': {
      const tail = r.chance(0.6)
        ? ` ${r.pick(verb)} for ${r.pick(place)}`
        : ` with ${r.pick(adjective)} ${r.pick(noun)}s`;
      return `${r.pick(adjective)} ${r.pick(noun)}${tail}${r.chance(0.3) ? ` and ${r.pick(adjective)} ${r.pick(noun)}s` : ''}`;
    }
    case 'list': {
      const items = Array.from({ length: r.int(2, 5) }, () =>
        r.chance(0.5) ? r.pick(noun) : inventedWord(r),
      );
      return items.length === 2 || r.chance(0.5)
        ? `${items.slice(0, -1).join(', ')} and ${items.at(-1) ?? ''}`
        : items.join(', ');
    }
  }
}

function inventedNumber(r: Random): string {
  const u = r.next();
  const whole = r.int(1, 10 ** r.int(1, 9));
  if (u < 0.3) return String(r.int(1, 200));
  if (u < 0.6) return whole.toLocaleString('en-US');
  if (u < 0.7) return (r.int(1, 99999) / 100).toString();
  if (u < 0.8) return `${(r.int(1, 9999) / 10).toString()} million`;
  const unit = r.pick([
    'km',
    'metres',
    'square kilometres',
    'percent',
    'kg',
    'years',
    'degrees',
    'inhabitants',
    'g/mol',
    'sq km',
  ]);
  return `${u < 0.9 ? String(r.int(1, 999)) : whole.toLocaleString('en-US')} ${unit}`;
}
