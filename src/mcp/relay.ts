/** The relay's addresses and its health; light enough for the first paint. */
import { abortError, AppError } from '../errors';
import { relay as words } from '../i18n/en/relay';

/** What the relay says of itself at `/healthz`. */
export interface RelayHealth {
  ok: true;
  version: string;
  /** Who searches, separated by commas: `serper`, `searxng`, `wikipedia`, `offline`. */
  search: string;
  /** Pages of its offline corpus, where it has one. */
  pages?: number;
}

/**
 * The MCP address of a server. A relay's base address (one that ends in `/`, or has no path) gets
 * `mcp` added; any other address is taken as it is.
 * @throws AppError `bad-input` when it is not an http or https address.
 */
export function mcpEndpoint(address: string): URL {
  const url = URL.canParse(address.trim()) ? new URL(address.trim()) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new AppError('bad-input', words.noAddress(address));
  }
  if (url.pathname.endsWith('/')) url.pathname += 'mcp';
  return url;
}

/** The error for a relay that does not answer: says where it was looked for and what to do. */
export function relayUnreachable(endpoint: URL, cause: unknown): AppError {
  const page = (globalThis as { location?: { origin: string } }).location?.origin;
  // A browser does not tell a page whether the server is down or did not allow the page.
  const { href, origin } = endpoint;
  const foreign = page && page !== origin;
  const what = foreign ? words.silentOrForbids(href, page) : words.silent(href);
  return new AppError('relay-unreachable', what, { cause });
}

/**
 * Asks the relay how it is.
 * @throws AppError `relay-unreachable` when it does not answer; AbortError when aborted.
 */
export async function relayHealth(
  address: string,
  { signal }: { signal: AbortSignal },
): Promise<RelayHealth> {
  const endpoint = mcpEndpoint(address);
  try {
    const response = await fetch(new URL('healthz', endpoint), { signal, cache: 'no-store' });
    const health = (await response.json()) as Partial<RelayHealth>;
    if (!health.ok) throw new Error(`No relay: status ${response.status}`);
    return health as RelayHealth;
  } catch (cause) {
    if (signal.aborted) throw abortError();
    throw relayUnreachable(endpoint, cause);
  }
}
