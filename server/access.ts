/** Who may talk to the relay: the checks that keep other web sites and DNS rebinding out. */
import { isIP } from 'node:net';
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
