/** Decides which calls may leave without a person's word: a page must not be able to carry the conversation out. */
import type { Message } from '../contracts';

/** Asks a person about one call; false is a refusal. */
export type Approve = (request: {
  tool: string;
  address: string;
  signal: AbortSignal;
}) => Promise<boolean>;

const ADDRESS =
  /(?:https?:\/\/)?[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+(?::\d+)?(?:[/?#][^\s<>"'“”]*)?/giu;

/** The addresses that the user's own messages name, in the form of `addressKey`. */
export function addressesNamed(messages: readonly Message[]): string[] {
  return messages
    .filter(({ role }) => role === 'user')
    .flatMap(({ content }) => content?.match(ADDRESS) ?? [])
    .map((address) => addressKey(address.replace(/[.,;:!?)\]]+$/, '')));
}

/** What a call would open: whole addresses among its arguments, and whatever stands under a name like `url`. */
export function addressesIn(args: unknown, name = ''): string[] {
  if (typeof args === 'string')
    return /ur[il]s?$|link|href|address/i.test(name) || /^\s*(?:https?:)?\/\//i.test(args)
      ? [args]
      : [];
  if (typeof args !== 'object' || args === null) return [];
  return Object.entries(args).flatMap(([key, value]) =>
    addressesIn(value, Array.isArray(args) ? name : key),
  );
}

/** Equal for addresses that tell a server the same: the scheme, the fragment and a last slash say nothing. */
export function addressKey(address: string): string {
  const text = address.trim();
  const whole = /^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `https://${text}`;
  if (!URL.canParse(whole)) return text;
  const url = new URL(whole);
  const login = url.username || url.password ? `${url.username}:${url.password}@` : '';
  return login + url.host + url.pathname.replace(/\/$/, '') + url.search;
}
