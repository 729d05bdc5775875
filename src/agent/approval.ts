/** Decides which calls may leave without a person's word: a page must not be able to carry the conversation out. */
import type { Message } from '../contracts';

/** Whether a tool may be called: unasked, only after a person's word for each call, or not at all. */
export type Permission = 'always' | 'ask' | 'never';
export const permissions: readonly Permission[] = ['always', 'ask', 'never'];

/** Asks a person about one call; false is a refusal. */
export type Approve = (request: {
  tool: string;
  args: Record<string, unknown>;
  /** An address that neither the user nor a search named; absent where the tool itself is to be allowed. */
  address?: string;
  signal: AbortSignal;
}) => Promise<boolean>;

/** Other names that the same tools go by. */
const ALIASES: Record<string, string> = { web_search: 'google_search', visit_tool: 'scrape' };

/** What is set for a tool, under whichever of its names; without a word it is always allowed. */
export function permissionOf(set: Readonly<Record<string, Permission>>, tool: string): Permission {
  return set[permissionKey(tool)] ?? 'always';
}

/** The name under which a tool's permission is kept. */
export function permissionKey(tool: string): string {
  return ALIASES[tool] ?? tool;
}

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
