/**
 * The words of one area of the app. English stands beside the code that uses it and is loaded with it; the
 * page sets what else is spoken. Workers and Node, where nobody sets anything, speak English.
 */
import type { ErrorInfo, Said } from '../contracts';
import type { Language } from './languages';
import type { Messages } from './messages';

export interface Spoken {
  language: Language;
  /** Undefined for English. */
  words?: Messages | undefined;
}

let spoken = (): Spoken => ({ language: 'en' });

/** What is read from here on comes from `source`, which may be reactive. */
export function speakFrom(source: () => Spoken): void {
  spoken = source;
}

export function languageNow(): Language {
  return spoken().language;
}

/** Reads as its English does, and says it in the language of the moment. */
export function area<K extends keyof Messages>(name: K, english: Messages[K]): Messages[K] {
  return new Proxy<Messages[K]>(english, {
    get: (own, key): unknown => Reflect.get(spoken().words?.[name] ?? own, key),
  });
}

/** For what is made where nobody reads it, or long before: in workers, in stored runs, in errors. */
type Saying<T> = {
  [K in keyof T]: T[K] extends (...args: infer A) => string
    ? (...args: { [I in keyof A]: A[I] extends string ? string | Said : A[I] }) => Said
    : Said;
};

/** Like `area`, but what it gives is said only when it is shown; its `text` is English. */
export function saying<K extends keyof Messages>(
  name: K,
  english: Messages[K],
): Saying<Messages[K]> {
  return new Proxy(english, {
    get(own, key: string): unknown {
      const words: unknown = Reflect.get(own, key);
      const said = (...args: Said['args']): Said => {
        return { area: name, key, args, text: fill(words, args, ({ text }) => text) ?? '' };
      };
      return typeof words === 'function' ? said : said();
    },
  }) as Saying<Messages[K]>;
}

/** The text of an error, or what `saying` gave, for the person who reads it now. */
export function say(what: Said | Pick<ErrorInfo, 'message' | 'said'> | string): string {
  if (typeof what === 'string') return what;
  if ('message' in what) return what.said ? say(what.said) : what.message;
  const { area, key, args, text } = what;
  return fill(own(own(spoken().words, area), key), args, say) ?? text;
}

/** It may come from a file: what is no word of the catalogue is not looked up. */
function own(holder: unknown, key: string): unknown {
  if (typeof holder !== 'object' || holder === null || !Object.hasOwn(holder, key))
    return undefined;
  return (holder as Record<string, unknown>)[key];
}

/** Undefined where there are no words. */
function fill(words: unknown, args: Said['args'], toText: (said: Said) => string) {
  if (typeof words === 'string') return words;
  if (typeof words !== 'function') return undefined;
  const texts = args.map((arg) => (typeof arg === 'object' ? toText(arg) : arg));
  return (words as (...args: (string | number)[]) => string)(...texts);
}
