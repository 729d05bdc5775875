/** Prompts of MCP servers as beginnings of a question. A person sees them, fills them in, and asks. */
import type { ErrorInfo, Toolbox } from '../contracts';
import { isAbort, toErrorInfo } from '../errors';
import { filled, offered, type Filled, type Starter } from './prompts';

/** A server that may offer prompts. */
export interface PromptOrigin {
  id: string;
  name: string;
  /** Another object where it may offer others: it was connected to anew. */
  since: object;
  box: () => Promise<Toolbox>;
}

/** What is known of one server's prompts. */
interface Known {
  since: object;
  name: string;
  starters?: Starter[];
  reason?: ErrorInfo;
}

export class PromptsState {
  starters = $state.raw<readonly Starter[]>([]);
  /** Servers whose prompts could not be listed. */
  failures = $state.raw<readonly { server: string; reason: ErrorInfo }[]>([]);
  loading = $state.raw(false);

  readonly #origins: () => PromptOrigin[];
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- `#show` tells what changed
  readonly #known = new Map<string, Known>();
  #abort = new AbortController();

  constructor(origins: () => PromptOrigin[]) {
    this.#origins = origins;
  }

  /** Lists those of servers that are new, connected anew, or failed with `again`; drops those that are gone. Never rejects. */
  async refresh(again = false): Promise<void> {
    const origins = this.#origins();
    this.#abort.abort();
    const { signal } = (this.#abort = new AbortController());
    for (const id of this.#known.keys())
      if (!origins.some((one) => one.id === id)) this.#known.delete(id);
    const asked = origins.filter(({ id, since, name }) => {
      const known = this.#known.get(id);
      const same = known?.since === since && known.name === name;
      return !same || (again && known.reason !== undefined);
    });
    this.#show(origins);
    this.loading = asked.length > 0;
    await Promise.all(
      asked.map(async (origin) => {
        const known = await this.#list(origin, signal);
        if (signal.aborted) return;
        this.#known.set(origin.id, known);
        this.#show(origins);
      }),
    );
    if (!signal.aborted) this.loading = false;
  }

  /**
   * The text that a prompt becomes, for the box.
   * @throws AppError with the server's reason, or where there is no text in it.
   */
  async fill(
    { origin, name }: Starter,
    args: Record<string, string>,
    signal: AbortSignal,
  ): Promise<Filled> {
    const server = this.#origins().find(({ id }) => id === origin);
    const prompts = (await server?.box())?.prompts;
    return filled(await prompts?.get(name, args, { signal }));
  }

  async #list(origin: PromptOrigin, signal: AbortSignal): Promise<Known> {
    const { since, name } = origin;
    try {
      const { prompts } = await origin.box();
      const onchange = () => {
        this.#known.delete(origin.id);
        void this.refresh();
      };
      const specs = (await prompts?.list({ signal, onchange })) ?? [];
      return { since, name, starters: offered(origin, specs) };
    } catch (error) {
      return { since, name, ...(isAbort(error) ? {} : { reason: toErrorInfo(error) }) };
    }
  }

  #show(origins: PromptOrigin[]): void {
    const known = origins.flatMap(({ id }) => this.#known.get(id) ?? []);
    this.starters = known.flatMap(({ starters = [] }) => starters);
    this.failures = known.flatMap(({ name, reason }) =>
      reason === undefined ? [] : [{ server: name, reason }],
    );
  }
}
