/** Numbers, amounts and dates as the readers of a language write them. */
import type { Language } from './languages';

/** `#` stands for the number. A language has the forms that its grammar knows, and no other. */
type PluralForms<L extends Language> = Record<
  L extends 'ar' ? Intl.LDMLPluralRule : L extends 'zh' ? 'other' : 'one' | 'other',
  string
>;

/** What each language calls itself to Intl. Citations and addresses have these digits in Arabic, too. */
const locales: Record<Language, string> = {
  en: 'en',
  de: 'de',
  zh: 'zh-Hans',
  ar: 'ar-u-nu-latn',
};

/** The units of a duration are those of physics in English: Intl would write `sec`. */
const symbols = { millisecond: 'ms', second: 's', minute: 'min' } as const;

function make<L extends Language>(language: L) {
  const locale = locales[language];
  const whole = new Intl.NumberFormat(locale);
  const oneDecimal = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const tenths = new Intl.NumberFormat(locale, {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
    useGrouping: false,
  });
  const rules = new Intl.PluralRules(locale);
  const listing = new Intl.ListFormat(locale);
  const wholePercent = new Intl.NumberFormat(locale, { style: 'percent' });

  const amount = (value: number, unit: string): string =>
    new Intl.NumberFormat(locale, {
      style: 'unit',
      unit,
      unitDisplay: 'short',
      maximumFractionDigits: 1,
    }).format(value);
  const time = (value: number, unit: keyof typeof symbols): string =>
    language === 'en' ? `${oneDecimal.format(value)} ${symbols[unit]}` : amount(value, unit);
  const place = regional(language);

  return {
    count: (value: number): string => whole.format(Math.round(value)),
    /** With one decimal at most. */
    decimal: (value: number): string => oneDecimal.format(value),
    /** With just one decimal. */
    oneDecimal: (value: number): string => tenths.format(value),
    /** Of a share between 0 and 1, rounded down: nothing is whole before it is. */
    percent: (share: number): string =>
      language === 'en'
        ? `${Math.floor(share * 100)} %`
        : wholePercent.format(Math.floor(share * 100) / 100),
    /** `one: '# page', other: '# pages'`. */
    plural: (value: number, forms: PluralForms<L>): string => {
      const rounded = Math.round(value);
      const all = forms as Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };
      return (all[rules.select(rounded)] ?? all.other).replace('#', whole.format(rounded));
    },
    list: (items: readonly string[]): string => listing.format(items),
    seconds: (ms: number): string => {
      if (ms < 1000) return time(Math.round(ms), 'millisecond');
      if (ms < 60_000) return time(ms / 1000, 'second');
      const minutes = time(Math.floor(ms / 60_000), 'minute');
      return `${minutes} ${time(Math.round((ms % 60_000) / 1000), 'second')}`;
    },
    bytes: (value: number): string => {
      if (value >= 1e9) return amount(value / 1e9, 'gigabyte');
      if (value >= 1e6) return amount(value / 1e6, 'megabyte');
      return amount(Math.ceil(value / 1e3), 'kilobyte');
    },
    gigabytes: (value: number): string => amount(value / 1e9, 'gigabyte'),
    megabytes: (value: number): string => amount(Math.ceil(value / 1e6), 'megabyte'),
    date: (ms: number): string => new Date(ms).toLocaleDateString(place),
    dateTime: (ms: number): string => new Date(ms).toLocaleString(place),
    shortDateTime: (ms: number): string =>
      new Date(ms).toLocaleString(place, { dateStyle: 'short', timeStyle: 'short' }),
    fullDateTime: (ms: number): string =>
      new Date(ms).toLocaleString(place, { dateStyle: 'full', timeStyle: 'medium' }),
    month: (ms: number): string =>
      new Date(ms).toLocaleDateString(place, { month: 'long', year: 'numeric' }),
  };
}

/** Days and months stand in the order of a person's region, where the browser names it. */
function regional(language: Language): string {
  const preferred = typeof navigator === 'undefined' ? [] : navigator.languages;
  const region = preferred.find((tag) => tag.split('-')[0] === language);
  return language === 'ar' ? locales.ar : (region ?? locales[language]);
}

type Formats<L extends Language> = ReturnType<typeof make<L>>;

const made = new Map<Language, unknown>();

export function formatsOf<L extends Language>(language: L): Formats<L> {
  const formats = (made.get(language) as Formats<L> | undefined) ?? make(language);
  made.set(language, formats);
  return formats;
}
