/** The relay's HTTP surface: MCP, health, corpus pages and the built app. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { Hono } from 'hono';
import { cors } from 'hono/cors';
import type { Logger } from 'pino';
import { isAllowedHost, isAllowedOrigin } from './access';
import { createDoors } from './admission';
import type { Config } from './config';
import { renderCorpusPage, STYLESHEET } from './corpus-page';
import { appHeaders, documentHeaders } from './headers';
import type { Limits } from './limits';
import type { LlmProxy } from './llm';
import { requestScope } from './log';
import type { Metrics } from './metrics';
import type { McpCall } from './mcp-body';
import { serveModel } from './model-files';
import type { CorpusPage } from './search/types';
import { serveStatic } from './static-files';

/** Where corpus pages come from; also when Google is searched, since older answers cite them. */
export interface Corpus {
  readonly pages: readonly CorpusPage[];
  page(url: string): CorpusPage | undefined;
}

export interface AppOptions {
  config: Config;
  callMcp: McpCall;
  limits: Limits;
  metrics: Metrics;
  log: Logger;
  /** Why no new calls should be sent here, or undefined. */
  notReady: () => string | undefined;
  /** Who searches, in the order in which they are asked; none when another server is wrapped. */
  search: string | undefined;
  corpus?: Corpus | undefined;
  /** The model server that callers share, where there is one. */
  llm?: LlmProxy | undefined;
  version: string;
}

/** What a page of another origin may send, and what it may read beside the body. */
const preflight = cors({
  origin: (origin) => origin,
  allowMethods: ['GET', 'POST', 'DELETE'],
  allowHeaders: [
    'Content-Type',
    'Authorization',
    'Accept',
    'Mcp-Method',
    'Mcp-Name',
    'MCP-Protocol-Version',
    'Mcp-Session-Id',
    'Last-Event-ID',
    'Range',
    'If-Range',
  ],
  maxAge: 600,
});
const EXPOSED_HEADERS =
  'Mcp-Session-Id,MCP-Protocol-Version,Retry-After,X-Request-Id,ETag,Content-Range,Repr-Digest';

export type App = Hono<{ Bindings: HttpBindings }>;

export function createApp(options: AppOptions): App {
  const { config, callMcp, limits, metrics, log, notReady, search, corpus, llm, version } = options;
  const app: App = new Hono();
  const doors = createDoors({ config, limits, metrics });

  app.use(async (c, next) => {
    const host = c.req.header('Host');
    if (!isAllowedHost(host, config)) {
      return c.text('This name is not served here. Add it to ALLOWED_HOSTS.\n', 403);
    }
    // Set on the bare response, so that files, refusals and errors carry them too.
    for (const [name, value] of Object.entries(appHeaders)) c.env.outgoing.setHeader(name, value);
    return next();
  });

  for (const path of ['/mcp', '/healthz', '/models/*', '/v1/*', '/tokenize']) {
    app.use(path, async (c, next) => {
      const origin = c.req.header('Origin');
      if (origin !== undefined && !isAllowedOrigin(origin, c.req.header('Host'), config)) {
        return c.text('Pages of this origin may not call. Add it to ALLOWED_ORIGINS.\n', 403);
      }
      // Readable from the allowed origins, which CORS names one by one. All of it stands on the bare response: a
      // middleware that changes the finished one has it built twice.
      const { outgoing } = c.env;
      outgoing.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
      outgoing.setHeader('Vary', 'Origin');
      if (origin !== undefined) {
        outgoing.setHeader('Access-Control-Allow-Origin', origin);
        outgoing.setHeader('Access-Control-Expose-Headers', EXPOSED_HEADERS);
      }
      return next();
    });
    app.options(path, preflight);
  }

  app.all('/mcp', doors.mcp, async (c) => {
    const response = await callMcp(c.req.raw, c.env.incoming);
    // The rest of the body stays unread, so nothing can follow on this connection.
    if (response.status === 413) c.env.outgoing.setHeader('Connection', 'close');
    return response;
  });

  if (llm) {
    app.post('/v1/completions', doors.mcp, (c) => llm.pass('completions', c.req.raw, c.env));
    app.get('/v1/models', doors.mcp, (c) => llm.pass('models', c.req.raw, c.env));
    app.post('/tokenize', doors.mcp, (c) => llm.pass('tokenize', c.req.raw, c.env));
  }

  app.get('/healthz', (c) =>
    c.json({
      ok: true,
      version,
      ...(search ? { search } : { wraps: true }),
      ...(corpus ? { pages: corpus.pages.length } : {}),
    }),
  );

  app.get('/readyz', (c) => {
    const reason = notReady();
    return reason === undefined ? c.json({ ready: true }) : c.json({ ready: false, reason }, 503);
  });

  app.get('/metrics', doors.token, async (c) =>
    c.body(await metrics.registry.metrics(), 200, { 'Content-Type': metrics.registry.contentType }),
  );

  app.get('/corpus/page.css', (c) => c.body(STYLESHEET, 200, { 'Content-Type': 'text/css' }));

  app.get('/corpus/:subject/:slug', async (c, next) => {
    const { subject, slug } = c.req.param();
    const page = corpus?.page(`corpus://${subject}/${slug}`);
    if (!page) return next();
    for (const [name, value] of Object.entries(documentHeaders)) {
      c.env.outgoing.setHeader(name, value);
    }
    return c.html(renderCorpusPage(page), 200, { 'Cache-Control': 'no-cache' });
  });

  app.get('/models/*', async (c, next) => {
    const path = new URL(c.req.url).pathname.slice('/models'.length);
    const served = await serveModel(config.modelsDir, path, c.env.incoming, c.env.outgoing);
    return served ? RESPONSE_ALREADY_SENT : next();
  });

  app.get('*', async (c) => {
    const path = new URL(c.req.url).pathname;
    if (path === '/' && !existsSync(join(config.staticDir, 'index.html'))) {
      return c.text('Only the relay runs here: the app is not built. Run: npm run build\n', 404);
    }
    await serveStatic(config.staticDir, path, c.env.incoming, c.env.outgoing);
    return RESPONSE_ALREADY_SENT;
  });

  app.onError((error, c) => {
    const scope = requestScope.getStore();
    // Logged with the answer, by the relay.
    if (scope) scope.cause = error;
    else log.error({ err: error }, 'request failed');
    return c.text(
      `The relay failed. Its log says why; look for ${scope?.id ?? 'this time'}.\n`,
      500,
    );
  });
  app.notFound((c) => c.text('Not found\n', 404));
  return app;
}
