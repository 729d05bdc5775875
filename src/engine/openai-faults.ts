/** What a model server's refusals mean, and what a person can do about them. */
import { AppError } from '../errors';

interface Server {
  baseUrl: string;
  model: string;
}

/** fetch tells neither whether nobody answered nor whether the server forbids this page to read. */
export function unreachable({ baseUrl }: Server, cause: unknown): AppError {
  const page = (globalThis as { location?: { origin: string } }).location?.origin;
  const cors = page
    ? `, and that it lets pages of ${page} call it (vLLM: --allowed-origins '["${page}"]'), or go through the relay`
    : '';
  return new AppError(
    'network',
    `The model server at ${baseUrl} cannot be reached. Check that it runs and that the address is right${cors}.`,
    { cause },
  );
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
      `The model server at ${baseUrl} wants another key. Check it in the settings.`,
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
      `${baseUrl} knows no completions: the address of a model server usually ends with /v1.`,
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
