/** Who may talk to the relay: the checks that keep other web sites and DNS rebinding out. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import type { Config } from './config';

type AccessConfig = Pick<Config, 'host' | 'allowedHosts' | 'allowedOrigins'>;

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

function hostname(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).hostname : undefined;
}

/**
 * Whether the Host header names this relay. IP addresses always do: a rebinding attack needs a name.
 */
export function isAllowedHost(header: string | undefined, config: AccessConfig): boolean {
  const name = header === undefined ? undefined : hostname(`http://${header}`);
  if (name === undefined) return false;
  const { host, allowedHosts, allowedOrigins } = config;
  return (
    LOOPBACK.includes(name) ||
    isIP(name.replace(/^\[|\]$/g, '')) !== 0 ||
    name === host ||
    allowedHosts.some((allowed) => allowed === '*' || allowed === name) ||
    allowedOrigins.some((origin) => origin !== '*' && new URL(origin).hostname === name)
  );
}

/**
 * Whether a page of this origin may call the relay: the relay's own origin, a listed one, or any
 * port of this machine while the relay listens on loopback alone (a development server).
 * Compared as whole origins, scheme and port included.
 */
export function isAllowedOrigin(
  origin: string,
  hostHeader: string | undefined,
  config: AccessConfig,
): boolean {
  const { host, allowedOrigins } = config;
  // Behind a proxy that speaks https the relay itself still sees http.
  const own = [`http://${hostHeader}`, `https://${hostHeader}`];
  if (own.includes(origin) || allowedOrigins.includes(origin) || allowedOrigins.includes('*'))
    return true;
  const name = hostname(origin);
  const local = host === 'localhost' || host === '::1' || host.startsWith('127.');
  return local && name !== undefined && LOOPBACK.includes(name);
}

/**
 * Compares the token of an Authorization header with every allowed one in constant time: digests have
 * one length, and no comparison ends early.
 * @returns A short name for the token that says nothing about it, or undefined when none matches.
 */
export function createTokenCheck(
  tokens: string[],
): (authorization: string | undefined) => string | undefined {
  const digest = (token: string) => createHash('sha256').update(token).digest();
  const known = tokens.map(digest);
  return (authorization) => {
    const given = digest(/^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1] ?? '');
    const matches = known.map((one) => timingSafeEqual(one, given));
    return matches.includes(true) ? given.toString('hex').slice(0, 12) : undefined;
  };
}

/**
 * Whose request this is, for counting: an IPv4 address, or the /64 that one IPv6 customer has.
 * X-Forwarded-For is read from its end, as far as our own proxies wrote it: the rest anyone can invent.
 */
export function callerAddress(
  socketAddress: string | undefined,
  forwardedFor: string | undefined,
  trustedProxies: number,
): string {
  const chain = (forwardedFor ?? '').split(',').map((item) => item.trim());
  const claimed = trustedProxies > 0 ? chain.at(-trustedProxies) : undefined;
  const text = claimed && ipaddr.isValid(claimed) ? claimed : socketAddress;
  if (text === undefined || !ipaddr.isValid(text)) return 'unknown';
  const address = ipaddr.process(text);
  if (address instanceof ipaddr.IPv4) return address.toString();
  return `${address.parts
    .slice(0, 4)
    .map((part) => part.toString(16))
    .join(':')}::/64`;
}
