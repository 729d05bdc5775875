/** What a model server's refusals mean, and what a person can do about them. */
import { AppError } from '../errors';

interface Server {
  baseUrl: string;
  model: string;
}

/**
 * The error for a server that fetch could not read. fetch says neither whether nobody answered nor whether the server
 * forbids this page to read, so a second request that reads nothing tells the two apart. Under a policy that keeps
 * such requests from it as well (COEP) both remain possible, and both are named.
 */
export async function unreachable({ baseUrl }: Server, cause: unknown): Promise<AppError> {
  const make = (message: string) => new AppError('network', message, { cause });
  const at = `The model server at ${baseUrl}`;
  const page = pageOrigin();
  if (!page || page === new URL(baseUrl).origin) {
    return make(`${at} cannot be reached. Check that it runs and that the address is right.`);
  }
  const { protocol, hostname } = new URL(baseUrl);
  if (page.startsWith('https:') && protocol === 'http:' && !isThisMachine(hostname)) {
    return make(
      `${at} cannot be called: browsers let a page of https call https alone. Put it behind https, or behind the relay (LLM_BASE_URL).`,
    );
  }
  const cors = `let it allow pages of ${page} (vLLM: --allowed-origins '["${page}"]'), or go through the relay (LLM_BASE_URL)`;
  if (await answersAnyone(baseUrl)) {
    return make(`${at} answers, but does not let this page read what it says: ${cors}.`);
  }
  const { crossOriginIsolated: isolated = false } = globalThis as { crossOriginIsolated?: boolean };
  return make(
    `${at} cannot be reached. Check that it runs and that the address is right.` +
      (isolated ? ` If it runs, ${cors}.` : ''),
  );
}

function pageOrigin(): string | undefined {
  return (globalThis as { location?: { origin: string } }).location?.origin;
}

function isThisMachine(hostname: string): boolean {
  return /^(localhost|127(\.\d+){3}|\[::1\])$|\.localhost$/.test(hostname);
}

/** Whether anything answers at all: what it says is hidden from the page, by the page's own wish. */
async function answersAnyone(baseUrl: string): Promise<boolean> {
  try {
    await fetch(`${baseUrl}/models`, { mode: 'no-cors', signal: AbortSignal.timeout(3000) });
    return true;
  } catch {
    // The first request's error is the one that is reported.
    return false;
  }
}

/** The error for an answer that is no success; servers nest their message differently. */
export function refusal(status: number, body: string, { baseUrl, model }: Server): AppError {
  const said = messageIn(body);
  const make = (code: AppError['code'], message: string) =>
    new AppError(code, message, { cause: new Error(`Status ${status}: ${body.slice(0, 500)}`) });

  if (/context (length|size|window)|exceed_context|maximum.{0,20}tokens/i.test(said)) {
    return make(
      'context-exceeded',
      'The prompt is longer than the model server reads. Start it with a longer context ' +
        '(vLLM: --max-model-len, llama.cpp: -c), or start a new question.',
    );
  }
  if (status === 401 || status === 403) {
    return make(
      'bad-input',
      `The model server at ${baseUrl} wants a key, or another one. Check it in the settings.`,
    );
  }
  if (/model.{0,120}(not found|does not exist|not exist)/i.test(said)) {
    return make(
      'model-missing',
      `The model server has no model “${model}”. Check its name in the settings.`,
    );
  }
  if (status === 404 || status === 405) {
    return make(
      'network',
      `${baseUrl} knows no completions: the address of a model server usually ends with /v1, and a relay has one where LLM_BASE_URL is set.`,
    );
  }
  if (status === 429) {
    return make(
      'network',
      'The model server has too many requests. Wait a moment, then ask again.',
    );
  }
  const words = said ? ` (${said.slice(0, 300)})` : '';
  return status >= 500
    ? make('network', `The model server failed with status ${status}${words}. Ask again later.`)
    : make('bad-input', `The model server refused the request with status ${status}${words}.`);
}

function messageIn(body: string): string {
  try {
    const json = JSON.parse(body) as {
      message?: unknown;
      detail?: unknown;
      error?: { message?: unknown; type?: unknown } | string;
    };
    const nested =
      typeof json.error === 'object'
        ? [json.error.message, json.error.type].filter((part) => typeof part === 'string').join(' ')
        : json.error;
    return [nested, json.message, json.detail].filter((part) => typeof part === 'string').join(' ');
  } catch {
    // Plain text; a page of HTML says nothing to a person.
    return body.trimStart().startsWith('<') ? '' : body.trim();
  }
}
