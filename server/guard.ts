/**
 * Requests to addresses that strangers choose: only to public hosts on allowed ports, bounded in time, size and
 * redirects. Names are resolved once, while connecting, and the connection goes to the address that was checked,
 * so a name that changes its address in between (rebinding) gains nothing.
 */
import { lookup as resolveName } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { Agent, buildConnector, fetch } from 'undici';
import type { Response } from 'undici';

/** Why a page cannot be read; the message may be shown to the model. */
export class FetchError extends Error {
  override readonly name = 'FetchError';
}

interface ResolvedAddress {
  address: string;
  family: number;
}

export interface GuardOptions {
  userAgent: string;
  /** Ports that may be connected to. */
  ports?: readonly number[];
  /** For one page, from the first byte sent to the last received, redirects included. */
  timeoutMs?: number;
  /** Of a body, after decompression. */
  maxBytes?: number;
  maxRedirects?: number;
  /** Addresses of a host name; the system's resolver unless given. */
  resolve?: (hostname: string) => Promise<ResolvedAddress[]>;
  /** For tests alone, whose servers are on this machine: allows loopback addresses, on every port. */
  allowLoopback?: boolean;
}

export interface Fetched {
  /** Where the redirects ended. */
  url: string;
  status: number;
  /** The Content-Type header, or an empty string. */
  type: string;
  body: Uint8Array;
}

export interface GetOptions {
  signal: AbortSignal;
  accept?: string;
  /** Bytes to read of a body; with `cut` a longer one is cut there, else it is an error. */
  maxBytes?: number;
  cut?: boolean;
  /** Asked before each request, redirects included; throws to stop it. */
  before?: (url: URL, signal: AbortSignal) => Promise<void>;
}

/** What the internet registries hand out; everything else in IPv6 is special or not in use. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');

/** Whether an IP address, in any notation that a URL or a resolver can hold, is of a public host. */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  let parsed = ipaddr.parse(address);
  if (parsed instanceof ipaddr.IPv6 && parsed.isIPv4MappedAddress()) {
    parsed = parsed.toIPv4Address();
  }
  if (parsed instanceof ipaddr.IPv6 && !parsed.match(GLOBAL_UNICAST)) return false;
  return parsed.range() === 'unicast';
}

function isLoopback(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'loopback';
}

export class GuardedFetcher {
  readonly #agent: Agent;
  readonly #options: Required<GuardOptions>;

  constructor(options: GuardOptions) {
    this.#options = {
      ports: [80, 443],
      timeoutMs: 15_000,
      maxBytes: 8_000_000,
      maxRedirects: 5,
      resolve: (hostname) => resolveName(hostname, { all: true }),
      allowLoopback: false,
      ...options,
    };
    const connect = buildConnector({ lookup: this.#lookup, timeout: this.#options.timeoutMs });
    this.#agent = new Agent({
      connections: 8,
      // Asked again for every connection, since a literal address is never looked up.
      connect: (target, callback) => {
        try {
          const scheme = target.protocol === 'https:' ? 'https' : 'http';
          this.check(`${scheme}://${target.hostname}${target.port ? `:${target.port}` : ''}`);
        } catch (error) {
          callback(error as FetchError, null);
          return;
        }
        connect(target, callback);
      },
    });
  }

  /**
   * The address as a URL, if a request to it is allowed as far as can be told without resolving its name.
   * @throws FetchError saying what is wrong with it.
   */
  check(address: string): URL {
    const url = URL.canParse(address) ? new URL(address) : undefined;
    if (!url || !/^https?:$/.test(url.protocol)) {
      throw new FetchError(`${address} is not a web address. Use a link from the search results.`);
    }
    if (url.username || url.password) {
      throw new FetchError('An address with a user name or password is not read.');
    }
    const host = url.hostname.replace(/^\[|\]$/g, '');
    if (ipaddr.isValid(host) && !this.#mayConnect(host)) throw notPublic(url.hostname);
    const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
    if (!this.#options.allowLoopback && !this.#options.ports.includes(port)) {
      throw new FetchError(`Port ${port} is not allowed. Use another page.`);
    }
    return url;
  }

  /**
   * @throws FetchError when the address is refused, or the server does not answer within the limits.
   * @throws whatever `before` throws, and the reason of `signal`.
   */
  async get(address: string, options: GetOptions): Promise<Fetched> {
    const { timeoutMs, maxRedirects, maxBytes, userAgent } = this.#options;
    const timeout = AbortSignal.timeout(timeoutMs);
    const signal = AbortSignal.any([options.signal, timeout]);
    let url = this.check(address);
    try {
      for (let redirects = 0; ; redirects += 1) {
        await options.before?.(url, signal);
        const response = await fetch(url, {
          dispatcher: this.#agent,
          redirect: 'manual',
          headers: { 'User-Agent': userAgent, Accept: options.accept ?? '*/*' },
          signal,
        });
        const target = redirectTarget(response, url);
        if (target === undefined) {
          const body = await readBody(response, options.maxBytes ?? maxBytes, options.cut);
          const type = response.headers.get('content-type') ?? '';
          return { url: url.href, status: response.status, type, body };
        }
        await response.body?.cancel();
        if (redirects >= maxRedirects) {
          throw new FetchError(
            `${shorten(address)} redirects more than ${maxRedirects} times. Use another page.`,
          );
        }
        url = this.check(target);
      }
    } catch (error) {
      options.signal.throwIfAborted();
      if (timeout.aborted) {
        throw new FetchError(
          `${url.host} did not send the page within ${timeoutMs / 1000} s. Use another page.`,
          { cause: error },
        );
      }
      throw explain(error, url);
    }
  }

  /** Breaks off every connection. */
  close(): Promise<void> {
    return this.#agent.destroy();
  }

  readonly #lookup: LookupFunction = (hostname, { all }, callback) => {
    void this.#options.resolve(hostname).then(
      (addresses) => {
        // One private answer spoils the name: nobody mixes them by accident.
        if (!addresses.every(({ address }) => this.#mayConnect(address))) {
          callback(notPublic(hostname), '');
        } else if (all) callback(null, addresses);
        else callback(null, addresses[0]?.address ?? '', addresses[0]?.family);
      },
      (error: unknown) => callback(error as NodeJS.ErrnoException, ''),
    );
  };

  #mayConnect(address: string): boolean {
    return isPublicAddress(address) || (this.#options.allowLoopback && isLoopback(address));
  }
}

function notPublic(host: string): FetchError {
  return new FetchError(`${host} is not a public address, so it is not read. Use another page.`);
}

function shorten(address: string): string {
  return address.length > 200 ? `${address.slice(0, 200)}…` : address;
}

function redirectTarget(response: Response, base: URL): string | undefined {
  const location = response.headers.get('location');
  if (![301, 302, 303, 307, 308].includes(response.status) || location === null) return undefined;
  return URL.canParse(location, base.href) ? new URL(location, base).href : location;
}

/** Counts what comes out of decompression, so that a small bomb cannot grow beyond the limit. */
async function readBody(response: Response, maxBytes: number, cut = false): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop cancels the body, which closes the connection.
  for await (const chunk of response.body ?? []) {
    const bytes = chunk as Uint8Array;
    chunks.push(bytes);
    size += bytes.length;
    if (size <= maxBytes) continue;
    if (cut) break;
    throw new FetchError(`The page is larger than ${maxBytes / 1e6} MB. Use another page.`);
  }
  return Buffer.concat(chunks, Math.min(size, maxBytes));
}

function causes(error: unknown): unknown[] {
  const nested = error instanceof AggregateError ? (error.errors as unknown[]) : [];
  const inner = error instanceof Error ? [error.cause, ...nested] : [];
  return [error, ...inner.filter((cause) => cause !== undefined).flatMap(causes)];
}

function explain(error: unknown, url: URL): Error {
  const chain = causes(error);
  const known = chain.find((cause) => cause instanceof FetchError);
  if (known) return known;
  const codes = chain
    .map((cause) => (cause as { code?: unknown }).code)
    .filter((code) => typeof code === 'string')
    .join(' ');
  const host = url.host;
  if (/ENOTFOUND|EAI_AGAIN|ENODATA/.test(codes)) {
    return new FetchError(`There is no host named ${host}. Use another page.`, { cause: error });
  }
  if (/CERT|ERR_TLS|ERR_SSL|SELF_SIGNED|UNABLE_TO/.test(codes)) {
    return new FetchError(`${host} has no valid certificate. Use another page.`, { cause: error });
  }
  if (/Z_|ERR__ERROR|ERR_BUFFER|BROTLI|ERR_PADDING/.test(codes)) {
    return new FetchError(`${host} sent data that cannot be unpacked. Use another page.`, {
      cause: error,
    });
  }
  return new FetchError(`${host} could not be reached, or broke off. Use another page.`, {
    cause: error,
  });
}
