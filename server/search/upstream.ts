/** Requests to a search service of the operator's choice, with its failures put into words. */
import type { z } from 'zod';

const TIMEOUT_MS = 15_000;

export interface UpstreamCall<T> {
  /** What the service is called in messages. */
  name: string;
  method?: 'GET' | 'POST';
  headers?: Record<string, string>;
  body?: string;
  schema: z.ZodType<T>;
  timeoutMs?: number | undefined;
  /** The message for a status that is no success; a general one where it has none. */
  refusal?: (status: number, json: unknown) => string | undefined;
  signal: AbortSignal;
}

/** @throws Error whose message may be shown to the model. */
export async function callUpstream<T>(url: string | URL, call: UpstreamCall<T>): Promise<T> {
  const { name, method = 'GET', headers, body, schema, timeoutMs = TIMEOUT_MS, signal } = call;
  const timeout = AbortSignal.timeout(timeoutMs);
  let response: Response;
  let text: string;
  try {
    response = await fetch(url, {
      method,
      ...(headers ? { headers } : {}),
      ...(body ? { body } : {}),
      // A redirect would carry a key to another host.
      redirect: 'error',
      signal: AbortSignal.any([signal, timeout]),
    });
    text = await response.text();
  } catch (cause) {
    signal.throwIfAborted();
    if (timeout.aborted) {
      throw new Error(`${name} did not answer within ${timeoutMs / 1000} s. Try again.`, { cause });
    }
    throw new Error(`${name} could not be reached. Check the network of the relay.`, { cause });
  }
  const json = parseJson(text);
  if (!response.ok) {
    throw new Error(call.refusal?.(response.status, json) ?? refused(name, response.status));
  }
  const parsed = schema.safeParse(json);
  if (!parsed.success) {
    throw new Error(`${name} sent an answer that cannot be read.`, { cause: parsed.error });
  }
  return parsed.data;
}

function refused(name: string, status: number): string {
  if (status === 429) {
    return `Too many requests to ${name} at once. Wait a moment, then try again.`;
  }
  return status >= 500
    ? `${name} failed with status ${status}. Try again later.`
    : `${name} refused the request with status ${status}.`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Reported by the caller: as an unreadable answer, or by its status.
    return undefined;
  }
}
