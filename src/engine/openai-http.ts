/** Requests to a model server, and what it says of its models. */
import { AppError, isAbort, isAppError } from '../errors';
import { engines as words } from '../i18n/en/engines';
import type { ModelServer, ServedModel } from '../models/model-server';
import { refusal, unreachable } from './openai-faults';

type Address = Pick<ModelServer, 'baseUrl' | 'model' | 'apiKey'>;

/** Statuses that may pass: too many requests, starting up, overloaded, a proxy without its server. */
const PASSING = [408, 425, 429, 500, 502, 503, 504];

/** A fault that may be gone at the next attempt. */
export class Passing extends Error {
  readonly fault: AppError;
  readonly retryMs: number;

  constructor(fault: AppError, retryMs = 0) {
    super(fault.message);
    this.fault = fault;
    this.retryMs = retryMs;
  }
}

/** Throws an AppError, or `Passing` around one, for every answer that is no success. */
export async function ask(
  server: Address,
  path: string,
  { body, signal }: { body?: string; signal: AbortSignal },
): Promise<Response> {
  const response = await fetch(`${server.baseUrl}/${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...(server.apiKey ? { Authorization: `Bearer ${server.apiKey}` } : {}),
    },
    ...(body === undefined ? {} : { body }),
    signal,
  });
  if (response.ok) return response;
  const fault = refusal(response.status, await response.text(), server);
  // A prompt that is too long stays too long.
  if (!PASSING.includes(response.status) || fault.code === 'context-exceeded') throw fault;
  throw new Passing(fault, Number(response.headers.get('Retry-After')) * 1000 || 0);
}

/** What the server has: shows that it answers and takes the key. Throws an AppError where it does not. */
export async function listModels(server: Address, signal: AbortSignal): Promise<ServedModel[]> {
  let text: string;
  try {
    text = await (await ask(server, 'models', { signal })).text();
  } catch (error) {
    if (isAbort(error) || isAppError(error)) throw error;
    throw error instanceof Passing ? error.fault : await unreachable(server, error);
  }
  const models = readModels(text);
  if (models) return models;
  throw new AppError('network', words.noModelServer(server.baseUrl));
}

/** The model that is to be used. Throws an AppError where the server does not have it, or several and none is named. */
export async function findModel(server: Address, signal: AbortSignal): Promise<ServedModel> {
  const models = await listModels(server, signal);
  const names = models.slice(0, 10).map(({ id }) => id);
  const found = models.find(({ id }) => id === server.model);
  if (found) return found;
  if (server.model) {
    // llama.cpp serves one model and takes any name for it.
    if (models.length === 0) return { id: server.model };
    throw new AppError('model-missing', words.serverHasNotBut(server.model, names.join(', ')));
  }
  const [only, ...others] = models;
  if (only && others.length === 0) return only;
  throw new AppError(
    'model-missing',
    only ? words.severalModels(names.join(', ')) : words.namesNone,
  );
}

/** vLLM tells the length of the context as `max_model_len`. */
function readModels(text: string): ServedModel[] | undefined {
  try {
    const { data } = JSON.parse(text) as { data?: { id?: unknown; max_model_len?: unknown }[] };
    if (!Array.isArray(data)) return undefined;
    return data.map(({ id, max_model_len: length }) => ({
      id: String(id),
      ...(Number.isSafeInteger(length) && (length as number) > 0
        ? { contextTokens: length as number }
        : {}),
    }));
  } catch {
    // Another server's page: said by the caller.
    return undefined;
  }
}
