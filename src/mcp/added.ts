/** The MCP servers that a person added. Import it lazily: it carries the MCP client. */
import {
  SdkError,
  SdkErrorCode,
  SdkHttpError,
  StreamableHTTPClientTransport,
  UnauthorizedError,
  type FetchLike,
} from '@modelcontextprotocol/client';
import type { Toolbox, ToolSpec } from '../contracts';
import { abortError, AppError, orAbort } from '../errors';
import { CONNECT_TIMEOUT_MS, openClient, toolboxOver } from './client';
import { beginSignIn, endSignIn, offersSignIn, signedIn, type Vault } from './oauth';
import { toToolSpec } from './tool-spec';

/** A server over streamable HTTP, and what it wants to see. */
export interface AddedServer {
  id: string;
  url: string;
  /** Sent as `Authorization: Bearer`. */
  token?: string;
  headers?: Record<string, string>;
}

/** Where this page is, and where it keeps what a sign-in gave. */
export interface Here {
  /** This app's own address: sign-ins come back to it. */
  page: string;
  vault: Vault;
}

/** What a server answered when it was tried. */
export type ServerReport =
  | { phase: 'ready'; title: string; version: string; tools: ToolSpec[]; ms: number }
  | { phase: 'failed'; reason: string; signIn: boolean };

/** A second look at a server that the browser said nothing of. */
const LOOK_MS = 5000;

/** The tools of an added server. */
export function addedToolbox(server: AddedServer, here: Here): Toolbox {
  return toolboxOver({
    transport: () => transportTo(server, here),
    explain: (error) => new AppError('tool-failed', reasonOf(error, server, here.page)),
  });
}

/**
 * Connects afresh, lists the tools, and says what is wrong where that fails.
 * @throws only when aborted.
 */
export async function testServer(
  server: AddedServer,
  here: Here,
  signal: AbortSignal,
): Promise<ServerReport> {
  const began = performance.now();
  try {
    const opening = openClient(() => transportTo(server, here));
    const client = await orAbort(opening, signal);
    try {
      const { tools } = await client.listTools(undefined, { signal, timeout: CONNECT_TIMEOUT_MS });
      const { name = '', title, version = '' } = client.getServerVersion() ?? {};
      const ms = performance.now() - began;
      return {
        phase: 'ready',
        title: title ?? name,
        version,
        tools: tools.map(toToolSpec),
        ms,
      };
    } finally {
      // What it said is here; that it cannot be closed changes nothing.
      client.close().catch(() => undefined);
    }
  } catch (error) {
    if (signal.aborted) throw abortError();
    const refused = statusOf(error) === 401;
    const signIn = refused && !server.token && (await offersSignIn(new URL(server.url)));
    const reason = signIn
      ? `${new URL(server.url).host} wants you to sign in.`
      : ((await hiddenReason(error, server, here.page)) ?? reasonOf(error, server, here.page));
    return { phase: 'failed', reason, signIn };
  }
}

/** Where to send the browser to sign in; undefined where nothing is left to do. */
export function signIn(server: AddedServer, here: Here): Promise<URL | undefined> {
  return beginSignIn(signInTo(server, here));
}

/** Ends a sign-in with the parameters that the page came back with. */
export function finishSignIn(
  server: AddedServer,
  here: Here,
  params: URLSearchParams,
): Promise<void> {
  return endSignIn(signInTo(server, here), params);
}

function signInTo({ id, url }: AddedServer, { page, vault }: Here) {
  return { id, url: new URL(url), vault, redirectUrl: page };
}

async function transportTo(
  server: AddedServer,
  here: Here,
): Promise<StreamableHTTPClientTransport> {
  const authProvider = server.token ? undefined : await signedIn(signInTo(server, here));
  return new StreamableHTTPClientTransport(new URL(server.url), {
    fetch: fetchFor(server),
    ...(authProvider ? { authProvider } : {}),
  });
}

/** Its secrets go to its own origin alone: a sign-in calls other servers through the same function. */
function fetchFor({ url, token, headers: own = {} }: AddedServer): FetchLike {
  const { origin } = new URL(url);
  return (input, init) => {
    const headers = new Headers(init?.headers);
    if (new URL(input).origin === origin) {
      for (const [name, value] of Object.entries(own)) headers.set(name, value);
      if (token) headers.set('Authorization', `Bearer ${token}`);
    }
    return fetch(input, { ...init, headers, credentials: 'omit', referrerPolicy: 'no-referrer' });
  };
}

function statusOf(error: unknown): number | undefined {
  return error instanceof SdkHttpError ? error.status : undefined;
}

/** What a person is told, and what they can do. */
function reasonOf(error: unknown, { url, token }: AddedServer, page: string): string {
  const { host, protocol } = new URL(url);
  const status = statusOf(error);
  if (error instanceof UnauthorizedError || status === 401)
    return token
      ? `${host} does not take this token (401). Correct it.`
      : `${host} wants a token or a sign-in (401). Add its token, or sign in again.`;
  if (status === 403) return `${host} refuses this page or this token (403). Ask who runs it.`;
  if (status === 404 || status === 405)
    return `There is no MCP server at this address of ${host} (${status}). Many are at /mcp; servers that know the old SSE transport alone cannot be used.`;
  if (status !== undefined)
    return `${host} answered with status ${status}. ${status >= 500 ? 'It is broken or down: try later.' : 'Check the address.'}`;
  const code = error instanceof SdkError ? error.code : undefined;
  if (code === SdkErrorCode.RequestTimeout)
    return `${host} did not answer within ${CONNECT_TIMEOUT_MS / 1000} s.`;
  if (isUnreachable(error)) {
    const { origin } = new URL(page);
    const certificate = protocol === 'https:' ? ', or its certificate is not valid' : '';
    return `${host} cannot be reached from this page: nothing answers there${certificate}, or it does not allow pages of ${origin} (CORS). Open the address in a tab to see which.`;
  }
  return `${host} does not speak MCP over streamable HTTP. Check the address.`;
}

/** Every failure below HTTP is a TypeError of `fetch`, wherever it lies in the chain of causes. */
function isUnreachable(error: unknown): boolean {
  for (let one = error; one instanceof Error; one = one.cause)
    if (one instanceof TypeError) return true;
  return false;
}

/** What the browser does not tell, and a second look does. */
async function hiddenReason(
  error: unknown,
  { url }: AddedServer,
  page: string,
): Promise<string | undefined> {
  if (statusOf(error) !== undefined || !isUnreachable(error)) return undefined;
  const { protocol, hostname, host } = new URL(url);
  const local = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
  if (protocol === 'http:' && !local && new URL(page).protocol === 'https:')
    return `This page came over https, so the browser lets it call https addresses alone, and ${host} is http. Use its https address.`;
  return (await answersAtAll(url))
    ? `${host} answers, but does not allow pages of ${new URL(page).origin} to call it (CORS). Ask who runs it to allow this origin.`
    : undefined;
}

/** Whether anything answers there, allowed to or not. A page that is isolated (COEP) cannot tell: false there. */
async function answersAtAll(url: string): Promise<boolean> {
  const signal = AbortSignal.timeout(LOOK_MS);
  return fetch(url, { mode: 'no-cors', credentials: 'omit', signal }).then(
    () => true,
    () => false,
  );
}
