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
import { orAbort, toAppError } from '../errors';
import { addressesIn, addressesNamed, addressKey, type Approve, type Permission } from './approval';
import { checkArguments } from './arguments';
import { copySource } from './conversation';
import { ANSWER_NOW, showToolError, showToolResult, type ShownResult } from './shapes';
import type { BrokenCall, ParsedCall } from './tool-calls';
import type { MadeCall, Transcript } from './transcript';

export interface ToolRunnerOptions {
  tools: ToolSpec[];
  toolbox: Toolbox;
  engine: Engine;
  card: ModelCard;
  transcript: Transcript;
  /** Without it, what would need a person's word is refused. */
  approve?: Approve;
  /** What is set for a tool, asked before each call; always allowed without it. */
  permission?: (tool: string) => Permission;
  signal: AbortSignal;
  /** Ends the calls under way; the model is told to answer. */
  hurry?: AbortSignal;
  now: () => number;
}

const NO_CALLS_LEFT = `Error: no tool calls are left.\n${ANSWER_NOW}`;

/** A call that was begun: refused, answered from memory, or under way. */
interface Begun {
  id: string;
  began: number;
  refusal?: string;
  remembered?: MadeCall;
  result?: Promise<ToolResult>;
  tool: string;
  search: boolean;
}

export class ToolRunner {
  readonly #options: ToolRunnerOptions;
  /** Named by the user or by a search result; what a page names is not among them. */
  readonly #named: Set<string>;
  /** Ends what is under way, whoever wants it. */
  readonly #both: AbortSignal;

  constructor(options: ToolRunnerOptions) {
    this.#options = options;
    const { signal, hurry } = options;
    this.#both = hurry ? AbortSignal.any([signal, hurry]) : signal;
    const { messages, book, made } = options.transcript;
    this.#named = new Set(addressesNamed(messages));
    const ran = [...made.values()].filter(({ arguments: args }) => addressesIn(args).length > 0);
    const opened = new Set(ran.flatMap(({ sources }) => sources.map(({ url }) => url)));
    for (const { url } of book.all()) if (!opened.has(url)) this.#named.add(addressKey(url));
    for (const { arguments: args, sources } of made.values())
      if (addressesIn(args).length === 0)
        for (const { url } of sources) this.#named.add(addressKey(url));
  }

  /**
   * Runs the calls of one message at the same time; their results come in the order of the calls.
   *
   * @param left how many calls may still be made; the rest are refused.
   * @throws only when aborted.
   */
  async *runAll(
    calls: readonly (ParsedCall | BrokenCall)[],
    step: number,
    left: number,
  ): AsyncGenerator<AgentEvent> {
    const news: AgentEvent[] = [];
    let wake = (): void => undefined;
    const onNews = (event: AgentEvent): void => {
      news.push(event);
      wake();
    };
    const first = this.#options.transcript.made.size + 1;
    const keys = new Set<string>();
    const begun: Begun[] = [];
    for (const [at, call] of calls.entries())
      begun.push(
        yield* this.#begin(call, { step, id: `call-${first + at}`, left: left - at, keys, onNews }),
      );
    for (const one of begun) {
      let result: ToolResult | undefined;
      const done = one.result?.then((value) => {
        result = value;
      });
      while (done) {
        const woken = new Promise<void>((resolve) => (wake = resolve));
        if (news.length === 0) await orAbort(Promise.race([done, woken]), this.#options.signal);
        yield* news.splice(0);
        if (result) break;
      }
      yield* this.#end(one, result);
    }
  }

  async *#begin(
    call: ParsedCall | BrokenCall,
    {
      step,
      id,
      left,
      keys,
      onNews,
    }: {
      step: number;
      id: string;
      left: number;
      /** Of the calls that go out with this one. */
      keys: Set<string>;
      onNews: (event: AgentEvent) => void;
    },
  ): AsyncGenerator<AgentEvent, Begun> {
    const { tools, signal, now, transcript } = this.#options;
    signal.throwIfAborted();
    const tool = tools.find((one) => one.function.name === call.name);
    const { args, problem } = this.#check(call, tool);
    const name = call.name || 'unknown';
    yield { type: 'tool-call-proposed', step, id, name, arguments: args };
    const began = now();
    const begun = { id, began, tool: name, search: addressesIn(args).length === 0 };
    if (left <= 0) return { ...begun, refusal: NO_CALLS_LEFT };
    if (problem !== undefined) return { ...begun, refusal: problem };
    const key = keyOf(call.name, args);
    const [madeId, remembered] =
      [...transcript.made].find(
        ([, made]) => made.ok && keyOf(made.name, made.arguments) === key,
      ) ?? [];
    if (keys.has(key)) return { ...begun, refusal: REPEATED };
    if (madeId !== undefined) {
      const place = transcript.places.get(madeId) ?? -1;
      const whole = transcript.messages[place]?.content?.startsWith(remembered!.shown);
      return whole ? { ...begun, refusal: REPEATED } : { ...begun, remembered };
    }
    const refusal = await this.#refusalOf(call.name, args);
    if (refusal !== undefined) return { ...begun, refusal };
    yield { type: 'tool-started', id };
    keys.add(key);
    return { ...begun, result: this.#call(id, call.name, args, onNews) };
  }

  async *#end(
    { id, began, refusal, remembered, tool, search }: Begun,
    result: ToolResult | undefined,
  ): AsyncGenerator<AgentEvent> {
    const { signal, now } = this.#options;
    if (remembered) {
      const { shown, sources } = remembered;
      yield { type: 'tool-finished', id, ok: true, shown, sources, ms: 0 };
      return;
    }
    if (!result) {
      const shown = refusal ?? NO_CALLS_LEFT;
      yield { type: 'tool-finished', id, ok: false, shown, sources: [], ms: 0 };
      return;
    }
    signal.throwIfAborted();
    const shown = await this.#show(tool, result);
    signal.throwIfAborted();
    if (search) for (const { url } of shown.sources) this.#named.add(addressKey(url));
    const { text, sources, keptTokens, droppedTokens } = shown;
    const ms = now() - began;
    const credits = creditsOf(result.structured);
    yield { type: 'tool-finished', id, ok: result.ok, shown: text, sources, ms, ...credits };
    if (droppedTokens > 0) yield { type: 'budget-applied', id, keptTokens, droppedTokens };
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
    const { approve, permission = () => 'always', signal } = this.#options;
    const isAllowed = async (address?: string): Promise<boolean> => {
      const asked = approve?.({ tool, args, address, signal: this.#both });
      const allowed = asked && (await orAbort(asked, this.#both).catch(() => false));
      signal.throwIfAborted();
      return allowed ?? false;
    };
    const set = permission(tool);
    if (set === 'never') return SWITCHED_OFF;
    const addresses = addressesIn(args);
    const unnamed = addresses.filter((address) => !this.#named.has(addressKey(address)));
    if (set === 'ask' && unnamed.length === 0 && !(await isAllowed())) return NOT_PERMITTED;
    for (const address of unnamed) if (!(await isAllowed(address))) return NOT_ALLOWED;
    return undefined;
  }

  #call(
    id: string,
    name: string,
    args: Record<string, unknown>,
    onNews: (event: AgentEvent) => void,
  ): Promise<ToolResult> {
    const { toolbox } = this.#options;
    const both = this.#both;
    const onProgress = (progress: ToolProgress): void =>
      onNews({ type: 'tool-progressed', id, progress });
    const work = callSafely(toolbox, name, args, { signal: both, onProgress });
    return orAbort(work, both).catch(() => HURRIED);
  }

  async #show(tool: string, result: ToolResult): Promise<ShownResult> {
    const { transcript, card, engine, signal } = this.#options;
    const options = {
      tool,
      book: transcript.book,
      question: transcript.asked,
      query: [...transcript.made.values()].map(queryOf).findLast((query) => query !== undefined),
      maxTokens: card.toolResultTokens,
      maxResults: card.searchResults,
      count: (text: string) => orAbort(engine.countTokens(text), signal),
    };
    const shown = await showToolResult(result, options);
    const sources: Source[] = shown.sources.map(copySource);
    return { ...shown, sources };
  }
}

/** What a search cost, as Serper tells it. */
function creditsOf(structured: unknown): { credits?: number } {
  if (typeof structured !== 'object' || structured === null) return {};
  const { credits } = structured as Record<string, unknown>;
  return typeof credits === 'number' && credits >= 0 ? { credits } : {};
}

/** What a call searched for, where it was a search. */
function queryOf({ arguments: args }: { arguments: Record<string, unknown> }): string | undefined {
  return [args['q'], args['query']].find((value) => typeof value === 'string');
}

const NOT_ALLOWED = showToolError(
  'the user did not allow this address. Open only addresses from the question or the search results.',
);
const SWITCHED_OFF = showToolError('the user has switched this tool off. Go on without it.');
const NOT_PERMITTED = showToolError('the user did not allow this call. Go on without it.');
const HURRIED: ToolResult = { ok: false, text: 'the user did not want to wait for it' };
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

const keyOf = (name: string, args: Record<string, unknown>): string => `${name} ${canonical(args)}`;

/** The same text for the same values, whatever the order of the keys. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
}
