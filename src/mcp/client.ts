/** Tools over MCP. Import it lazily: it carries the MCP client. */
import {
  Client,
  ProtocolError,
  SdkError,
  SdkErrorCode,
  SdkHttpError,
  StreamableHTTPClientTransport,
} from '@modelcontextprotocol/client';
import type { CallToolResult, Transport } from '@modelcontextprotocol/client';
import type { Prompts, Toolbox, ToolResult } from '../contracts';
import { abortError, AppError, orAbort, toErrorInfo } from '../errors';
import { mcp as words } from '../i18n/en/mcp';
import { getPrompt, listPrompts } from './prompts';
import { mcpEndpoint, relayUnreachable } from './relay';
import { toToolSpec } from './tool-spec';

export const CONNECT_TIMEOUT_MS = 10_000;
const CALL_TIMEOUT_MS = 30_000;
/** A call of a tool that changes nothing is made again after these times, where no answer came. */
const AGAIN_AFTER_MS = [500, 2000];

export interface ToolboxOptions {
  /** The relay's base address, or the full address of any MCP server over streamable HTTP. */
  relayUrl: string;
  /** Sent as `Authorization: Bearer`. */
  token?: string | undefined;
  /** How long one call may take, in milliseconds; 30 s when absent. */
  callTimeoutMs?: number;
}

/**
 * The tools of one MCP server over streamable HTTP.
 * @throws AppError `bad-input` when the address is none.
 */
export function createToolbox({ relayUrl, token, callTimeoutMs }: ToolboxOptions): Toolbox {
  const endpoint = mcpEndpoint(relayUrl);
  return toolboxOver({
    transport: () =>
      new StreamableHTTPClientTransport(endpoint, {
        ...(token ? { requestInit: { headers: { Authorization: `Bearer ${token}` } } } : {}),
      }),
    explain: (error) => explainHttp(error, endpoint, token),
    callTimeoutMs,
  });
}

function explainHttp(error: unknown, endpoint: URL, token: string | undefined): AppError {
  if (!(error instanceof SdkHttpError)) return relayUnreachable(endpoint, error);
  if (error.status === 401) {
    const what = (token ? words.unknownToken : words.wantsToken)(endpoint.href);
    return new AppError('relay-refused', what, { cause: error });
  }
  const refusal = words.refused(endpoint.href, error.status);
  return new AppError('relay-refused', refusal, { cause: error });
}

interface ConnectionOptions {
  /** A new transport for each connection. */
  transport: () => Transport | Promise<Transport>;
  /** What a person is told of a failure. */
  explain: (error: unknown) => AppError;
  callTimeoutMs?: number | undefined;
}

export async function openClient(
  transport: ConnectionOptions['transport'],
  onPrompts?: () => void,
): Promise<Client> {
  const client = new Client(
    { name: 'jan-nano-web', version: '0.1.0' },
    {
      // 'auto' prefers the protocol of 2026: only there does an abort reach the server.
      versionNegotiation: { mode: 'auto' },
      ...(onPrompts
        ? { listChanged: { prompts: { autoRefresh: false, onChanged: onPrompts } } }
        : {}),
    },
  );
  await client.connect(await transport(), { timeout: CONNECT_TIMEOUT_MS });
  return client;
}

/** The tools and prompts of one MCP server. It connects when first used, and again after a failure. */
export function toolboxOver({
  transport,
  explain,
  callTimeoutMs = CALL_TIMEOUT_MS,
}: ConnectionOptions): Toolbox & { prompts: Prompts } {
  let onPrompts: (() => void) | undefined;
  let connection: Promise<Client> | undefined;
  /** Tools that may be called again without knowing what became of the first call. */
  let repeatable = new Set<string>();

  function connect(): Promise<Client> {
    if (connection) return connection;
    const opening = openClient(transport, () => onPrompts?.());
    connection = opening;
    opening.catch(() => {
      if (connection === opening) connection = undefined;
    });
    return opening;
  }

  /** Drops a connection that failed, so that the next use makes a new one. */
  function forget(): void {
    const old = connection;
    connection = undefined;
    // It failed already; failing to close as well changes nothing.
    old?.then((client) => client.close()).catch(() => undefined);
  }

  /** One request; a failure is explained, and the next use connects anew. */
  async function ask<T>(signal: AbortSignal, request: (client: Client) => Promise<T>): Promise<T> {
    try {
      return await request(await orAbort(connect(), signal));
    } catch (error) {
      if (signal.aborted) throw abortError();
      // Where the server refused this one request the connection is fine.
      if (error instanceof AppError) throw error;
      forget();
      throw explain(error);
    }
  }

  return {
    prompts: {
      list: ({ signal, onchange }) =>
        ask(signal, (client) => {
          onPrompts = onchange;
          return listPrompts(client, signal);
        }),
      get: (name, args, { signal }) =>
        ask(signal, (client) => getPrompt(client, name, args, signal)),
    },

    list: ({ signal }) =>
      ask(signal, async (client) => {
        const { tools } = await client.listTools(undefined, {
          signal,
          timeout: CONNECT_TIMEOUT_MS,
          cacheMode: 'refresh',
        });
        const harmless = tools.filter(
          ({ annotations: told }) => told?.readOnlyHint === true || told?.idempotentHint === true,
        );
        repeatable = new Set(harmless.map(({ name }) => name));
        return tools.map(toToolSpec);
      }),

    async call(name, args, { signal, onProgress }) {
      for (let failures = 0; ; failures += 1) {
        try {
          const client = await orAbort(connect(), signal);
          const result = await client.callTool(
            { name, arguments: args },
            {
              signal,
              timeout: callTimeoutMs,
              ...(onProgress ? { onprogress: onProgress } : {}),
            },
          );
          return toToolResult(result);
        } catch (error) {
          if (signal.aborted) throw abortError();
          // The server refused this one call; the connection is fine.
          if (error instanceof ProtocolError) return { ok: false, text: error.message };
          if (error instanceof SdkError && error.code === SdkErrorCode.RequestTimeout) {
            return { ok: false, text: `${name} took longer than ${callTimeoutMs / 1000} s.` };
          }
          forget();
          const wait = AGAIN_AFTER_MS[failures];
          if (wait === undefined || !repeatable.has(name) || !mayPass(error)) {
            const why = toErrorInfo(explain(error));
            const unreachable = why.code === 'relay-unreachable' ? { unreachable: why } : {};
            return { ok: false, text: why.message, ...unreachable };
          }
          onProgress?.({ progress: 0, message: words.tryingAgain });
          await orAbort(new Promise((resolve) => setTimeout(resolve, wait)), signal);
        }
      }
    },
  };
}

/** A server that is overloaded, restarting or out of reach may be back in a moment. */
function mayPass(error: unknown): boolean {
  if (!(error instanceof SdkHttpError)) return true;
  const { status = 0 } = error;
  return status >= 500 || status === 429 || status === 408;
}

function toToolResult(result: CallToolResult): ToolResult {
  const text = result.content
    .map((block) => (block.type === 'text' ? block.text : `[${block.type}]`))
    .join('\n');
  return {
    ok: result.isError !== true,
    text,
    ...(result.structuredContent === undefined ? {} : { structured: result.structuredContent }),
  };
}
