import type { ErrorInfo, Toolbox, ToolSpec } from '../contracts';
import { isAbort, toErrorInfo } from '../errors';
import { shell } from '../i18n/en/shell';
import type { ServerStatus } from './mcp-servers';
import { rememberedTools, rememberTools } from './settings-store';
import type { PromptOrigin } from './prompts.svelte';
import type { Health, Parts, RunTools, ToolChoice } from './parts';

/** What a person has set about tools. */
type ToolSettings = Pick<ToolChoice, 'library' | 'toolNames'>;

/** Where a run gets its tools: the relay, whether it answers and what it offers, or the library. */
export class RelayState {
  /** Without a trailing slash. */
  address = $state.raw('');
  phase = $state.raw<'connecting' | 'ready' | 'unreachable'>('connecting');
  health = $state.raw<Health>();
  tools = $state.raw<ToolSpec[]>([]);
  /** Those of them that are of no added server. */
  ownTools = $state.raw<ToolSpec[]>([]);
  error = $state.raw<ErrorInfo>();
  /** True where the library is searched in place of the relay. */
  fromLibrary = $state.raw(false);
  /** Why the last page that was read is not in the library. */
  notSaved = $state.raw<ErrorInfo>();

  readonly #parts: Parts;
  readonly #settings: () => ToolSettings;
  readonly #servers: () => NonNullable<ToolChoice['servers']>;
  #token: string | undefined;
  #toolbox?: Promise<Toolbox>;
  #abort = new AbortController();
  /** How long its last answer took. */
  #ms = 0;

  constructor(
    parts: Parts,
    settings: () => ToolSettings = () => ({}),
    /** MCP servers that were added, asked for at each run. */
    servers: () => NonNullable<ToolChoice['servers']> = () => [],
  ) {
    this.#parts = parts;
    this.#settings = settings;
    this.#servers = servers;
  }

  /** Asks the relay at `address` what it offers, with `token` where it wants one. Failure shows in `phase`. */
  async connect(address: string, token?: string): Promise<void> {
    this.#abort.abort();
    const { signal } = (this.#abort = new AbortController());
    if (address !== this.address || token !== this.#token) this.#toolbox = undefined;
    this.#token = token;
    this.address = address;
    this.phase = 'connecting';
    try {
      if (this.#settings().library === 'only') {
        const box = await this.#libraryTools();
        const tools = await box.list({ signal });
        if (!signal.aborted) this.#ready(tools, box);
        return;
      }
      const toolbox = await this.toolbox();
      const began = performance.now();
      const [health, own] = await Promise.all([
        this.#parts.health(address, signal),
        toolbox.list({ signal }),
      ]);
      const ms = performance.now() - began;
      const relay: Toolbox = { ...toolbox, list: () => Promise.resolve(own) };
      const box = await this.#arrange({ relay });
      const tools = await box.list({ signal });
      if (signal.aborted) return;
      this.#ms = ms;
      this.#ready(tools, box, health);
      await rememberTools(address, own).catch((error: unknown) => {
        console.warn('With the network off the model will not know its tools.', error);
      });
    } catch (error) {
      if (!signal.aborted && !isAbort(error)) this.lost(toErrorInfo(error));
    }
  }

  /** How it is, in the words of the other servers; undefined where the library is searched alone. */
  get status(): ServerStatus | undefined {
    if (this.phase === 'connecting') return { phase: 'testing' };
    if (this.phase === 'unreachable') {
      const { said, message = '' } = this.error ?? {};
      return { phase: 'failed', reason: said ?? message, signIn: false };
    }
    if (!this.health) return undefined;
    const { version = '' } = this.health;
    return { phase: 'ready', title: '', version, tools: this.ownTools, ms: this.#ms };
  }

  /** Whose prompts are offered: nobody's where the library stands in for the relay. */
  promptOrigins(): PromptOrigin[] {
    if (!this.health) return [];
    return [{ id: '', name: shell.relay, since: this.health, box: () => this.toolbox() }];
  }

  /** Asks the same relay again. */
  reconnect(): Promise<void> {
    return this.connect(this.address, this.#token);
  }

  #ready(tools: ToolSpec[], { originOf }: RunTools, health?: Health): void {
    this.health = health;
    this.tools = tools;
    this.ownTools = tools.filter(({ function: { name } }) => !originOf(name));
    this.error = undefined;
    this.fromLibrary = !health;
    this.phase = 'ready';
  }

  /** Notes that a run could not reach it. */
  lost(error: ErrorInfo): void {
    this.phase = 'unreachable';
    this.error = error;
    this.health = undefined;
    void this.#hasLibrary();
  }

  /**
   * The tools of a run. Where the relay does not answer, those that it offered last: served by the
   * library where there is something in it; otherwise each fails, so that a person can go on talking.
   * Rejects with `relay-unreachable` where none are known.
   */
  async toolboxNow(): Promise<RunTools> {
    if (this.#settings().library === 'only') return this.#libraryTools();
    if (this.phase === 'unreachable') await this.reconnect();
    if (!this.#outOfReach) return this.#arrange({ relay: await this.toolbox() });
    if (await this.#hasLibrary()) return this.#libraryTools();
    const known = await rememberedTools(this.address).catch(() => undefined);
    if (!known) return this.#arrange({ relay: await this.toolbox() });
    const relay: Toolbox = {
      list: () => Promise.resolve(known),
      call: () => Promise.resolve({ ok: false, text: 'the search service is not reachable' }),
    };
    return this.#arrange({ relay });
  }

  #arrange(choice: Pick<ToolChoice, 'relay' | 'known'>): Promise<RunTools> {
    // All settings may be handed in, and one of them is called relay too.
    const { library, toolNames } = this.#settings();
    const onLost = (why: ErrorInfo) => this.lost(why);
    // With the library alone nothing leaves this device.
    const servers = library === 'only' ? [] : this.#servers();
    return this.#parts.arrangeTools({ library, toolNames, onLost, servers, ...choice });
  }

  async #libraryTools(): Promise<RunTools> {
    const known = await rememberedTools(this.address).catch(() => undefined);
    return this.#arrange(known ? { known } : {});
  }

  /** Whether the relay is out of reach and the library has something in its place. */
  async #hasLibrary(): Promise<boolean> {
    // One that cannot be read is none.
    const pages = await this.#parts.libraryPages().catch((error: unknown) => {
      console.warn('The library cannot be read.', error);
      return 0;
    });
    return (this.fromLibrary = pages > 0 && this.#outOfReach);
  }

  /** One that answers and refuses is no lost network: the run ends with what it said. */
  get #outOfReach(): boolean {
    return this.phase === 'unreachable' && this.error?.code === 'relay-unreachable';
  }

  toolbox(): Promise<Toolbox> {
    this.#toolbox ??= this.#parts
      .createToolbox(this.address, {
        ...(this.#token ? { token: this.#token } : {}),
        onNotSaved: (error) => (this.notSaved = toErrorInfo(error)),
      })
      .catch((error: unknown) => {
        this.#toolbox = undefined; // a later try starts afresh
        throw error;
      });
    return this.#toolbox;
  }
}
