/** The languages of the app, and which of them a person reads. */

export const languages = ['en', 'de', 'zh', 'ar'] as const;
export type Language = (typeof languages)[number];

/** Each in its own words, so that it is found from any other. */
export const languageNames: Record<Language, string> = {
  en: 'English',
  de: 'Deutsch',
  zh: '中文',
  ar: 'العربية',
};

export function isLanguage(value: unknown): value is Language {
  return languages.includes(value as Language);
}

export function directionOf(language: Language): 'ltr' | 'rtl' {
  return language === 'ar' ? 'rtl' : 'ltr';
}

/** The first of what a person prefers that the app speaks, in any region; English where it speaks none. */
export function languageFor(preferred: readonly string[]): Language {
  return preferred.map((tag) => tag.toLowerCase().split('-')[0]).find(isLanguage) ?? 'en';
}
