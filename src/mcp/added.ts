/** The MCP servers that a person added. Import it lazily: it carries the MCP client. */
import {
  SdkError,
  SdkErrorCode,
  SdkHttpError,
  StreamableHTTPClientTransport,
  UnauthorizedError,
  type FetchLike,
} from '@modelcontextprotocol/client';
import type { Said, Toolbox, ToolSpec } from '../contracts';
import { abortError, AppError, orAbort } from '../errors';
import { mcp as words } from '../i18n/en/mcp';
import { CONNECT_TIMEOUT_MS, openClient, toolboxOver } from './client';
import { beginSignIn, endSignIn, offersSignIn, renewingOnce, signedIn, type Vault } from './oauth';
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
  | { phase: 'failed'; reason: Said; signIn: boolean };

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
      ? words.signIn(new URL(server.url).host)
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
  const to = signInTo(server, here);
  const authProvider = server.token ? undefined : await signedIn(to);
  return new StreamableHTTPClientTransport(to.url, {
    fetch: renewingOnce(fetchFor(server), to),
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
function reasonOf(error: unknown, { url, token }: AddedServer, page: string): Said {
  const { host, protocol } = new URL(url);
  const status = statusOf(error);
  if (error instanceof UnauthorizedError || status === 401)
    return token ? words.badToken(host) : words.tokenOrSignIn(host);
  if (status === 403) return words.forbidden(host);
  if (status === 404 || status === 405) return words.notHere(host, status);
  if (status !== undefined) return (status >= 500 ? words.broken : words.otherStatus)(host, status);
  const code = error instanceof SdkError ? error.code : undefined;
  if (code === SdkErrorCode.RequestTimeout) return words.slow(host, CONNECT_TIMEOUT_MS / 1000);
  if (isUnreachable(error)) {
    const { origin } = new URL(page);
    const secure = protocol === 'https:';
    return (secure ? words.unreachableSecure : words.unreachable)(host, origin);
  }
  return words.noMcp(host);
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
): Promise<Said | undefined> {
  if (statusOf(error) !== undefined || !isUnreachable(error)) return undefined;
  const { protocol, hostname, host } = new URL(url);
  const local = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
  if (protocol === 'http:' && !local && new URL(page).protocol === 'https:')
    return words.needsHttps(host);
  return (await answersAtAll(url)) ? words.notAllowed(host, new URL(page).origin) : undefined;
}

/** Whether anything answers there, allowed to or not. A page that is isolated (COEP) cannot tell: false there. */
async function answersAtAll(url: string): Promise<boolean> {
  const signal = AbortSignal.timeout(LOOK_MS);
  return fetch(url, { mode: 'no-cors', credentials: 'omit', signal }).then(
    () => true,
    () => false,
  );
}
