/** The MCP side of the relay: two tools over one search backend. */
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import type {
  CallToolResult,
  McpHttpHandler,
  McpServerFactory,
  ServerContext,
} from '@modelcontextprotocol/server';
import type { Logger } from 'pino';
import { unlessAborted } from './abort';
import type { Config } from './config';
import { requestScope } from './log';
import type { Metrics } from './metrics';
import { registerPrompts } from './prompts';
import { describeSearch } from './search/load';
import type { SearchBackend } from './search/types';
import { googleSearch, scrape } from '../src/mcp/search-tools';

/** Serves MCP of 2026 (with progress and cancellation) and of 2025 (stateless) over streamable HTTP. */
export function createRelayHandler(
  factory: McpServerFactory,
  config: Pick<Config, 'maxBodyBytes' | 'maxConcurrentCalls'>,
  log: Logger,
): McpHttpHandler {
  return createMcpHandler(factory, {
    maxRequestBodySize: config.maxBodyBytes,
    maxSubscriptions: config.maxConcurrentCalls,
    onerror: (error) => {
      const scope = requestScope.getStore();
      if (scope) scope.cause = error;
      log.debug({ err: error }, 'request refused');
    },
  });
}

/** A server with the relay's tools, made anew for every request. */
export function searchServer(options: {
  backend: SearchBackend;
  version: string;
  callTimeoutMs: number;
  log: Logger;
  metrics: Metrics;
  /** Takes the relay's secrets out of what a caller reads. */
  scrub: (text: string) => string;
}): McpServerFactory {
  const { backend, version, callTimeoutMs, log, metrics, scrub } = options;
  const engine = describeSearch(backend.name);

  /** A failing tool is a result that the model reads, so that the run can go on. */
  async function run(
    tool: string,
    doing: string,
    context: ServerContext,
    work: (signal: AbortSignal) => Promise<object>,
  ): Promise<CallToolResult> {
    const { signal } = context.mcpReq;
    // One controller with a timer of its own: AbortSignal.timeout would keep what hangs on it for the whole
    // time after the call has ended, and joining signals costs as much as a call from the cache.
    const stop = new AbortController();
    const ticking = setTimeout(
      () => stop.abort(new Error(`${tool} took longer than ${callTimeoutMs / 1000} s.`)),
      callTimeoutMs,
    );
    const cancel = () => stop.abort(signal.reason);
    if (signal.aborted) cancel();
    else signal.addEventListener('abort', cancel, { once: true });
    const started = performance.now();
    const done = (outcome: string) =>
      metrics.toolSeconds.observe({ tool, outcome }, (performance.now() - started) / 1000);
    await reportProgress(context, doing);
    try {
      const response = { ...(await unlessAborted(work(stop.signal), stop.signal)) };
      done('ok');
      return {
        content: [{ type: 'text', text: JSON.stringify(response) }],
        structuredContent: response,
      };
    } catch (failure) {
      const timedOut = stop.signal.aborted && !signal.aborted;
      done(signal.aborted ? 'cancelled' : timedOut ? 'timeout' : 'error');
      signal.throwIfAborted();
      const error: unknown = timedOut ? stop.signal.reason : failure;
      log.warn({ tool, err: failure }, 'tool failed');
      const message = scrub(error instanceof Error ? error.message : String(error));
      return { isError: true, content: [{ type: 'text', text: message }] };
    } finally {
      clearTimeout(ticking);
      signal.removeEventListener('abort', cancel);
    }
  }

  return () => {
    // Its tools and prompts stay as they are while it runs: nobody need listen for changes.
    const capabilities = { tools: { listChanged: false }, prompts: { listChanged: false } };
    const server = new McpServer({ name: 'jan-nano-relay', version }, { capabilities });
    server.registerTool(googleSearch.name, googleSearch, (args, context) =>
      run(googleSearch.name, `Searching ${engine}`, context, (signal) =>
        backend.search(args, signal),
      ),
    );
    server.registerTool(scrape.name, scrape, (args, context) =>
      run(scrape.name, 'Reading the page', context, (signal) => backend.scrape(args, signal)),
    );
    registerPrompts(server);
    return server;
  };
}

/** Tells a client that asked for progress what is going on. */
async function reportProgress({ mcpReq }: ServerContext, message: string): Promise<void> {
  const progressToken = mcpReq._meta?.progressToken;
  if (progressToken === undefined) return;
  await mcpReq.notify({
    method: 'notifications/progress',
    params: { progressToken, progress: 0, total: 1, message },
  });
}
