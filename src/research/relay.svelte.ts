import type { ErrorInfo, Toolbox, ToolSpec } from '../contracts';
import { isAbort, toErrorInfo } from '../errors';
import { rememberedTools, rememberTools } from './history';
import type { Health, Parts } from './parts';

/** The relay that gives the run its tools: where it is, whether it answers, what it offers. */
export class RelayState {
  /** Without a trailing slash. */
  address = $state.raw('');
  phase = $state.raw<'connecting' | 'ready' | 'unreachable'>('connecting');
  health = $state.raw<Health>();
  tools = $state.raw<ToolSpec[]>([]);
  error = $state.raw<ErrorInfo>();

  readonly #parts: Parts;
  #token: string | undefined;
  #toolbox?: Promise<Toolbox>;
  #abort = new AbortController();

  constructor(parts: Parts) {
    this.#parts = parts;
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
      const toolbox = await this.toolbox();
      const [health, tools] = await Promise.all([
        this.#parts.health(address, signal),
        toolbox.list({ signal }),
      ]);
      if (signal.aborted) return;
      this.health = health;
      this.tools = tools;
      this.error = undefined;
      this.phase = 'ready';
      await rememberTools(address, tools).catch((error: unknown) => {
        console.warn('With the network off the model will not know its tools.', error);
      });
    } catch (error) {
      if (!signal.aborted && !isAbort(error)) this.lost(toErrorInfo(error));
    }
  }

  /** Asks the same relay again. */
  reconnect(): Promise<void> {
    return this.connect(this.address, this.#token);
  }

  /** Notes that a run could not reach it. */
  lost(error: ErrorInfo): void {
    this.phase = 'unreachable';
    this.error = error;
    this.health = undefined;
  }

  /**
   * The tools of a run. Where the relay does not answer, those that it offered last, each of which
   * fails, so that a person can go on talking; rejects with `relay-unreachable` where none are known.
   */
  async toolboxNow(): Promise<Toolbox> {
    if (this.phase === 'unreachable') await this.reconnect();
    // One that answers and refuses is no lost network: the run ends with what it said.
    const known =
      this.phase === 'unreachable' &&
      this.error?.code === 'relay-unreachable' &&
      (await rememberedTools(this.address).catch(() => undefined));
    if (!known) return this.toolbox();
    return {
      list: () => Promise.resolve(known),
      call: () => Promise.resolve({ ok: false, text: 'the search service is not reachable' }),
    };
  }

  toolbox(): Promise<Toolbox> {
    this.#toolbox ??= this.#parts
      .createToolbox(this.address, this.#token)
      .catch((error: unknown) => {
        this.#toolbox = undefined; // a later try starts afresh
        throw error;
      });
    return this.#toolbox;
  }
}
