/** One research run: the model asks for tools, reads what they return, and answers with checked citations. */
import type {
  AgentEvent,
  Engine,
  Message,
  ModelCard,
  RunUsage,
  Sampling,
  Toolbox,
  ToolSpec,
  Usage,
} from '../contracts';
import { AppError, toAppError, toErrorInfo } from '../errors';
import { addressesNamed, addressKey, type Approve } from './approval';
import { checkCitations } from './citations';
import { fitPrompt, type FittedPrompt } from './context';
import {
  assistantMessage,
  bookOf,
  noHistory,
  openingMessages,
  safeTools,
  type History,
} from './conversation';
import { renderPrompt } from './prompt';
import { parseToolCalls } from './tool-calls';
import { orAbort, ToolRunner } from './tool-runner';
import { visibleOutput } from './visible';

export interface RunOptions {
  question: string;
  /** Earlier turns of the thread, from `historyOf`. */
  history?: History;
  /** Loaded with the card's model. */
  engine: Engine;
  toolbox: Toolbox;
  card: ModelCard;
  /** Instead of the card's. */
  sampling?: Sampling;
  /** Lets the model think before it answers. */
  thinking?: boolean;
  /** Asked before an address is opened that neither the user nor a search named; refused without. */
  approve?: Approve;
  signal: AbortSignal;
  /** Milliseconds since 1970; replaced in tests. */
  now?: () => number;
}

/**
 * Never throws: the last event is `run-finished`, `run-stopped` (after an abort, whatever was going
 * on) or `run-failed`.
 */
export async function* run(options: RunOptions): AsyncGenerator<AgentEvent> {
  const { signal, now = Date.now } = options;
  const began = now();
  const progress: Progress = { usage: noUsage(), output: '' };
  try {
    yield* research({ ...options, now }, progress);
  } catch (error) {
    const usage = { ...progress.usage, totalMs: now() - began };
    const { text, callsStarted } = visibleOutput(progress.output);
    if (signal.aborted) yield { type: 'run-stopped', answer: callsStarted ? '' : text, usage };
    else yield { type: 'run-failed', error: toErrorInfo(error), usage };
  }
}

/** What is known of a run when it breaks off. */
interface Progress {
  usage: RunUsage;
  /** Of the generation under way or the last one. */
  output: string;
}

type Settings = RunOptions & { now: () => number };

async function* research(settings: Settings, progress: Progress): AsyncGenerator<AgentEvent> {
  const { question, history = noHistory, engine, toolbox, card, signal, now } = settings;
  const at = now();
  const started = (tools: string[]): AgentEvent => {
    return { type: 'run-started', question, model: card.id, engine: engine.id, tools, at };
  };
  let tools: ToolSpec[];
  try {
    tools = safeTools(await orAbort(toolbox.list({ signal }), signal));
  } catch (error) {
    yield started([]); // every recorded run begins with its question
    throw toAppError(error, 'relay-unreachable');
  }
  yield started(tools.map((tool) => tool.function.name));

  const book = bookOf(history);
  const messages = openingMessages(question, history);
  const named = [...addressesNamed(messages), ...history.sources.map(({ url }) => addressKey(url))];
  const runner = new ToolRunner({ ...settings, tools, book, named });
  const resultIds = new Map<number, string>();
  let finish: 'answered' | 'length' | 'step-cap' = 'answered';
  for (let step = 1; ; step += 1) {
    const fitted = await fit(settings, messages, tools);
    for (const { index, ...tokens } of fitted.cut)
      yield { type: 'budget-applied', id: resultIds.get(index) ?? `message-${index}`, ...tokens };
    const { prompt } = fitted;
    yield { type: 'prompt-rendered', step, prompt };
    const ended = yield* generate(settings, step, prompt, progress);
    const output = parseToolCalls(progress.output);
    if (output.calls.length === 0 && ended === 'length' && finish === 'answered') finish = 'length';
    if (output.calls.length === 0 || finish === 'step-cap') break;
    messages.push(assistantMessage(output));
    progress.output = '';
    for (const call of output.calls) {
      const { id, shown } = yield* runner.run(call, step);
      resultIds.set(messages.length, id);
      messages.push({ role: 'tool', content: shown });
    }
    if (runner.refusedForCap) finish = 'step-cap';
  }

  const answer = visibleOutput(progress.output).text;
  const citations = checkCitations(answer, book.all());
  for (const citation of citations) yield { type: 'citation-checked', citation };
  const usage = { ...progress.usage, totalMs: now() - at };
  yield { type: 'run-finished', answer, citations, usage, finish };
}

function fit(
  { engine, card, thinking, signal }: Settings,
  messages: Message[],
  tools: ToolSpec[],
): Promise<FittedPrompt> {
  return fitPrompt(
    messages,
    card.contextTokens - card.maxNewTokens,
    (all) => renderPrompt({ messages: all, tools, addGenerationPrompt: true, thinking }),
    (text) => orAbort(engine.countTokens(text), signal),
  );
}

/** One generation; its text is left in `progress`, also when it breaks off. */
async function* generate(
  { engine, card, sampling = card.sampling, signal }: Settings,
  step: number,
  prompt: string,
  progress: Progress,
): AsyncGenerator<AgentEvent, Usage['finish']> {
  signal.throwIfAborted();
  progress.output = '';
  let usage: Usage | undefined;
  try {
    const maxTokens = card.maxNewTokens;
    const events = engine.generate({ prompt, sampling, stop: [], maxTokens, signal });
    for await (const event of events) {
      if (event.type === 'prefill') {
        yield { type: 'prompt-prefilled', step, done: event.done, total: event.total };
      } else if (event.type === 'token') {
        progress.output += event.text;
        yield { type: 'token-generated', step, text: event.text };
      } else if (event.type === 'restarted') {
        yield { type: 'engine-restarted', step, reason: event.reason };
      } else usage = event.usage;
    }
  } catch (error) {
    throw toAppError(error, 'engine-crashed');
  }
  if (usage) {
    progress.usage = addUsage(progress.usage, usage);
    yield { type: 'generation-finished', step, text: progress.output, usage };
  }
  signal.throwIfAborted();
  if (!usage || usage.finish === 'abort')
    throw new AppError('engine-crashed', 'The model stopped in the middle. Ask again.');
  return usage.finish;
}

function noUsage(): RunUsage {
  return {
    finalPromptTokens: 0,
    prefilledTokens: 0,
    reusedTokens: 0,
    completionTokens: 0,
    prefillMs: 0,
    decodeMs: 0,
    totalMs: 0,
  };
}

function addUsage(sum: RunUsage, one: Usage): RunUsage {
  return {
    finalPromptTokens: one.promptTokens,
    prefilledTokens: sum.prefilledTokens + one.promptTokens - one.reusedTokens,
    reusedTokens: sum.reusedTokens + one.reusedTokens,
    completionTokens: sum.completionTokens + one.completionTokens,
    prefillMs: sum.prefillMs + one.prefillMs,
    decodeMs: sum.decodeMs + one.decodeMs,
    totalMs: sum.totalMs,
  };
}
