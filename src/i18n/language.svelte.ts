/** What the page speaks. Every component that read a word reads it anew when this changes. */
import { speakFrom } from './area';
import { directionOf, isLanguage, languageFor, type Language } from './languages';
import type { Messages } from './messages';

const catalogues: Record<Exclude<Language, 'en'>, () => Promise<Messages>> = {
  de: () => import('./de'),
  zh: () => import('./zh'),
  ar: () => import('./ar'),
};

let spoken = $state.raw<{ language: Language; words?: Messages }>({ language: 'en' });
let missing = $state.raw<Language>();
/** Of several choices the last one counts, whichever arrives first. */
let wanted: Language = 'en';

speakFrom(() => spoken);

/** The language that could not be loaded, if the last one chosen was such. */
export function missingLanguage(): Language | undefined {
  return missing;
}

/** Undefined is what the browser says. The page stays as it is where the words cannot be loaded. */
export async function speak(chosen: Language | undefined): Promise<void> {
  const language = chosen ?? languageFor(navigator.languages);
  wanted = language;
  missing = undefined;
  if (language === spoken.language) return;
  try {
    const words = language === 'en' ? undefined : await catalogues[language]();
    if (wanted !== language) return;
    spoken = { language, ...(words ? { words } : {}) };
  } catch {
    if (wanted === language) missing = language;
    return;
  }
  const { documentElement } = document;
  documentElement.lang = language;
  documentElement.dir = directionOf(language);
}

/** The settings come from IndexedDB, too late for the first paint: this copy of the choice does not. */
export function rememberedLanguage(): Language | undefined {
  try {
    const stored = localStorage.getItem('language');
    return isLanguage(stored) ? stored : undefined;
  } catch {
    return undefined; // Storage is blocked.
  }
}

export function rememberLanguage(chosen: Language | undefined): void {
  try {
    if (chosen) localStorage.setItem('language', chosen);
    else localStorage.removeItem('language');
  } catch {
    // Storage is blocked: the choice holds for this visit.
  }
}
