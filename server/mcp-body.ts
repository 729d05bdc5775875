/** Reads the body of a request to /mcp once, for the SDK would copy the request and read it twice. */
import type { IncomingMessage } from 'node:http';
import { isJsonContentType } from '@modelcontextprotocol/server';
import type { McpHttpHandler } from '@modelcontextprotocol/server';

export type McpCall = (request: Request, incoming: IncomingMessage) => Promise<Response>;

/** The handler, given bodies that are read and parsed already. */
export function withParsedBody(handler: Pick<McpHttpHandler, 'fetch'>, maxBytes: number): McpCall {
  return async (request, incoming) => {
    // What has no body or another type is the SDK's to refuse.
    if (request.method !== 'POST' || !isJsonContentType(request.headers.get('content-type'))) {
      return handler.fetch(request);
    }
    let parsedBody: unknown;
    try {
      const body = await readBody(incoming, maxBytes);
      if (body === undefined) {
        return refuse(413, -32_000, `Request body too large. The limit is ${maxBytes} bytes.`);
      }
      parsedBody = JSON.parse(body);
    } catch {
      return refuse(400, -32_700, 'Parse error: the body is not valid JSON');
    }
    return handler.fetch(request, { parsedBody });
  };
}

/** A JSON-RPC error for a request whose id is not known. */
function refuse(status: number, code: number, message: string): Response {
  return Response.json({ jsonrpc: '2.0', error: { code, message }, id: null }, { status });
}

/** Undefined when it is too large. @throws Error when the caller breaks off. */
export function readBody(incoming: IncomingMessage, maxBytes: number): Promise<string | undefined> {
  if (Number(incoming.headers['content-length']) > maxBytes) return Promise.resolve(undefined);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    // Events rather than iteration, which would break the connection off where it stops early.
    const take = (chunk: Buffer): void => {
      size += chunk.length;
      if (size <= maxBytes) {
        chunks.push(chunk);
        return;
      }
      incoming.off('data', take).pause();
      resolve(undefined);
    };
    incoming.on('data', take);
    incoming.once('end', () => resolve(new TextDecoder().decode(Buffer.concat(chunks))));
    incoming.once('error', reject);
    incoming.once('close', () => reject(new Error('The caller broke off.')));
  });
}
