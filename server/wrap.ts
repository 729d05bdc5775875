/** Any MCP server that speaks over stdio, behind the relay's endpoint, guards and limits. */
import { Client, ProtocolError as AnsweredError } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { ProtocolError, ProtocolErrorCode, Server } from '@modelcontextprotocol/server';
import type {
  McpServerFactory,
  ServerCapabilities,
  ServerContext,
} from '@modelcontextprotocol/server';
import type { Logger } from 'pino';
import { parseArgsStringToArgv } from 'string-argv';
import { z } from 'zod';
import { unlessAborted } from './abort';
import { ConfigError } from './config';
import type { Metrics } from './metrics';

/** npx may have to download the server first. */
const START_TIMEOUT_MS = 120_000;
const LONGEST_PAUSE_MS = 30_000;
/** A server that ran this long was not broken from the start. */
const SOUND_MS = 10_000;
const KEPT_STDERR_LINES = 20;

/** What is passed on, by the capability that the wrapped server declares. */
const METHODS = {
  tools: ['tools/list', 'tools/call'],
  resources: ['resources/list', 'resources/templates/list', 'resources/read'],
  prompts: ['prompts/list', 'prompts/get'],
  completions: ['completion/complete'],
} as const;

/** The relay's own secrets, which are none of the wrapped server's business. */
const WITHHELD = ['AUTH_TOKENS', 'CACHE_URL', 'LLM_API_KEY', 'WRAP_COMMAND'];

const anyResult = z.looseObject({});

interface WrapOptions {
  /** A command line as a shell would split it; no shell runs it. From the relay's settings alone. */
  command: string;
  callTimeoutMs: number;
  log: Logger;
  metrics: Metrics;
  /** Takes the relay's secrets out of what a caller reads. */
  scrub: (text: string) => string;
}

/** One process, shared by all callers, started again when it ends. */
export class WrappedServer {
  readonly #options: WrapOptions;
  #client: Client | undefined;
  /** Of its last start: what it can do does not change because it is away for a moment. */
  #about: {
    name: string;
    version: string;
    capabilities: ServerCapabilities;
    instructions?: string;
  };
  #startedAt = 0;
  #failures = 0;
  #closed = false;
  #restart: NodeJS.Timeout | undefined;
  #stderr: string[] = [];

  private constructor(options: WrapOptions) {
    this.#options = options;
    this.#about = { name: 'wrapped', version: '0', capabilities: {} };
  }

  /** @throws ConfigError when the command does not start an MCP server. */
  static async start(options: WrapOptions): Promise<WrappedServer> {
    const wrapped = new WrappedServer(options);
    try {
      await wrapped.#connect();
    } catch (cause) {
      await wrapped.close();
      const said = wrapped.#stderr.at(-1);
      throw new ConfigError(
        `WRAP_COMMAND did not start an MCP server${said ? `; it said: ${said}` : ''}`,
        { cause },
      );
    }
    return wrapped;
  }

  isReady(): boolean {
    return this.#client !== undefined;
  }

  /** A server for one request, which passes everything on. */
  readonly factory: McpServerFactory = () => {
    const { name, version, capabilities, instructions } = this.#about;
    const offered: ServerCapabilities = {};
    for (const kind of Object.keys(METHODS) as (keyof typeof METHODS)[]) {
      if (capabilities[kind]) offered[kind] = {};
    }
    // The low-level class is for advanced uses, such as this: it passes on what it does not know.
    // eslint-disable-next-line @typescript-eslint/no-deprecated
    const server = new Server(
      { name, version },
      { capabilities: offered, ...(instructions ? { instructions } : {}) },
    );
    for (const kind of Object.keys(offered) as (keyof typeof METHODS)[]) {
      for (const method of METHODS[kind]) {
        const schemas = { params: anyResult, result: anyResult };
        server.setRequestHandler(method as string, schemas, (params, context) =>
          this.#pass(method, params, context),
        );
      }
    }
    return server;
  };

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#restart);
    const client = this.#client;
    this.#client = undefined;
    await client?.close();
  }

  async #connect(): Promise<void> {
    const { command, log, metrics } = this.#options;
    const [executable = '', ...args] = parseArgsStringToArgv(command);
    const env = Object.fromEntries(
      Object.entries(process.env).filter(
        (entry): entry is [string, string] =>
          entry[1] !== undefined && !WITHHELD.includes(entry[0]),
      ),
    );
    const transport = new StdioClientTransport({ command: executable, args, env, stderr: 'pipe' });
    transport.stderr?.on('data', (chunk: Buffer) => {
      const lines = chunk.toString('utf8').split('\n').filter(Boolean);
      this.#stderr.push(...lines);
      this.#stderr.splice(0, this.#stderr.length - KEPT_STDERR_LINES);
      for (const line of lines) log.info({ stderr: line }, 'wrapped server');
    });
    const client = new Client({ name: 'jan-nano-relay', version: '1' });
    metrics.wrapStarts.inc();
    client.onclose = () => this.#ended(client);
    client.onerror = (error) => log.debug({ err: error }, 'wrapped server');
    try {
      await client.connect(transport, { timeout: START_TIMEOUT_MS });
    } catch (error) {
      client.onclose = undefined;
      await client.close();
      throw error;
    }
    const info = client.getServerVersion();
    const instructions = client.getInstructions();
    this.#about = {
      name: info?.name ?? 'wrapped',
      version: info?.version ?? '0',
      capabilities: client.getServerCapabilities() ?? {},
      ...(instructions ? { instructions } : {}),
    };
    this.#client = client;
    this.#startedAt = performance.now();
    if (this.#closed) await this.close();
  }

  #ended(client: Client): void {
    if (this.#client !== client) return;
    this.#client = undefined;
    if (this.#closed) return;
    this.#options.log.error(
      { stderr: this.#stderr },
      'the wrapped server ended; starting it again',
    );
    if (performance.now() - this.#startedAt > SOUND_MS) this.#failures = 0;
    this.#startAgain();
  }

  #startAgain(): void {
    // At once the first time, then after longer and longer pauses.
    const pause = this.#failures === 0 ? 0 : Math.min(2 ** this.#failures * 500, LONGEST_PAUSE_MS);
    this.#failures += 1;
    this.#restart = setTimeout(() => {
      this.#connect().catch((error: unknown) => {
        if (this.#closed) return;
        this.#options.log.error(
          { err: error, stderr: this.#stderr },
          'the wrapped server does not start',
        );
        this.#startAgain();
      });
    }, pause);
  }

  async #pass(
    method: string,
    { _meta, ...params }: Record<string, unknown>,
    context: ServerContext,
  ): Promise<Record<string, unknown>> {
    const { callTimeoutMs, log, metrics, scrub } = this.#options;
    const { signal } = context.mcpReq;
    const progressToken = context.mcpReq._meta?.progressToken;
    const timeout = AbortSignal.timeout(callTimeoutMs);
    const either = AbortSignal.any([signal, timeout]);
    const started = performance.now();
    const done = (outcome: string) => {
      if (method !== 'tools/call') return;
      const seconds = (performance.now() - started) / 1000;
      metrics.toolSeconds.observe({ tool: 'wrapped', outcome }, seconds);
    };
    try {
      if (!this.#client)
        throw new Error('The wrapped server is not running. Try again in a moment.');
      const result = await unlessAborted(
        this.#client.request({ method, params }, anyResult, {
          signal: either,
          // Ours ends it, with words of its own.
          timeout: callTimeoutMs + 1000,
          ...(progressToken === undefined
            ? {}
            : {
                onprogress: (progress) => {
                  context.mcpReq
                    .notify({
                      method: 'notifications/progress',
                      params: { progressToken, ...progress },
                    })
                    .catch((error: unknown) => log.debug({ err: error }, 'progress was lost'));
                },
              }),
        }),
        either,
      );
      done(result['isError'] === true ? 'error' : 'ok');
      return result;
    } catch (error) {
      done(signal.aborted ? 'cancelled' : timeout.aborted ? 'timeout' : 'error');
      signal.throwIfAborted();
      const message = scrub(this.#explain(error, timeout.aborted, method));
      log.warn({ method, err: error }, 'wrapped server failed');
      // An answer of the wrapped server itself, as the protocol has it.
      if (error instanceof AnsweredError) throw new ProtocolError(error.code, message, error.data);
      // A failing tool is a result that the model reads, so that the run can go on.
      if (method === 'tools/call')
        return { isError: true, content: [{ type: 'text', text: message }] };
      throw new ProtocolError(ProtocolErrorCode.InternalError, message);
    }
  }

  #explain(error: unknown, timedOut: boolean, method: string): string {
    if (timedOut) return `${method} took longer than ${this.#options.callTimeoutMs / 1000} s.`;
    const message = error instanceof Error ? error.message : String(error);
    return /connection closed/i.test(message)
      ? 'The wrapped server ended during the call. It is being started again: try again.'
      : message;
  }
}
