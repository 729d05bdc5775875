/** The relay's settings, read from the environment and checked before anything starts. */
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** A setting that cannot be used; its message is one line that names the variable. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

const inProject = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));

const list = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((item) => item.trim())
      .filter(Boolean),
  );

const isOrigin = (text: string) =>
  text === '*' || (/^https?:/.test(text) && URL.canParse(text) && new URL(text).origin === text);

const address = (fallback: string) =>
  z.url({ protocol: /^https?$/, error: 'must be an http or https address' }).default(fallback);

/** A whole number within bounds, both included. */
const whole = (fallback: number, low: number, high: number) => {
  const error = `must be a whole number from ${low} to ${high}`;
  return z
    .string()
    .regex(/^\d{1,12}$/, error)
    .transform(Number)
    .refine((number) => number >= low && number <= high, error)
    .default(fallback);
};

/** What each setting means is said once, here: README and `--help` are made from it. */
export const schema = z.object({
  PORT: whole(8787, 0, 65535).describe('Port; 0 takes a free one'),
  // Loopback unless asked for more: who can reach the relay can spend its search credits.
  HOST: z
    .string()
    .regex(/^[\w.:-]+$/, 'must be a host name or an IP address')
    .default('127.0.0.1')
    .describe('Address to listen on; `0.0.0.0` is every one'),
  SERPER_API_KEY: z
    .string()
    .regex(/^[\x21-\x7e]+$/, 'holds characters that no key has')
    .optional()
    .describe('Search Google through Serper'),
  SEARCH_BACKEND: z
    .enum(['serper', 'offline'], 'must be serper or offline')
    .optional()
    .describe('`serper` or `offline`; without it `serper` where there is a key, else `offline`'),
  SERPER_BASE_URL: address('https://google.serper.dev').describe('Where Serper searches'),
  SERPER_SCRAPE_URL: address('https://scrape.serper.dev').describe('Where Serper reads pages'),
  ALLOWED_ORIGINS: list
    .refine(
      (origins) => origins.every(isOrigin),
      'must be origins like https://app.example.org, separated by commas, or *',
    )
    .describe('Origins of other pages that may call, separated by commas; `*` is any'),
  ALLOWED_HOSTS: list
    .refine(
      (hosts) => hosts.every((host) => host === '*' || /^[\w.-]+$|^\[[\da-f:]+\]$/i.test(host)),
      'must be host names without a port, separated by commas, or *',
    )
    .describe('Names the relay is reached by, separated by commas; `*` is any'),
  AUTH_TOKENS: list
    .refine(
      (tokens) => tokens.every((token) => /^[\x21-\x7e]{16,}$/.test(token)),
      'must be tokens of 16 or more plain characters each, separated by commas',
    )
    .describe('Bearer tokens, separated by commas; with any, `/mcp` and `/metrics` want one'),
  TRUSTED_PROXIES: whole(0, 0, 10).describe(
    'How many proxies in front add the caller’s address to `X-Forwarded-For`',
  ),
  RATE_LIMIT_PER_ADDRESS: whole(600, 0, 1_000_000).describe(
    'Requests to `/mcp` per minute and address; 0 is no limit',
  ),
  RATE_LIMIT_PER_TOKEN: whole(600, 0, 1_000_000).describe(
    'Requests to `/mcp` per minute and token; 0 is no limit',
  ),
  MAX_CONCURRENT_CALLS: whole(200, 1, 100_000).describe('Requests to `/mcp` at the same time'),
  MAX_BODY_BYTES: whole(1_000_000, 1000, 100_000_000).describe(
    'Largest request to `/mcp`, in bytes',
  ),
  CALL_TIMEOUT_SECONDS: whole(60, 1, 3600).describe('How long one tool call may take'),
  DRAIN_SECONDS: whole(10, 0, 3600).describe(
    'How long calls in flight may still take after SIGTERM',
  ),
  CACHE_URL: z
    .url({ protocol: /^rediss?$/, error: 'must be an address like redis://localhost:6379' })
    .optional()
    .describe(
      'Redis or Valkey that relays share as their cache; without it each has its own memory',
    ),
  CACHE_TTL_SECONDS: whole(600, 0, 31_536_000).describe(
    'How long results from the web are reused; 0 is never',
  ),
  CACHE_MEGABYTES: whole(64, 1, 100_000).describe('Size of the cache in memory'),
  WRAP_COMMAND: z
    .string()
    .optional()
    .describe(
      'Serve the MCP server that this command runs over stdio, in place of the search tools',
    ),
  STATIC_DIR: z.string().default(inProject('dist')).describe('The built app'),
  CORPUS_DIR: z.string().default(inProject('public/corpus')).describe('The offline corpus'),
  LOG_LEVEL: z
    .enum(
      ['silent', 'error', 'warn', 'info', 'debug'],
      'must be silent, error, warn, info or debug',
    )
    .default('warn')
    .describe('`silent`, `error`, `warn`, `info` (one line per request) or `debug`'),
});

export interface Config {
  port: number;
  host: string;
  search:
    | { backend: 'offline' }
    | { backend: 'serper'; apiKey: string; searchUrl: string; scrapeUrl: string };
  /** Origins that may call the relay, beside its own; `*` stands for any. */
  allowedOrigins: string[];
  /** Names, beside loopback, IP addresses and `host`, by which the relay may be called; `*` stands for any. */
  allowedHosts: string[];
  /** Bearer tokens, one of which a caller must bring; none: everyone may call. */
  tokens: string[];
  /** How many entries at the end of X-Forwarded-For are the work of our own proxies. */
  trustedProxies: number;
  /** Requests per minute; 0 is no limit. */
  rateLimit: { perAddress: number; perToken: number };
  maxConcurrentCalls: number;
  maxBodyBytes: number;
  callTimeoutMs: number;
  drainMs: number;
  cache: { url?: string | undefined; ttlMs: number; maxBytes: number };
  /** A command line; never from a caller. */
  wrapCommand?: string | undefined;
  /** The built app. */
  staticDir: string;
  corpusDir: string;
  logLevel: 'silent' | 'error' | 'warn' | 'info' | 'debug';
}

/**
 * Reads the settings. An empty variable counts as not set.
 * @throws ConfigError naming each variable that is wrong. Values are not repeated: one may be a secret.
 */
export function readConfig(env: Record<string, string | undefined>): Config {
  const given = Object.entries(env).map(([name, value]) => [name, value?.trim() || undefined]);
  const parsed = schema.safeParse(Object.fromEntries(given));
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
    throw new ConfigError([...new Set(lines)].join('; '));
  }
  const { data } = parsed;
  const apiKey = data.SERPER_API_KEY;
  const backend = data.SEARCH_BACKEND ?? (apiKey ? 'serper' : 'offline');
  if (backend === 'serper' && !apiKey) {
    throw new ConfigError('SEARCH_BACKEND is serper, which needs SERPER_API_KEY');
  }
  return {
    port: data.PORT,
    host: data.HOST,
    search:
      backend === 'serper' && apiKey
        ? {
            backend,
            apiKey,
            searchUrl: data.SERPER_BASE_URL,
            scrapeUrl: data.SERPER_SCRAPE_URL,
          }
        : { backend: 'offline' },
    allowedOrigins: data.ALLOWED_ORIGINS,
    allowedHosts: data.ALLOWED_HOSTS,
    tokens: data.AUTH_TOKENS,
    trustedProxies: data.TRUSTED_PROXIES,
    rateLimit: { perAddress: data.RATE_LIMIT_PER_ADDRESS, perToken: data.RATE_LIMIT_PER_TOKEN },
    maxConcurrentCalls: data.MAX_CONCURRENT_CALLS,
    maxBodyBytes: data.MAX_BODY_BYTES,
    callTimeoutMs: data.CALL_TIMEOUT_SECONDS * 1000,
    drainMs: data.DRAIN_SECONDS * 1000,
    cache: {
      url: data.CACHE_URL,
      ttlMs: data.CACHE_TTL_SECONDS * 1000,
      maxBytes: data.CACHE_MEGABYTES * 1_000_000,
    },
    wrapCommand: data.WRAP_COMMAND,
    staticDir: data.STATIC_DIR,
    corpusDir: data.CORPUS_DIR,
    logLevel: data.LOG_LEVEL,
  };
}
