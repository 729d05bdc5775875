/** What a model server's refusals mean, and what a person can do about them. */
import { AppError } from '../errors';
import { engines as words } from '../i18n/en/engines';
import type { Said } from '../contracts';

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
  const make = (what: Said) => new AppError('network', what, { cause });
  const page = pageOrigin();
  if (!page || page === new URL(baseUrl).origin) {
    return make(words.serverUnreachable(baseUrl));
  }
  const { protocol, hostname } = new URL(baseUrl);
  if (page.startsWith('https:') && protocol === 'http:' && !isThisMachine(hostname)) {
    return make(words.serverInsecure(baseUrl));
  }
  if (await answersAnyone(baseUrl)) return make(words.serverForbids(baseUrl, page));
  const { crossOriginIsolated: isolated = false } = globalThis as { crossOriginIsolated?: boolean };
  return make(
    isolated ? words.serverUnreachableOr(baseUrl, page) : words.serverUnreachable(baseUrl),
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
  const make = (code: AppError['code'], what: Said) =>
    new AppError(code, what, { cause: new Error(`Status ${status}: ${body.slice(0, 500)}`) });

  if (/context (length|size|window)|exceed_context|maximum.{0,20}tokens/i.test(said)) {
    return make('context-exceeded', words.serverTooLong);
  }
  if (status === 401 || status === 403) {
    return make('bad-input', words.serverKey(baseUrl));
  }
  if (/model.{0,120}(not found|does not exist|not exist)/i.test(said)) {
    return make('model-missing', words.serverHasNot(model));
  }
  if (status === 404 || status === 405) {
    return make('network', words.noCompletions(baseUrl));
  }
  if (status === 429) {
    return make('network', words.serverBusy);
  }
  const answer = said ? `${status} (${said.slice(0, 300)})` : String(status);
  return status >= 500
    ? make('network', words.serverFailed(answer))
    : make('bad-input', words.serverRefused(answer));
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
