/**
 * A model server shared by those who may call this relay. Its address and key are settings, never a caller's; the body
 * goes on as it came, and the answer streams back no faster than the caller reads it.
 */
import type { HttpBindings } from '@hono/node-server';
import type { Logger } from 'pino';
import { Agent, fetch } from 'undici';
import { readBody } from './mcp-body';

/** A large model on a busy server may think long before the first token. */
const FIRST_BYTE_MS = 300_000;
const SILENCE_MS = 120_000;

export type PassToLlm = (
  path: 'completions' | 'models',
  request: Request,
  bindings: HttpBindings,
) => Promise<Response>;

export function createLlmProxy(options: {
  baseUrl: string;
  apiKey?: string | undefined;
  maxBodyBytes: number;
  log: Logger;
}): PassToLlm {
  const { baseUrl, apiKey, maxBodyBytes, log } = options;
  const dispatcher = new Agent({ headersTimeout: FIRST_BYTE_MS, bodyTimeout: SILENCE_MS });

  return async (path, request, { incoming, outgoing }) => {
    let body: string | undefined;
    if (request.method === 'POST') {
      body = await readBody(incoming, maxBodyBytes);
      if (body === undefined) {
        // The rest of it stays unread, so nothing can follow on this connection.
        outgoing.setHeader('Connection', 'close');
        return refuse(413, `The request is larger than ${maxBodyBytes} bytes.`);
      }
    }
    const gone = new AbortController();
    const leave = () => gone.abort();
    outgoing.once('close', leave);
    // The relay ends connections on which nothing moves; here nothing may move for longer.
    outgoing.setTimeout(FIRST_BYTE_MS + SILENCE_MS);
    try {
      const answer = await fetch(`${baseUrl}/${path}`, {
        method: request.method,
        headers: {
          ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
          ...(apiKey ? { Authorization: `Bearer ${apiKey}` } : {}),
        },
        ...(body === undefined ? {} : { body }),
        // A redirect would carry the key to another host.
        redirect: 'error',
        dispatcher,
        signal: gone.signal,
      });
      if (answer.status === 401 || answer.status === 403) {
        await answer.body?.cancel();
        log.error({ status: answer.status }, 'the model server refuses LLM_API_KEY');
        return refuse(502, 'The model server refuses the key of this relay.');
      }
      // From here on whoever writes the answer also ends it.
      outgoing.off('close', leave);
      const headers = new Headers({ 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' });
      for (const name of ['Content-Type', 'Retry-After']) {
        const value = answer.headers.get(name);
        if (value !== null) headers.set(name, value);
      }
      const { status } = answer;
      return new Response(answer.body as ReadableStream<Uint8Array> | null, { status, headers });
    } catch (error) {
      if (!gone.signal.aborted) log.error({ err: error }, 'the model server cannot be reached');
      return refuse(502, 'The model server of this relay cannot be reached.');
    }
  };
}

/** As model servers put it. */
function refuse(status: number, message: string): Response {
  return Response.json({ error: { message, type: 'relay_error', code: status } }, { status });
}
