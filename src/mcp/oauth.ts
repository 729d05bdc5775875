/** Signing in to an MCP server with OAuth 2.1: the SDK's flow, with what must be kept in the browser's storage. */
import {
  auth,
  discoverOAuthServerInfo,
  extractWWWAuthenticateParams,
  type FetchLike,
  type OAuthClientProvider,
  type OAuthDiscoveryState,
  type StoredOAuthClientInformation,
  type StoredOAuthTokens,
} from '@modelcontextprotocol/client';
import { AppError, toErrorInfo } from '../errors';
import { mcp as words } from '../i18n/en/mcp';

/** What one server's sign-in leaves behind; it belongs to that address alone. */
interface OAuthMemory {
  url?: string;
  client?: StoredOAuthClientInformation;
  /** Where the client registered that the browser comes back to. */
  redirectUrl?: string;
  tokens?: StoredOAuthTokens;
  discovery?: OAuthDiscoveryState;
  /** Only while a person is away to sign in. */
  verifier?: string;
  state?: string;
}

/** Keeps one value for one server. */
export interface Vault {
  read(): Promise<unknown>;
  write(value: unknown): Promise<void>;
}

/** Where a person signs in, and where they come back to. */
interface SignIn {
  /** The server's own id: the state that comes back begins with it. */
  id: string;
  url: URL;
  vault: Vault;
  redirectUrl: string;
  fetch?: FetchLike;
}

/**
 * Begins a sign-in.
 * @returns where to send the browser; undefined where there was a valid token all along.
 * @throws AppError `bad-input` where the server offers no sign-in that a page can use.
 */
export async function beginSignIn(options: SignIn): Promise<URL | undefined> {
  const memory = await memoryOf(options);
  // A client that was registered for another address of this app would be refused.
  await memory.write({
    ...(memory.value.redirectUrl === options.redirectUrl ? {} : { client: undefined }),
    ...{ redirectUrl: options.redirectUrl, discovery: undefined, verifier: undefined },
  });
  let target: URL | undefined;
  const provider = providerOf(options, memory, (url) => (target = url));
  try {
    const hints = await hintsOf(options);
    await auth(provider, { serverUrl: options.url, ...hints, ...fetchOf(options) });
  } catch (cause) {
    throw refused(options.url, cause);
  }
  // A server could name any address, and one of these would run as a script of this page.
  if (target && target.protocol !== 'https:' && target.protocol !== 'http:')
    throw refused(options.url, new AppError('bad-input', words.oddSignInPage(target.protocol)));
  return target;
}

/**
 * Ends a sign-in with what came back in the page's address.
 * @throws AppError `bad-input` where it was refused, or where nobody here asked for it.
 */
export async function endSignIn(options: SignIn, params: URLSearchParams): Promise<void> {
  const memory = await memoryOf(options);
  const { state } = memory.value;
  if (!state || params.get('state') !== state) throw new AppError('bad-input', words.signInEnded);
  const { verifier } = memory.value;
  // Whatever comes of it, the same answer is never taken twice.
  await memory.write({ state: undefined, verifier: undefined });
  const error = params.get('error');
  const code = params.get('code');
  if (error !== null || code === null) {
    const why = params.get('error_description') ?? error ?? words.noCode;
    throw new AppError('bad-input', words.notLetIn(options.url.host, why));
  }
  const iss = params.get('iss') ?? undefined;
  const provider = { ...providerOf(options, memory), codeVerifier: () => verifier ?? '' };
  try {
    await auth(provider, {
      serverUrl: options.url,
      authorizationCode: code,
      ...(iss === undefined ? {} : { iss }),
      ...fetchOf(options),
    });
  } catch (cause) {
    throw refused(options.url, cause);
  }
}

/** Whether a person could sign in to the server. */
export async function offersSignIn(url: URL, fetchFn?: FetchLike): Promise<boolean> {
  try {
    const { authorizationServerMetadata } = await discoverOAuthServerInfo(url, {
      ...(fetchFn ? { fetchFn } : {}),
    });
    return authorizationServerMetadata !== undefined;
  } catch {
    return false; // it says nothing that a page can read
  }
}

/** For calls: brings the token and renews it. Undefined where nobody signed in. */
export async function signedIn(
  options: Omit<SignIn, 'fetch'>,
): Promise<OAuthClientProvider | undefined> {
  const memory = await memoryOf(options);
  return memory.value.tokens ? providerOf(options, memory) : undefined;
}

/**
 * Renews one at a time, in all tabs: most servers take a renewal token once, and whoever came second would be signed
 * out. They get what the first one got, in place of an answer of the server.
 */
export function renewingOnce(
  fetchFn: FetchLike,
  { url, vault }: Pick<SignIn, 'url' | 'vault'>,
): FetchLike {
  return (input, init) => {
    const body = init?.body;
    const sent = body instanceof URLSearchParams ? body.get('refresh_token') : null;
    if (sent === null) return fetchFn(input, init);
    return oneAtATime(`sign-in ${url.href}`, async () => {
      const memory = await memoryOf({ url, vault });
      const { tokens } = memory.value;
      if (tokens?.refresh_token && tokens.refresh_token !== sent) return Response.json(tokens);
      const response = await fetchFn(input, init);
      if (!response.ok) return response;
      const renewed = (await response.json()) as StoredOAuthTokens;
      // Before anybody else may ask. Who gives no new renewal token goes on taking the old one.
      await memory.write({ tokens: { ...tokens, refresh_token: sent, ...renewed } });
      return Response.json(renewed);
    });
  };
}

const turns = new Map<string, Promise<unknown>>();

/** Where the browser has no locks, of this page alone. */
function oneAtATime<T>(name: string, work: () => Promise<T>): Promise<T> {
  const locks = (globalThis.navigator as Partial<Navigator> | undefined)?.locks;
  if (locks) return locks.request(name, work);
  const turn = (turns.get(name) ?? Promise.resolve()).then(work, work);
  turns.set(name, turn);
  return turn;
}

interface Memory {
  readonly value: OAuthMemory;
  write(change: { [K in keyof OAuthMemory]: OAuthMemory[K] | undefined }): Promise<void>;
}

async function memoryOf({ url, vault }: Pick<SignIn, 'url' | 'vault'>): Promise<Memory> {
  const stored = (await vault.read()) as OAuthMemory | undefined;
  // What another address gave is nothing that this one may see.
  let value = stored?.url === url.href ? stored : {};
  return {
    get value() {
      return value;
    },
    write(change) {
      const next: [string, unknown][] = Object.entries({ ...value, ...change, url: url.href });
      value = Object.fromEntries(next.filter(([, one]) => one !== undefined));
      return vault.write(value);
    },
  };
}

function providerOf(
  { id, redirectUrl }: Pick<SignIn, 'id' | 'redirectUrl'>,
  memory: Memory,
  go: (url: URL) => void = () => undefined,
): OAuthClientProvider {
  return {
    redirectUrl,
    clientMetadata: {
      client_name: 'Jan-Nano Web',
      redirect_uris: [redirectUrl],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      // A page can keep no secret from who uses it.
      token_endpoint_auth_method: 'none',
    },
    async state() {
      const state = `${id}.${crypto.randomUUID()}`;
      await memory.write({ state });
      return state;
    },
    clientInformation: () => memory.value.client,
    saveClientInformation: (client) => memory.write({ client }),
    tokens: () => memory.value.tokens,
    saveTokens: (tokens) => memory.write({ tokens }),
    redirectToAuthorization: go,
    saveCodeVerifier: (verifier) => memory.write({ verifier }),
    codeVerifier() {
      const { verifier } = memory.value;
      if (!verifier) throw new AppError('bad-input', words.signInEnded);
      return verifier;
    },
    saveDiscoveryState: (discovery) => memory.write({ discovery }),
    discoveryState: () => memory.value.discovery,
    invalidateCredentials(scope) {
      const gone: Record<typeof scope, (keyof OAuthMemory)[]> = {
        all: ['client', 'tokens', 'verifier', 'discovery'],
        client: ['client'],
        tokens: ['tokens'],
        verifier: ['verifier'],
        discovery: ['discovery'],
      };
      return memory.write(Object.fromEntries(gone[scope].map((key) => [key, undefined])));
    },
  };
}

/** What a server tells one who comes without a token, where it lets a page read that. */
async function hintsOf({
  url,
  fetch: fetchFn = fetch,
}: SignIn): Promise<
  Pick<ReturnType<typeof extractWWWAuthenticateParams>, 'scope' | 'resourceMetadataUrl'>
> {
  try {
    const response = await fetchFn(url, {
      method: 'GET',
      headers: { Accept: 'text/event-stream' },
    });
    await response.body?.cancel();
    const { scope, resourceMetadataUrl } = extractWWWAuthenticateParams(response);
    return {
      ...(scope === undefined ? {} : { scope }),
      ...(resourceMetadataUrl === undefined ? {} : { resourceMetadataUrl }),
    };
  } catch {
    return {}; // the usual places are looked through instead
  }
}

function fetchOf({ fetch }: SignIn): { fetchFn?: FetchLike } {
  return fetch ? { fetchFn: fetch } : {};
}

function refused(url: URL, cause: unknown): AppError {
  const { said, message } = toErrorInfo(cause);
  const why = said ?? message.slice(0, 300);
  return new AppError('bad-input', words.signInFailed(url.host, why), { cause });
}
