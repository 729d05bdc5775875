/** Executes the tool calls of one run. Whatever goes wrong with a tool becomes a result that the model sees. */
import type {
  AgentEvent,
  Engine,
  ModelCard,
  Source,
  Toolbox,
  ToolProgress,
  ToolResult,
  ToolSpec,
} from '../contracts';
import { AppError, toAppError } from '../errors';
import { addressesIn, addressKey, type Approve } from './approval';
import { checkArguments } from './arguments';
import { copySource } from './conversation';
import { showToolError, showToolResult, type ShownResult } from './shapes';
import type { SourceBook } from './sources';
import type { BrokenCall, ParsedCall } from './tool-calls';

export interface ToolRunnerOptions {
  question: string;
  tools: ToolSpec[];
  toolbox: Toolbox;
  engine: Engine;
  card: ModelCard;
  book: SourceBook;
  /** Addresses that may be opened unasked, in the form of `addressKey`. */
  named: Iterable<string>;
  /** Without it, what would need a person's word is refused. */
  approve?: Approve;
  signal: AbortSignal;
  now: () => number;
}

interface Outcome {
  id: string;
  /** What the model sees. */
  shown: string;
}

const NO_CALLS_LEFT = 'Error: no tool calls are left.\nAnswer now from what you have read.';

export class ToolRunner {
  /** True once a call was refused because the run had made as many as it may. */
  refusedForCap = false;
  readonly #options: ToolRunnerOptions;
  #calls = 0;
  /** Calls that succeeded. */
  readonly #made = new Set<string>();
  /** Named by the user or by a search result; what a page names is not among them. */
  readonly #named: Set<string>;

  constructor(options: ToolRunnerOptions) {
    this.#options = options;
    this.#named = new Set(options.named);
  }

  /** @throws only when aborted. */
  async *run(call: ParsedCall | BrokenCall, step: number): AsyncGenerator<AgentEvent, Outcome> {
    const { card, tools, signal, now } = this.#options;
    signal.throwIfAborted();
    this.#calls += 1;
    const id = `call-${this.#calls}`;
    const tool = tools.find((one) => one.function.name === call.name);
    const { args, problem } = this.#check(call, tool);
    yield {
      type: 'tool-call-proposed',
      step,
      id,
      name: call.name || 'unknown',
      arguments: args,
    };
    const key = `${call.name} ${canonical(args)}`;
    const began = now();
    if (this.#calls > card.maxSteps) this.refusedForCap = true;
    const refusal = this.refusedForCap
      ? NO_CALLS_LEFT
      : (problem ??
        (this.#made.has(key) ? REPEATED : undefined) ??
        (await this.#refusalOf(call.name, args)));
    if (refusal !== undefined) {
      yield { type: 'tool-finished', id, ok: false, shown: refusal, sources: [], ms: 0 };
      return { id, shown: refusal };
    }

    yield { type: 'tool-started', id };
    const result = yield* this.#call(id, call.name, args);
    signal.throwIfAborted();
    if (result.ok) this.#made.add(key);
    const shown = await this.#show(result);
    signal.throwIfAborted();
    if (addressesIn(args).length === 0)
      for (const { url } of shown.sources) this.#named.add(addressKey(url));
    const { text, sources, keptTokens, droppedTokens } = shown;
    const ms = now() - began;
    yield { type: 'tool-finished', id, ok: result.ok, shown: text, sources, ms };
    if (droppedTokens > 0) yield { type: 'budget-applied', id, keptTokens, droppedTokens };
    return { id, shown: text };
  }

  #check(
    call: ParsedCall | BrokenCall,
    tool: ToolSpec | undefined,
  ): { args: Record<string, unknown>; problem?: string } {
    if (call.type === 'broken-call') return { args: {}, problem: showToolError(call.error) };
    if (!tool) {
      const names = this.#options.tools.map(({ function: { name } }) => name).join(', ');
      const problem = showToolError(`there is no tool "${call.name}". Tools: ${names || 'none'}.`);
      return { args: call.arguments, problem };
    }
    const checked = checkArguments(tool, call.arguments);
    if ('error' in checked) return { args: call.arguments, problem: showToolError(checked.error) };
    return { args: checked.arguments };
  }

  /** What the model is told of a call that may not be made; undefined where it may. */
  async #refusalOf(tool: string, args: Record<string, unknown>): Promise<string | undefined> {
    const { approve, signal } = this.#options;
    for (const address of addressesIn(args)) {
      if (this.#named.has(addressKey(address))) continue;
      const allowed = approve && (await orAbort(approve({ tool, address, signal }), signal));
      if (!allowed) return NOT_ALLOWED;
    }
    return undefined;
  }

  async *#call(
    id: string,
    name: string,
    args: Record<string, unknown>,
  ): AsyncGenerator<AgentEvent, ToolResult> {
    const { toolbox, signal } = this.#options;
    const news: ToolProgress[] = [];
    let wake = (): void => undefined;
    let result: ToolResult | undefined;
    const onProgress = (progress: ToolProgress): void => {
      news.push(progress);
      wake();
    };
    const done = callSafely(toolbox, name, args, { signal, onProgress }).then((value) => {
      result = value;
    });
    for (;;) {
      const woken = new Promise<void>((resolve) => (wake = resolve));
      if (news.length === 0) await orAbort(Promise.race([done, woken]), signal);
      for (const progress of news.splice(0)) yield { type: 'tool-progressed', id, progress };
      if (result) return result;
    }
  }

  async #show(result: ToolResult): Promise<ShownResult> {
    const { book, question, card, engine, signal } = this.#options;
    const options = {
      book,
      question,
      maxTokens: card.toolResultTokens,
      maxResults: card.searchResults,
      count: (text: string) => orAbort(engine.countTokens(text), signal),
    };
    const shown = await showToolResult(result, options);
    const sources: Source[] = shown.sources.map(copySource);
    return { ...shown, sources };
  }
}

const NOT_ALLOWED = showToolError(
  'the user did not allow this address. Open only addresses from the question or the search results.',
);
const REPEATED = showToolError('this call was made before, and its result is above.');

/** A tool that throws is one that failed; an abort is told apart by the signal. */
async function callSafely(
  toolbox: Toolbox,
  name: string,
  args: Record<string, unknown>,
  options: Parameters<Toolbox['call']>[2],
): Promise<ToolResult> {
  try {
    return await toolbox.call(name, args, options);
  } catch (error) {
    return { ok: false, text: toAppError(error, 'tool-failed').message };
  }
}

/** Rejects as soon as the signal is aborted, whether or not the work notices. */
export async function orAbort<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let stop = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(new AppError('aborted', 'Stopped.'));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop);
  });
  try {
    return await Promise.race([aborted, work]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** The same text for the same values, whatever the order of the keys. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
}
