import type { Toolbox } from '../contracts';
import { toErrorInfo } from '../errors';
import { mcp as words } from '../i18n/en/mcp';
import { serverAllowance, type McpServer, type ServerStatus } from './mcp-servers';
import type { PromptOrigin } from './prompts.svelte';
import type { ServerParts, ToolChoice } from './parts';

/** A server that failed is not asked again for this long: a question must not wait for it each time. */
const REST_MS = 30_000;
const LIST_MS = 5000;

/** The added MCP servers: how each is, and their tools for a run. */
export class ServersState {
  /** By id; absent before a server was asked. */
  statuses = $state.raw<Readonly<Record<string, ServerStatus>>>({});

  readonly #parts: ServerParts;
  readonly #servers: () => readonly McpServer[];
  /* eslint-disable svelte/prefer-svelte-reactivity -- nothing shows them */
  readonly #opened = new Map<string, { key: string; box: Promise<Toolbox> }>();
  readonly #failedAt = new Map<string, number>();
  /** The last test of each: what was asked before it is out of date. */
  readonly #tested = new Map<string, object>();
  /* eslint-enable svelte/prefer-svelte-reactivity */

  constructor(parts: ServerParts, servers: () => readonly McpServer[]) {
    this.#parts = parts;
    this.#servers = servers;
  }

  /** Connects afresh and keeps what it says; never rejects. */
  async test(server: McpServer, signal = new AbortController().signal): Promise<ServerStatus> {
    this.#set(server.id, { phase: 'testing' });
    this.#tested.set(server.id, {});
    const status = await this.#parts
      .test(server, signal)
      .catch((error: unknown): ServerStatus => this.#failure(error));
    this.#opened.delete(server.id);
    if (status.phase === 'ready') void this.#open(server);
    this.#set(server.id, status);
    return status;
  }

  /** Leaves the page for the server's sign-in; where that cannot be, says why in its status. */
  async signIn(server: McpServer): Promise<void> {
    this.#set(server.id, { phase: 'testing' });
    try {
      const target = await this.#parts.signIn(server);
      if (target) location.assign(target);
      else await this.test(server);
    } catch (error) {
      this.#set(server.id, { ...this.#failure(error), signIn: true });
    }
  }

  /** Ends the sign-in that the page came back from; the server it was for, or undefined where it is of none. */
  async finishSignIn(params: URLSearchParams): Promise<McpServer | undefined> {
    const [id] = params.get('state')?.split('.') ?? [];
    const server = this.#servers().find((one) => one.id === id);
    if (!server) return undefined;
    try {
      await this.#parts.finishSignIn(server, params);
      await this.test(server);
    } catch (error) {
      this.#set(server.id, { ...this.#failure(error), signIn: true });
    }
    return server;
  }

  /** Drops what is known of a server; what it returns brings it back. */
  async forget(server: McpServer): Promise<() => Promise<void>> {
    const status = this.statuses[server.id];
    const restore = await this.#parts.forget(server);
    this.#set(server.id, undefined);
    return async () => {
      await restore();
      this.#set(server.id, status);
    };
  }

  /** What the servers that are on offer to a run. One that fails offers nothing, and never ends the run. */
  toolboxes(): NonNullable<ToolChoice['servers']> {
    return this.#servers()
      .filter(({ off }) => !off)
      .map((server) => ({
        id: server.id,
        name: server.name,
        box: {
          list: ({ signal }) => this.#list(server, signal),
          call: async (name, args, options) => (await this.#open(server)).call(name, args, options),
        },
      }));
  }

  /** The servers that are on and have answered. */
  promptOrigins(): PromptOrigin[] {
    return this.#servers().flatMap((server) => {
      const since = this.statuses[server.id];
      if (server.off || since?.phase !== 'ready') return [];
      return [{ id: server.id, name: server.name, since, box: () => this.#open(server) }];
    });
  }

  async #list(server: McpServer, signal: AbortSignal) {
    const { id } = server;
    const rests = Date.now() - (this.#failedAt.get(id) ?? -Infinity) < REST_MS;
    const known = this.statuses[id];
    if (known?.phase !== 'ready' || this.#opened.get(id)?.key !== keyOf(server)) {
      if (rests && known?.phase === 'failed') return [];
      const late = AbortSignal.timeout(LIST_MS);
      const tested = this.#tested.get(id);
      const status = await this.#parts
        .test(server, AbortSignal.any([signal, late]))
        .catch((error: unknown): ServerStatus => {
          signal.throwIfAborted();
          const reason = words.slow(server.name, LIST_MS / 1000);
          return late.aborted ? { phase: 'failed', reason, signIn: false } : this.#failure(error);
        });
      if (this.#tested.get(id) === tested) {
        this.#set(id, status);
        if (status.phase === 'ready') void this.#open(server);
      }
    }
    const now = this.statuses[id];
    if (now?.phase !== 'ready') return [];
    // What is switched off is not even shown to the model.
    const set = this.#servers().find((one) => one.id === id);
    return now.tools.filter(({ function: { name } }) => serverAllowance(set, name) !== 'never');
  }

  #open(server: McpServer): Promise<Toolbox> {
    const key = keyOf(server);
    const opened = this.#opened.get(server.id);
    if (opened?.key === key) return opened.box;
    const box = this.#parts.toolbox(server);
    this.#opened.set(server.id, { key, box });
    // A part that was not loaded is loaded anew.
    box.catch(() => this.#opened.delete(server.id));
    return box;
  }

  #set(id: string, status: ServerStatus | undefined): void {
    const others = { ...this.statuses };
    delete others[id];
    this.statuses = status ? { ...others, [id]: status } : others;
    if (status?.phase === 'failed') this.#failedAt.set(id, Date.now());
    else this.#failedAt.delete(id);
  }

  #failure(error: unknown): ServerStatus & { phase: 'failed' } {
    const { said, message } = toErrorInfo(error);
    return { phase: 'failed', reason: said ?? message, signIn: false };
  }
}

/** Another address or another secret is another connection. */
function keyOf({ url, token, headers }: McpServer): string {
  return JSON.stringify([url, token, headers]);
}
