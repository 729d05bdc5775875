/** Starts and stops the relay. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Server as NetServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { setImmediate as afterReading, setTimeout as sleep } from 'node:timers/promises';
import { getRequestListener } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { McpServerFactory } from '@modelcontextprotocol/server';
import type { Logger } from 'pino';
import { createApp } from './app';
import type { Corpus } from './app';
import { ConfigError } from './config';
import type { Config } from './config';
import { createLimits } from './limits';
import { createLlmProxy } from './llm';
import { requestScope } from './log';
import { createRelayHandler } from './mcp';
import { withParsedBody } from './mcp-body';
import { createMetrics } from './metrics';
import type { Metrics } from './metrics';
import type { SearchBackend } from './search/types';
import { createService } from './service';

export const { version } = JSON.parse(
  readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
) as { version: string };

export interface Relay {
  /** Where it listens, such as `http://localhost:8787`. */
  readonly url: string;
  /** Takes no more connections, lets calls in flight end for up to `graceMs`, then closes. */
  close(graceMs?: number): Promise<void>;
}

/** A caller on a kept connection may be sending just now: it still gets an answer, for this long. */
const LINGER_MS = 200;
const HEADERS_TIMEOUT_MS = 15_000;
const REQUEST_TIMEOUT_MS = 30_000;
const SILENCE_MS = 120_000;

/** Gives the request an id, in its logs and its answer, and writes down how it ended. */
function observe(
  request: IncomingMessage,
  response: ServerResponse,
  options: { log: Logger; metrics: Metrics },
  answer: () => void,
): void {
  const { log, metrics } = options;
  const given = request.headers['x-request-id'];
  const scope = {
    id: typeof given === 'string' && /^[\w.-]{1,64}$/.test(given) ? given : randomUUID(),
    cause: undefined as Error | undefined,
  };
  response.setHeader('X-Request-Id', scope.id);
  const started = performance.now();
  // Without the query: it may hold a question.
  const path = (request.url ?? '').split('?', 1)[0] ?? '';
  const route =
    /^\/(mcp|v1|tokenize|healthz|readyz|metrics|corpus)(?=\/|$)/.exec(path)?.[1] ?? 'app';
  metrics.inFlight.inc();
  requestScope.run(scope, () => {
    response.once('close', () => {
      metrics.inFlight.dec();
      const status = response.statusCode;
      const complete = response.writableFinished;
      metrics.requests.inc({ route, status: complete ? status : 'broken-off' });
      const ms = Math.round(performance.now() - started);
      const entry = { method: request.method, path, status, complete, ms };
      if (complete && status >= 500 && status !== 503) {
        log.error({ ...entry, err: scope.cause }, 'request failed');
      } else log.info(entry, 'request');
    });
    answer();
  });
}

/**
 * Listens on the configured port (0 takes a free one).
 * @throws ConfigError when the port is taken or not allowed.
 */
export async function startRelay(options: {
  config: Config;
  /** Not needed where a server is wrapped. */
  backend: SearchBackend | undefined;
  corpus?: Corpus | undefined;
  log: Logger;
  /** Changes what is served at /mcp; for tests. */
  adapt?: (factory: McpServerFactory) => McpServerFactory;
}): Promise<Relay> {
  const { config, backend, corpus, log, adapt = (factory) => factory } = options;
  const metrics = createMetrics();
  const service = await createService({ config, backend, version, log, metrics });
  const limits = createLimits(config, service.redis);
  const mcp = createRelayHandler(adapt(service.factory), config, log);
  const { maxBodyBytes } = config;
  const llm = config.llm && createLlmProxy({ ...config.llm, maxBodyBytes, log });

  let closing = false;
  let lingered = false;
  /** When a request last arrived or an answer ended. */
  let lastMoved = 0;
  const notReady = () => (closing ? 'shutting down' : service.notReady());
  const { search } = service;
  const app = createApp({
    config,
    callMcp: withParsedBody(mcp, maxBodyBytes),
    limits,
    metrics,
    log,
    notReady,
    search,
    corpus,
    llm,
    version,
  });
  const listener = getRequestListener(async (request, env) => {
    const response = await app.fetch(request, env);
    // The SDK's streams ask for keep-alive, which would undo the farewell of a relay that closes.
    response.headers.delete('Connection');
    // Hono rebuilds the response to a HEAD, and with it loses that a file was already sent.
    return env.outgoing.headersSent || env.outgoing.destroyed ? RESPONSE_ALREADY_SENT : response;
  });
  const answering = new Set<ServerResponse>();
  const server = createServer(
    {
      headersTimeout: HEADERS_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      connectionsCheckingInterval: 5000,
    },
    (request, response) => {
      answering.add(response);
      lastMoved = performance.now();
      response.once('close', () => {
        lastMoved = performance.now();
        answering.delete(response);
        // A connection that is kept alive would hold up the end of the server; before the linger is
        // over, its next request may be on its way.
        if (lingered) setImmediate(() => server.closeIdleConnections());
      });
      if (closing) response.setHeader('Connection', 'close');
      observe(request, response, { log, metrics }, () => void listener(request, response));
    },
  );
  // Ends connections on which nothing moves; streams send a sign of life every 15 s.
  server.setTimeout(Math.max(SILENCE_MS, config.callTimeoutMs + REQUEST_TIMEOUT_MS));

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(config.port, config.host, resolve);
  }).catch(async (error: unknown) => {
    await service.close();
    throw new ConfigError(explainListenError(error as NodeJS.ErrnoException, config), {
      cause: error,
    });
  });

  const { port } = server.address() as AddressInfo;
  const host = ['127.0.0.1', '0.0.0.0', '::', '::1'].includes(config.host)
    ? 'localhost'
    : config.host;

  async function close(graceMs = config.drainMs): Promise<void> {
    closing = true;
    for (const response of answering) {
      if (!response.headersSent) response.setHeader('Connection', 'close');
    }
    // The listening socket alone: http's own close also cuts connections with a request on its way.
    const closed = new Promise<void>((resolve) => {
      NetServer.prototype.close.call(server, () => resolve());
    });
    const impatience = setTimeout(() => server.closeAllConnections(), graceMs);
    const finish = async () => {
      // A busy process reads late: the timer alone may end before what has long arrived was read.
      const deadline = performance.now() + graceMs;
      do {
        await sleep(Math.min(LINGER_MS, graceMs));
        await afterReading();
      } while (performance.now() - lastMoved < LINGER_MS && performance.now() < deadline);
      lingered = true;
      server.closeIdleConnections();
      await limits.calls.idle();
      // Only now: it breaks off whatever still runs. What is left are streams without an end.
      await mcp.close();
      await llm?.close();
    };
    await Promise.all([closed, finish()]);
    clearTimeout(impatience);
    await service.close();
  }

  return { url: `http://${host}:${port}`, close };
}

/** Serves one caller over standard input and output, until the input ends. */
export async function serveOverStdio(options: {
  config: Config;
  backend: SearchBackend | undefined;
  log: Logger;
}): Promise<{ close(): Promise<void> }> {
  const { config, backend, log } = options;
  const metrics = createMetrics();
  const service = await createService({ config, backend, version, log, metrics });
  const { serveStdio } = await import('@modelcontextprotocol/server/stdio');
  const handle = serveStdio(service.factory, {
    onerror: (error) => log.debug({ err: error }, 'request refused'),
  });
  const close = async () => {
    await handle.close();
    await service.close();
  };
  process.stdin.once('end', () => {
    close().catch((error: unknown) => log.error({ err: error }, 'did not close cleanly'));
  });
  return { close };
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
