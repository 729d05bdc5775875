/** The MCP side of the relay: two tools over one search backend. */
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import type { CallToolResult, McpHttpHandler, ServerContext } from '@modelcontextprotocol/server';
import type { Logger } from 'pino';
import type { SearchBackend } from './search/types';
import { googleSearch, scrape } from './tools';

/** Largest request body, in bytes. */
export const MAX_BODY_BYTES = 1_000_000;

/** Serves MCP of 2026 (with progress and cancellation) and of 2025 (stateless) over streamable HTTP. */
export function createRelayHandler(options: {
  backend: SearchBackend;
  version: string;
  log: Logger;
}): McpHttpHandler {
  const { backend, version, log } = options;
  const engine = backend.name === 'serper' ? 'Google' : 'the offline corpus';

  /** A failing tool is a result that the model reads, so that the run can go on. */
  async function run(
    tool: string,
    doing: string,
    context: ServerContext,
    work: (signal: AbortSignal) => Promise<object>,
  ): Promise<CallToolResult> {
    const { signal } = context.mcpReq;
    await reportProgress(context, doing);
    try {
      const response = { ...(await work(signal)) };
      return {
        content: [{ type: 'text', text: JSON.stringify(response) }],
        structuredContent: response,
      };
    } catch (error) {
      signal.throwIfAborted();
      const message = error instanceof Error ? error.message : String(error);
      log.warn({ tool, err: error }, 'tool failed');
      return { isError: true, content: [{ type: 'text', text: message }] };
    }
  }

  const createServer = () => {
    const server = new McpServer({ name: 'jan-nano-relay', version });
    server.registerTool(googleSearch.name, googleSearch, (args, context) =>
      run(googleSearch.name, `Searching ${engine}`, context, (signal) =>
        backend.search(args, signal),
      ),
    );
    server.registerTool(scrape.name, scrape, (args, context) =>
      run(scrape.name, 'Reading the page', context, (signal) => backend.scrape(args, signal)),
    );
    return server;
  };

  return createMcpHandler(createServer, {
    maxRequestBodySize: MAX_BODY_BYTES,
    onerror: (error) => log.debug({ err: error }, 'request refused'),
  });
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
