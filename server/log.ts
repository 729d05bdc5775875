/** Logs as JSON lines: each with the id of the request it belongs to, none with a secret. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { pino } from 'pino';
import type { DestinationStream, Logger } from 'pino';
import type { Config } from './config';

/** What is known of the request that is being answered; follows its promises. */
export interface RequestScope {
  readonly id: string;
  /** Why it failed, for the log. */
  cause?: Error;
}

export const requestScope = new AsyncLocalStorage<RequestScope>();

function secretsOf({ search, tokens, cache, llm }: Config): string[] {
  const password = cache.url === undefined ? '' : new URL(cache.url).password;
  return [
    ...(search.serper ? [search.serper.apiKey] : []),
    ...tokens,
    ...(llm?.apiKey ? [llm.apiKey] : []),
    ...(password ? [password, decodeURIComponent(password)] : []),
  ];
}

/** Takes the configured secrets out of a text, also as they stand inside JSON. */
export function createScrubber(config: Config): (text: string) => string {
  const forms = secretsOf(config).flatMap((secret) => [
    secret,
    JSON.stringify(secret).slice(1, -1),
  ]);
  // Longest first: one secret may hold another.
  const needles = [...new Set(forms)].sort((a, b) => b.length - a.length);
  return (text) => needles.reduce((left, needle) => left.replaceAll(needle, '[secret]'), text);
}

export function createLogger(config: Config, destination: DestinationStream): Logger {
  const scrub = createScrubber(config);
  return pino(
    {
      level: config.logLevel,
      mixin: () => {
        const id = requestScope.getStore()?.id;
        return id === undefined ? {} : { requestId: id };
      },
      redact: {
        paths: ['authorization', 'cookie', '["x-api-key"]'].flatMap((name) => [
          name,
          name.startsWith('[') ? `headers${name}` : `headers.${name}`,
          name.startsWith('[') ? `*.headers${name}` : `*.headers.${name}`,
        ]),
        censor: '[secret]',
      },
      // After everything else: a secret can hide in any message, cause or stack.
      hooks: { streamWrite: scrub },
    },
    destination,
  );
}
