/** Starts and stops the relay. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Logger } from 'pino';
import { createApp } from './app';
import type { Corpus } from './app';
import { ConfigError } from './config';
import type { Config } from './config';
import { createRelayHandler } from './mcp';
import { OfflineBackend } from './search/offline';
import { SerperBackend } from './search/serper';
import type { SearchBackend } from './search/types';

const { version } = JSON.parse(
  readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
) as { version: string };

export interface Relay {
  /** Where it listens, such as `http://localhost:8787`. */
  readonly url: string;
  /** Takes no more calls, lets those in flight end for up to `graceMs`, then closes. */
  close(graceMs?: number): Promise<void>;
}

/**
 * Loads what the settings ask for. The corpus is there with either search: older answers cite it.
 * @throws ConfigError when the corpus is needed and missing, or cannot be read.
 */
export async function loadSearch(
  config: Config,
): Promise<{ backend: SearchBackend; corpus: OfflineBackend | undefined }> {
  const { search, corpusDir } = config;
  const corpus = await OfflineBackend.load(corpusDir).catch((cause: unknown) => {
    const missing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    // A relay that searches the web can do without.
    if (search.backend === 'serper' && missing) return undefined;
    throw new ConfigError(`CORPUS_DIR: no readable offline corpus in ${corpusDir}`, { cause });
  });
  if (search.backend === 'serper') return { backend: new SerperBackend(search), corpus };
  if (!corpus) throw new ConfigError(`CORPUS_DIR: no offline corpus in ${corpusDir}`);
  return { backend: corpus, corpus };
}

/**
 * Listens on the configured port (0 takes a free one).
 * @throws ConfigError when the port is taken or not allowed.
 */
export async function startRelay(options: {
  config: Config;
  backend: SearchBackend;
  corpus?: Corpus | undefined;
  log: Logger;
}): Promise<Relay> {
  const { config, backend, corpus, log } = options;
  const mcp = createRelayHandler({ backend, version, log });
  const app = createApp({ config, mcp, search: backend.name, corpus, version });
  const listener = getRequestListener(async (request, env) => {
    const response = await app.fetch(request, env);
    // Hono rebuilds the response to a HEAD, and with it loses that a file was already sent.
    return env.outgoing.headersSent || env.outgoing.destroyed ? RESPONSE_ALREADY_SENT : response;
  });
  const server = createServer((request, response) => void listener(request, response));

  let closing = false;
  server.on('request', (_request, response) => {
    response.once('close', () => {
      // A connection that is kept alive would hold up the end of the server.
      if (closing) setImmediate(() => server.closeIdleConnections());
    });
  });

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(config.port, config.host, resolve);
  }).catch((error: unknown) => {
    throw new ConfigError(explainListenError(error as NodeJS.ErrnoException, config), {
      cause: error,
    });
  });

  const { port } = server.address() as AddressInfo;
  const host = ['127.0.0.1', '0.0.0.0', '::', '::1'].includes(config.host)
    ? 'localhost'
    : config.host;

  async function close(graceMs = 10_000): Promise<void> {
    closing = true;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    const impatience = setTimeout(() => server.closeAllConnections(), graceMs);
    await closed;
    clearTimeout(impatience);
    // Last: it breaks off whatever still runs.
    await mcp.close();
  }

  return { url: `http://${host}:${port}`, close };
}

function explainListenError(error: NodeJS.ErrnoException, { port, host }: Config): string {
  if (error.code === 'EADDRINUSE') {
    return `PORT ${port} is already in use. Stop the program that uses it, or set PORT to another number`;
  }
  if (error.code === 'EACCES')
    return `PORT ${port} is not allowed for this user. Use one above 1023`;
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND') {
    return `HOST ${host} is not an address of this machine`;
  }
  return `cannot listen on ${host}:${port}: ${error.message}`;
}
