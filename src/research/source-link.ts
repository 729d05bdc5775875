/** Where a source leads: an address that a person may open, at the words that were quoted. */
import type { Source } from '../contracts';
import { answer, en } from '../i18n/en/answer';

/** Longer quotes are given by their first and last words; a browser then finds everything between. */
const WHOLE_QUOTE_WORDS = 10;
const EDGE_WORDS = 4;

/**
 * An http(s) address for a source's URL, or undefined for anything else.
 * Pages of the offline corpus are served by the relay.
 */
export function openableUrl(url: string, relay: string): string | undefined {
  const corpus = /^corpus:\/\/(.+)$/.exec(url)?.[1];
  try {
    if (corpus)
      return new URL(`corpus/${corpus.split('/').map(encodeSegment).join('/')}`, relay).href;
    const { protocol, href } = new URL(url);
    return protocol === 'http:' || protocol === 'https:' ? href : undefined;
  } catch {
    return undefined;
  }
}

/** `href` with a text fragment that scrolls to the quote and marks it. */
export function atQuote(href: string, quote: string): string {
  const words = quote
    .replace(/…|\.\.\./g, ' ')
    .trim()
    .split(/\s+/)
    .filter(Boolean);
  if (words.length === 0) return href;
  const parts =
    words.length <= WHOLE_QUOTE_WORDS
      ? [words]
      : [words.slice(0, EDGE_WORDS), words.slice(-EDGE_WORDS)];
  const directive = parts.map((part) => encodeText(part.join(' '))).join(',');
  return `${href}${href.includes('#') ? '' : '#'}:~:text=${directive}`;
}

/** What stands under a title: the host, or the subject of a corpus page. */
export function placeOf(url: string): string {
  return place(url, answer);
}

function place(url: string, words: Pick<typeof en, 'corpus' | 'yourFile'>): string {
  const corpus = /^corpus:\/\/([^/]+)/.exec(url)?.[1];
  if (url.startsWith('library://file/')) return words.yourFile;
  if (corpus) return words.corpus(decode(corpus).replace(/[-_]/g, ' '));
  try {
    return new URL(url).host.replace(/^www\./, '');
  } catch {
    return url;
  }
}

/**
 * The letter and the colour (0 to 5) of the tile that stands in for a site's icon: no request leaves for it, and
 * they are the same in every language.
 */
export function tileOf({ title, url }: Pick<Source, 'title' | 'url'>): {
  letter: string;
  hue: number;
} {
  const letter = /\p{L}|\p{N}/u.exec(title || url)?.[0]?.toUpperCase() ?? '?';
  let hash = 0;
  for (const char of place(url, en) + letter) hash = (hash * 31 + char.charCodeAt(0)) % 9973;
  return { letter, hue: hash % 6 };
}

export interface Piece {
  text: string;
  quoted: boolean;
}

/** Cuts a passage at the quoted words; white space may differ. One piece when they are not in it. */
export function markQuotes(passage: string, quotes: readonly string[]): Piece[] {
  return quotes.reduce<Piece[]>(
    (pieces, quote) =>
      pieces.flatMap((piece) => (piece.quoted ? [piece] : markQuote(piece.text, quote))),
    [{ text: passage, quoted: false }],
  );
}

function markQuote(passage: string, quote: string): Piece[] {
  const words = quote.split(/\s+/).filter(Boolean);
  const pattern = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('\\s+');
  const found = pattern ? new RegExp(pattern, 'i').exec(passage) : null;
  if (!found) return [{ text: passage, quoted: false }];
  const end = found.index + found[0].length;
  return [
    { text: passage.slice(0, found.index), quoted: false },
    { text: found[0], quoted: true },
    { text: passage.slice(end), quoted: false },
  ].filter((piece) => piece.text);
}

/** `-`, `,` and `&` separate the parts of a text directive, so they must not stand in the text itself. */
function encodeText(text: string): string {
  return encodeURIComponent(text).replace(
    /[-'()*!]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function encodeSegment(segment: string): string {
  return encodeURIComponent(decode(segment));
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a stray % is a character like any other
  }
}
