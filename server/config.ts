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

const schema = z.object({
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'must be a whole number from 0 to 65535')
    .transform(Number)
    .refine((port) => port <= 65535, 'must be a whole number from 0 to 65535')
    .default(8787),
  // Loopback unless asked for more: who can reach the relay can spend its search credits.
  HOST: z
    .string()
    .regex(/^[\w.:-]+$/, 'must be a host name or an IP address')
    .default('127.0.0.1'),
  SERPER_API_KEY: z
    .string()
    .regex(/^[\x21-\x7e]+$/, 'holds characters that no key has')
    .optional(),
  SEARCH_BACKEND: z.enum(['serper', 'offline'], 'must be serper or offline').optional(),
  SERPER_BASE_URL: address('https://google.serper.dev'),
  SERPER_SCRAPE_URL: address('https://scrape.serper.dev'),
  ALLOWED_ORIGINS: list.refine(
    (origins) => origins.every(isOrigin),
    'must be origins like https://app.example.org, separated by commas, or *',
  ),
  ALLOWED_HOSTS: list.refine(
    (hosts) => hosts.every((host) => host === '*' || /^[\w.-]+$|^\[[\da-f:]+\]$/i.test(host)),
    'must be host names without a port, separated by commas, or *',
  ),
  STATIC_DIR: z.string().default(inProject('dist')),
  CORPUS_DIR: z.string().default(inProject('public/corpus')),
  LOG_LEVEL: z
    .enum(
      ['silent', 'error', 'warn', 'info', 'debug'],
      'must be silent, error, warn, info or debug',
    )
    .default('warn'),
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
    staticDir: data.STATIC_DIR,
    corpusDir: data.CORPUS_DIR,
    logLevel: data.LOG_LEVEL,
  };
}
