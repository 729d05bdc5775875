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

/** A list of some of these names, each once. */
const names = <Name extends string>(known: readonly Name[]) =>
  z
    .string()
    .transform((text) => text.split(',').map((name) => name.trim()))
    .refine(
      (given): given is Name[] =>
        given.every((name) => (known as readonly string[]).includes(name)) &&
        new Set(given).size === given.length,
      `must be one or more of ${known.join(', ')}, separated by commas`,
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
  SEARCH_BACKEND: names(['serper', 'searxng', 'wikipedia', 'offline'])
    .optional()
    .describe(
      'Any of `serper`, `searxng`, `wikipedia`, `offline`, separated by commas, in the order in which they are asked; without it `serper` where there is a key, else `offline`',
    ),
  SEARXNG_URL: z
    .url({ protocol: /^https?$/, error: 'must be an http or https address' })
    .optional()
    .describe('A SearXNG instance that offers JSON'),
  WIKIPEDIA_URL: z
    .string()
    .refine(
      (url) => /^https?:/.test(url) && URL.canParse(url.replace('{lang}', 'en')),
      'must be an http or https address',
    )
    .default('https://{lang}.wikipedia.org')
    .describe('Which wiki is searched; `{lang}` stands for the language'),
  SCRAPE_BACKEND: names(['serper', 'web'])
    .optional()
    .describe(
      'Who reads pages: `serper`, `web` (the relay itself) or both, in order; without it what fits SEARCH_BACKEND',
    ),
  SCRAPE_PORTS: list
    .refine(
      (ports) => ports.every((port) => /^\d{1,5}$/.test(port) && Number(port) <= 65535),
      'must be ports like 8080, separated by commas',
    )
    .transform((ports) => ports.map(Number))
    .describe('Ports on which pages are read, beside 80 and 443, separated by commas'),
  SCRAPE_TIMEOUT_SECONDS: whole(15, 1, 600).describe('How long one page may take to arrive'),
  SCRAPE_MEGABYTES: whole(8, 1, 999).describe('Largest page that is read'),
  ROBOTS_TXT: z
    .enum(['respect', 'ignore'], 'must be respect or ignore')
    .default('respect')
    .describe('Whether pages are left alone whose site asks for it: `respect` or `ignore`'),
  CONTACT: z
    .string()
    .regex(/^[\x21-\x7e]{1,200}$/, 'must be an address without spaces')
    .optional()
    .describe('A mail or web address that the relay names to the sites it reads'),
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
    .describe(
      'Bearer tokens, separated by commas; with any, `/mcp`, `/v1` and `/metrics` want one',
    ),
  TRUSTED_PROXIES: whole(0, 0, 10).describe(
    'How many proxies in front add the caller’s address to `X-Forwarded-For`',
  ),
  RATE_LIMIT_PER_ADDRESS: whole(600, 0, 1_000_000).describe(
    'Requests to `/mcp` and `/v1` per minute and address; 0 is no limit',
  ),
  RATE_LIMIT_PER_TOKEN: whole(600, 0, 1_000_000).describe(
    'Requests to `/mcp` and `/v1` per minute and token; 0 is no limit',
  ),
  MAX_CONCURRENT_CALLS: whole(200, 1, 100_000).describe(
    'Requests to `/mcp` and `/v1` at the same time',
  ),
  MAX_BODY_BYTES: whole(1_000_000, 1000, 100_000_000).describe(
    'Largest request to `/mcp` and `/v1`, in bytes',
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
  CACHE_TTL_SECONDS: whole(600, 0, 31_536_000).describe('How long results are reused; 0 is never'),
  CACHE_MEGABYTES: whole(64, 1, 100_000).describe('Size of the cache in memory'),
  WRAP_COMMAND: z
    .string()
    .optional()
    .describe(
      'Serve the MCP server that this command runs over stdio, in place of the search tools',
    ),
  LLM_BASE_URL: z
    .url({ protocol: /^https?$/, error: 'must be an address like http://localhost:8000/v1' })
    .regex(/^[^@?#]*$/, 'must be an address without a key or a query; the key is LLM_API_KEY')
    .optional()
    .describe(
      'A model server such as vLLM; `/v1/completions`, `/v1/models` and `/tokenize` are passed on to it, and to nothing else',
    ),
  LLM_API_KEY: z
    .string()
    .regex(/^[\x21-\x7e]+$/, 'holds characters that no key has')
    .optional()
    .describe('The key of the model server; callers never see it'),
  STATIC_DIR: z.string().default(inProject('dist')).describe('The built app'),
  MODELS_DIR: z
    .string()
    .default(inProject('models'))
    .describe('Folders of weights that `npm run convert` wrote, served under `/models/`'),
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
  search: {
    /** In the order in which they are asked. */
    backends: ('serper' | 'searxng' | 'wikipedia' | 'offline')[];
    /** There whenever `serper` is among the backends or the readers. */
    serper?: { apiKey: string; searchUrl: string; scrapeUrl: string };
    /** There whenever `searxng` is among the backends. */
    searxngUrl?: string;
    wikipediaUrl: string;
  };
  scrape: {
    /** In the order in which they are asked; none: only pages of the corpus are read. */
    readers: ('serper' | 'web')[];
    ports: number[];
    timeoutMs: number;
    maxBytes: number;
    respectRobots: boolean;
  };
  /** Named to the sites that are asked. */
  contact?: string | undefined;
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
  /** The one model server that requests under `/v1` go to; without a slash at its end. */
  llm?: { baseUrl: string; apiKey?: string | undefined } | undefined;
  /** The built app. */
  staticDir: string;
  modelsDir: string;
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
  const backends = data.SEARCH_BACKEND ?? [apiKey ? 'serper' : 'offline'];
  const readers = data.SCRAPE_BACKEND ?? defaultReaders(backends);
  if (!apiKey && backends.includes('serper')) {
    throw new ConfigError('SEARCH_BACKEND has serper, which needs SERPER_API_KEY');
  }
  if (!apiKey && readers.includes('serper')) {
    throw new ConfigError('SCRAPE_BACKEND has serper, which needs SERPER_API_KEY');
  }
  if (!data.SEARXNG_URL && backends.includes('searxng')) {
    throw new ConfigError('SEARCH_BACKEND has searxng, which needs SEARXNG_URL');
  }
  return {
    port: data.PORT,
    host: data.HOST,
    search: {
      backends,
      ...(apiKey
        ? { serper: { apiKey, searchUrl: data.SERPER_BASE_URL, scrapeUrl: data.SERPER_SCRAPE_URL } }
        : {}),
      ...(data.SEARXNG_URL ? { searxngUrl: data.SEARXNG_URL } : {}),
      wikipediaUrl: data.WIKIPEDIA_URL,
    },
    scrape: {
      readers,
      ports: [80, 443, ...data.SCRAPE_PORTS],
      timeoutMs: data.SCRAPE_TIMEOUT_SECONDS * 1000,
      maxBytes: data.SCRAPE_MEGABYTES * 1_000_000,
      respectRobots: data.ROBOTS_TXT === 'respect',
    },
    contact: data.CONTACT,
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
    llm: data.LLM_BASE_URL
      ? { baseUrl: data.LLM_BASE_URL.replace(/\/+$/, ''), apiKey: data.LLM_API_KEY }
      : undefined,
    staticDir: data.STATIC_DIR,
    modelsDir: data.MODELS_DIR,
    corpusDir: data.CORPUS_DIR,
    logLevel: data.LOG_LEVEL,
  };
}

/** Whoever searches the web also wants to read it; an offline relay sends nothing out. */
function defaultReaders(backends: Config['search']['backends']): Config['scrape']['readers'] {
  if (backends.every((backend) => backend === 'offline')) return [];
  return backends.includes('serper') ? ['serper', 'web'] : ['web'];
}
