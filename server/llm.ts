/**
 * A model server shared by those who may call this relay. Its address and key are settings, never a caller's; the body
 * goes on as it came, and the answer streams back no faster than the caller reads it.
 */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Logger } from 'pino';
import { Agent, fetch } from 'undici';
import { readBody } from './mcp-body';

/** A large model on a busy server may think long before the first token. */
const FIRST_BYTE_MS = 300_000;
const SILENCE_MS = 120_000;

export interface LlmProxy {
  pass(
    path: 'completions' | 'models' | 'tokenize',
    request: Request,
    bindings: HttpBindings,
  ): Promise<Response>;
  /** Breaks off what still runs. */
  close(): Promise<void>;
}

export function createLlmProxy(options: {
  baseUrl: string;
  apiKey?: string | undefined;
  maxBodyBytes: number;
  log: Logger;
}): LlmProxy {
  const { baseUrl, apiKey, maxBodyBytes, log } = options;
  const dispatcher = new Agent({ headersTimeout: FIRST_BYTE_MS, bodyTimeout: SILENCE_MS });
  // Both vLLM and llama.cpp count tokens beside their /v1.
  const addresses = {
    completions: `${baseUrl}/completions`,
    models: `${baseUrl}/models`,
    tokenize: `${baseUrl.replace(/\/v1$/, '')}/tokenize`,
  };

  const pass: LlmProxy['pass'] = async (path, request, { incoming, outgoing }) => {
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
      const answer = await fetch(addresses[path], {
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
      outgoing.statusCode = answer.status;
      outgoing.setHeader('Cache-Control', 'no-store');
      outgoing.setHeader('X-Accel-Buffering', 'no');
      for (const name of ['Content-Type', 'Retry-After']) {
        const value = answer.headers.get(name);
        if (value !== null) outgoing.setHeader(name, value);
      }
      // The pipeline listens too, beside Node, Hono and the relay: together more than Node's default of ten.
      outgoing.setMaxListeners(20);
      // Written here and not by Hono, which would report a stream that breaks off past our log.
      if (answer.body) await pipeline(Readable.fromWeb(answer.body), outgoing);
      else outgoing.end();
      return RESPONSE_ALREADY_SENT;
    } catch (error) {
      const begun = outgoing.headersSent;
      if (!gone.signal.aborted) {
        const what = begun ? 'broke off' : 'cannot be reached';
        log.error({ err: error }, `the model server ${what}`);
      }
      // The caller must not take half an answer for a whole one.
      if (begun) outgoing.destroy();
      return begun
        ? RESPONSE_ALREADY_SENT
        : refuse(502, 'The model server of this relay cannot be reached.');
    }
  };
  return { pass, close: () => dispatcher.destroy() };
}

/** As model servers put it. */
function refuse(status: number, message: string): Response {
  return Response.json({ error: { message, type: 'relay_error', code: status } }, { status });
}
