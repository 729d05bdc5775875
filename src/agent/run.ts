/** One research run: the model asks for tools, reads what they return, and answers with checked citations. */
import type {
  AgentEvent,
  Citation,
  Depth,
  Engine,
  Haste,
  Message,
  ModelCard,
  RunUsage,
  Sampling,
  Toolbox,
  ToolSpec,
  Usage,
} from '../contracts';
import { AppError, orAbort, toAppError, toErrorInfo } from '../errors';
import { faults } from '../i18n/en/faults';
import type { Approve, Permission } from './approval';
import { contextUse, counted, fitPrompt } from './budget';
import { checkCitations } from './citations';
import { excerpts } from './excerpts';
import { noHistory, safeTools, type History } from './conversation';
import { limitsOf, type Limits } from './limits';
import { renderPrompt } from './prompt';
import { parsePlan, reportOf } from './report';
import { addUsage, noUsage } from './run-usage';
import { ToolRunner } from './tool-runner';
import { Transcript } from './transcript';
import { visibleOutput } from './visible';

export interface RunOptions {
  question: string;
  /** Earlier turns of the thread, from `historyOf`. */
  history?: History;
  /** The events of this run so far, where it goes on after a reload, a stop or a failure. */
  resume?: readonly AgentEvent[];
  depth?: Depth;
  /** Loaded with the card's model. */
  engine: Engine;
  toolbox: Toolbox;
  card: ModelCard;
  /** Instead of the card's. */
  sampling?: Sampling;
  /** In place of the app's own system prompt; a run that goes on keeps the one that it began with. */
  system?: string;
  /** Lets the model think before it answers; likewise. */
  thinking?: boolean;
  /** Asked before an address is opened that neither the user nor a search named; refused without. */
  approve?: Approve;
  /** Whether a tool may be called: always, once a person has said so, or never. Always without it. */
  permission?: (tool: string) => Permission;
  /** Lets a person change the sub-questions of a deep run; they are taken as they are without. */
  confirmPlan?: (questions: string[], signal: AbortSignal) => Promise<string[]>;
  signal: AbortSignal;
  /** When it fires, the model answers from what it has read so far. */
  hurry?: AbortSignal;
  /** Milliseconds since 1970; replaced in tests. */
  now?: () => number;
}

/**
 * Never throws: the last event is `run-finished`, `run-stopped` (after an abort, whatever was going
 * on) or `run-failed`.
 */
export async function* run(options: RunOptions): AsyncGenerator<AgentEvent> {
  const { signal, now = Date.now, history = noHistory, resume = [], card, depth } = options;
  const began = now();
  const transcript = new Transcript(history);
  let usage = noUsage();
  for (const event of resume) {
    transcript.apply(event);
    if (event.type === 'generation-finished') usage = addUsage(usage, event.usage);
    if ('usage' in event && 'totalMs' in event.usage) usage.totalMs = event.usage.totalMs;
  }
  const before = usage.totalMs;
  const count = counted((text) => orAbort(options.engine.countTokens(text), signal));
  const given: Research = {
    ...options,
    now,
    began,
    transcript,
    tools: [],
    count,
    limits: limitsOf(depth ?? 'standard', card),
    used: () => usage,
    spent: usage.completionTokens,
  };
  const total = (): RunUsage => ({ ...usage, totalMs: before + now() - began });
  try {
    for await (const event of research(given)) {
      transcript.apply(event);
      if (event.type === 'generation-finished') usage = addUsage(usage, event.usage);
      yield event;
    }
    yield* conclude(transcript, options, total());
  } catch (error) {
    if (signal.aborted) {
      const { answer, parts } = soFar(transcript);
      yield* checked(parts, transcript);
      yield { type: 'run-stopped', answer, usage: total() };
    } else yield { type: 'run-failed', error: toErrorInfo(error), usage: total() };
  }
}

interface Research extends RunOptions {
  now: () => number;
  began: number;
  /** Made from the events that were yielded: it changes with every `yield`. */
  transcript: Transcript;
  tools: ToolSpec[];
  count: (text: string) => Promise<number>;
  limits: Limits;
  used: () => RunUsage;
  /** Tokens that were written before the question that is being answered. */
  spent: number;
}

async function* research(given: Research): AsyncGenerator<AgentEvent> {
  const { question, depth, system, thinking, engine, toolbox, card, signal, now, transcript } =
    given;
  const started = (names: string[]): AgentEvent => {
    const at = now();
    if (transcript.started) return { type: 'run-resumed', at };
    const mode = {
      ...(depth ? { depth } : {}),
      ...(system === undefined ? {} : { system }),
      ...(thinking ? { thinking: true as const } : {}),
    };
    return {
      type: 'run-started',
      question,
      model: card.id,
      engine: engine.id,
      tools: names,
      ...mode,
      at,
    };
  };
  try {
    given.tools = safeTools(await orAbort(toolbox.list({ signal }), signal));
  } catch (error) {
    yield started([]); // every recorded run begins with its question
    throw toAppError(error, 'relay-unreachable');
  }
  yield started(given.tools.map((tool) => tool.function.name));
  const runner = new ToolRunner(given);
  if (depth === 'deep') yield* researchDeep(given, runner);
  else yield* converse(given, runner);
}

/** Sub-questions first, then each looked up in a conversation of its own that begins where the thread ended. */
async function* researchDeep(given: Research, runner: ToolRunner): AsyncGenerator<AgentEvent> {
  const { transcript, question, confirmPlan, signal, hurry } = given;
  if (!transcript.plan) {
    if (!transcript.proposed) {
      if (!transcript.output && !hurry?.aborted) yield* generate(given);
      const text = transcript.output?.calls.length === 0 ? transcript.output.text : '';
      yield { type: 'plan-proposed', questions: parsePlan(text, question) };
    }
    const proposed = transcript.proposed ?? [question];
    const asked = hurry?.aborted ? undefined : confirmPlan?.([...proposed], signal);
    const chosen = asked ? await orAbort(asked, signal) : proposed;
    const questions = chosen.map((one) => one.trim()).filter(Boolean);
    yield { type: 'plan-accepted', questions: questions.length > 0 ? questions : [question] };
  }
  for (const [index, one] of (transcript.plan ?? []).entries()) {
    if (hurry?.aborted && index > 0) break;
    if (transcript.sections[index]?.answer !== undefined) continue;
    if (!transcript.sections[index]) yield { type: 'section-started', index, question: one };
    given.began = given.now();
    given.spent = given.used().completionTokens;
    yield* converse(given, runner);
    yield { type: 'section-finished', index, answer: answerOf(transcript).answer };
  }
}

/** Generates and calls tools in turn until there is an answer. */
async function* converse(given: Research, runner: ToolRunner): AsyncGenerator<AgentEvent> {
  const { transcript, limits } = given;
  for (;;) {
    const { open, demanded, output } = transcript;
    // What was demanded is given, also where it is another call.
    if (output && (demanded || open.length === 0)) return;
    const left = given.hurry?.aborted ? 0 : limits.calls - transcript.calls;
    if (open.length > 0) yield* runner.runAll(open, transcript.step, left);
    const reason = hasteOf(given) ?? (open.length > left ? 'step-cap' : undefined);
    if (reason && !demanded) yield { type: 'answer-demanded', reason };
    yield* generate(given);
  }
}

function hasteOf({
  hurry,
  transcript,
  limits,
  now,
  began,
  used,
  spent,
}: Research): Haste | undefined {
  if (hurry?.aborted) return 'asked';
  if (transcript.idle >= limits.idle) return 'stalled';
  if (now() - began > limits.seconds * 1000) return 'time';
  return used().completionTokens - spent > limits.tokens ? 'tokens' : undefined;
}

/** One generation, with the prompt that fits; a call or an answer that is not wanted any more is broken off. */
async function* generate(given: Research): AsyncGenerator<AgentEvent> {
  const { engine, card, sampling = card.sampling, signal, hurry, transcript, tools } = given;
  const { count } = given;
  const { thinking } = transcript;
  signal.throwIfAborted();
  const render = (messages: readonly Message[]): string =>
    renderPrompt({ messages: [...messages], tools, addGenerationPrompt: true, thinking });
  const { contextTokens: window, maxNewTokens: answer } = card;
  const { quotes } = transcript;
  const options = { maxTokens: window - answer, render, count, quotes };
  const fitted = await fitPrompt(transcript.messages, options);
  for (const change of fitted.changes) {
    const id = [...transcript.places].find(([, place]) => place === change.index)?.[0];
    yield change.type === 'result-shrunk' && id !== undefined ? { ...change, id } : change;
  }
  const step = transcript.nextStep;
  const written = transcript.step === step ? transcript.partial : '';
  const prompt = fitted.prompt + written;
  yield { type: 'prompt-rendered', step, prompt };
  const { start } = transcript;
  const use = await contextUse(fitted, { window, answer, start, render, count });
  yield { type: 'context-counted', step, use };

  const enough = new AbortController();
  const hurried = (): void => {
    const { text, callsStarted } = visibleOutput(transcript.partial);
    if (!text || callsStarted > 0) enough.abort();
  };
  if (!transcript.demanded) hurry?.addEventListener('abort', hurried);
  let usage: Usage | undefined;
  try {
    const maxTokens = Math.max(1, answer - (written ? await count(written) : 0));
    const both = AbortSignal.any([signal, enough.signal]);
    for await (const event of engine.generate({
      prompt,
      sampling,
      stop: [],
      maxTokens,
      signal: both,
    })) {
      if (event.type === 'prefill')
        yield { type: 'prompt-prefilled', step, done: event.done, total: event.total };
      else if (event.type === 'token') yield { type: 'token-generated', step, text: event.text };
      else if (event.type === 'restarted')
        yield { type: 'engine-restarted', step, reason: event.reason };
      else usage = event.usage;
    }
  } catch (error) {
    throw toAppError(error, 'engine-crashed');
  } finally {
    hurry?.removeEventListener('abort', hurried);
  }
  if (usage) yield { type: 'generation-finished', step, text: transcript.partial, usage };
  signal.throwIfAborted();
  if (!usage || (usage.finish === 'abort' && !enough.signal.aborted))
    throw new AppError('engine-crashed', faults.brokenOff);
}

/** Checks what was answered and ends the run. */
function* conclude(
  transcript: Transcript,
  { question, depth, hurry }: RunOptions,
  usage: RunUsage,
): Generator<AgentEvent> {
  if (depth === 'deep') {
    const answer = reportOf(transcript.plan ?? [question], transcript.sections);
    const finish = hurry?.aborted ? 'asked' : 'answered';
    const answers = transcript.sections.map((section) => section.answer ?? '');
    const citations = yield* checked(answers, transcript);
    yield { type: 'run-finished', answer, citations, usage, finish };
    return;
  }
  const { answer, ...excerpted } = answerOf(transcript);
  const citations = yield* checked([answer], transcript);
  const finish = transcript.demanded ?? (transcript.ended === 'length' ? 'length' : 'answered');
  yield { type: 'run-finished', answer, citations, usage, finish, ...excerpted };
}

/** Each part of an answer, compared with what was read. */
function* checked(
  parts: readonly string[],
  { book }: Transcript,
): Generator<AgentEvent, Citation[]> {
  const citations = parts.flatMap((part) => checkCitations(part, book.all()));
  for (const citation of citations) yield { type: 'citation-checked', citation };
  return citations;
}

/** What the model answered; where it was told to and did not, what it had read. */
function answerOf({ output, demanded, asked, book }: Transcript): {
  answer: string;
  excerpts?: true;
} {
  const answer = output?.calls.length === 0 ? output.text.trim() : '';
  if (answer || !demanded) return { answer };
  const quoted = excerpts(asked, book.all());
  return quoted ? { answer: quoted, excerpts: true } : { answer: '' };
}

/** The answer of a run that is stopped, whole and by its parts. */
function soFar({ plan, sections, partial }: Transcript): { answer: string; parts: string[] } {
  const { text, callsStarted } = visibleOutput(partial);
  const answer = callsStarted ? '' : text;
  if (!plan) return { answer, parts: [answer] };
  const done = sections.map((one) => ({ ...one, answer: one.answer ?? answer }));
  return { answer: reportOf(plan, done), parts: done.map((one) => one.answer) };
}
