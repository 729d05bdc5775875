/** Keeps a conversation inside the model's context window, and counts what fills it. */
import type { AgentEvent, ContextUse, Message } from '../contracts';
import { AppError } from '../errors';
import { faults } from '../i18n/en/faults';
import { LEFT_OUT, shrinkResult } from './shrink';

type Change = Extract<AgentEvent, { type: 'result-shrunk' | 'messages-dropped' }>;

export interface FittedPrompt {
  prompt: string;
  promptTokens: number;
  /** The messages that the prompt was rendered from. */
  messages: Message[];
  /** What had to be done to them, in order. */
  changes: Change[];
}

export interface FitOptions {
  /** Longest prompt, in tokens. */
  maxTokens: number;
  render: (messages: readonly Message[]) => string;
  count: (text: string) => Promise<number>;
  /** Words of the sources that answers of the thread were verified with. */
  quotes: readonly string[];
}

/** Making room breaks the KV cache's prefix, so it makes more than is needed at the moment. */
const ROOM = 0.75;

/**
 * Leaves everything as it is while there is room, so that the KV cache keeps its prefix. Where there is none,
 * older results shrink to what was quoted from them, then go, then the oldest turns go, then this run's oldest
 * steps, and at last the newest result is cut at its end. The question and the newest result always stay.
 *
 * @throws AppError `context-exceeded` when instructions and question alone do not fit.
 */
export async function fitPrompt(
  given: readonly Message[],
  { maxTokens, render, count, quotes }: FitOptions,
): Promise<FittedPrompt> {
  const messages = [...given];
  const changes: Change[] = [];
  let prompt = render(messages);
  let promptTokens = await count(prompt);
  const enough = Math.floor(maxTokens * ROOM);
  const question = (): number => messages.findLastIndex(({ role }) => role === 'user');
  const asked = messages[question()]?.content ?? '';

  const recount = async (): Promise<void> => {
    prompt = render(messages);
    promptTokens = await count(prompt);
  };
  const replace = async (index: number, shown: string): Promise<void> => {
    const before = await count(messages[index]?.content ?? '');
    const keptTokens = await count(shown);
    if (keptTokens >= before) return;
    messages[index] = { role: 'tool', content: shown };
    const droppedTokens = before - keptTokens;
    changes.push({ type: 'result-shrunk', index, shown, keptTokens, droppedTokens });
    await recount();
  };
  const drop = async (index: number, howMany: number): Promise<void> => {
    const before = promptTokens;
    messages.splice(index, howMany);
    await recount();
    const droppedTokens = Math.max(0, before - promptTokens);
    changes.push({ type: 'messages-dropped', index, count: howMany, droppedTokens });
  };
  const older = (): number[] => {
    const results = messages.flatMap(({ role }, index) => (role === 'tool' ? [index] : []));
    const newest = results.at(-1) ?? -1;
    return newest > question() ? results.slice(0, -1) : results;
  };

  if (promptTokens > maxTokens)
    for (const index of older()) {
      if (promptTokens <= enough) break;
      const shrunk = shrinkResult(messages[index]?.content ?? '', quotes, asked);
      if (shrunk !== undefined) await replace(index, shrunk);
    }
  if (promptTokens > maxTokens)
    for (const index of older()) {
      if (promptTokens <= enough) break;
      await replace(index, LEFT_OUT);
    }
  if (promptTokens > maxTokens)
    while (promptTokens > enough && question() > 1) {
      const next = messages.findIndex(({ role }, index) => index > 1 && role === 'user');
      await drop(1, next - 1);
    }
  while (promptTokens > maxTokens) {
    const first = question() + 1;
    const second = messages.findIndex(({ role }, index) => index > first && role === 'assistant');
    if (second < 0) break;
    await drop(first, second - first);
  }
  const newest = messages.length - 1;
  if (promptTokens > maxTokens && messages[newest]?.role === 'tool') {
    const content = messages[newest].content ?? '';
    let room = (await count(content)) - (promptTokens - maxTokens);
    // Tokens of parts do not add up exactly to those of the whole.
    for (let tries = 0; promptTokens > maxTokens && tries < 5; tries += 1) {
      await replace(newest, await firstLines(content, room, count));
      room -= Math.max(1, promptTokens - maxTokens);
    }
  }
  if (promptTokens > maxTokens)
    throw new AppError('context-exceeded', faults.tooLong(promptTokens, Math.max(0, maxTokens)));
  return { prompt, promptTokens, messages, changes };
}

/** As much of the beginning as fits, in whole lines. */
async function firstLines(
  text: string,
  maxTokens: number,
  count: (text: string) => Promise<number>,
): Promise<string> {
  const lines = text.split('\n');
  const cut = (kept: number): string => [...lines.slice(0, kept), LEFT_OUT].join('\n');
  let low = 0;
  let high = lines.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((await count(cut(middle))) <= maxTokens) low = middle;
    else high = middle - 1;
  }
  return low > 0 ? cut(low) : LEFT_OUT;
}

/** What fills a prompt. Parts are counted alone, so what lies between them counts as written by the model. */
export async function contextUse(
  { messages, promptTokens }: FittedPrompt,
  {
    window,
    answer,
    start,
    render,
    count,
  }: {
    window: number;
    /** Room kept for the answer. */
    answer: number;
    /** Where the run's own messages begin. */
    start: number;
    render: (messages: readonly Message[]) => string;
    count: (text: string) => Promise<number>;
  },
): Promise<ContextUse> {
  const sum = async (some: readonly Message[]): Promise<number> => {
    let tokens = 0;
    for (const { content } of some) tokens += await count(content ?? '');
    return tokens;
  };
  const own = messages.slice(start);
  const instructions = await count(render(messages.slice(0, 1)));
  const thread = await sum(messages.slice(1, start));
  const question = await sum(own.filter(({ role }) => role === 'user'));
  const results = await sum(own.filter(({ role }) => role === 'tool'));
  const written = Math.max(0, promptTokens - instructions - thread - question - results);
  return { window, instructions, thread, question, results, written, answer };
}

/** Counts a text once. */
export function counted(count: (text: string) => Promise<number>): typeof count {
  const known = new Map<string, number>();
  return async (text) => {
    const tokens = known.get(text) ?? (await count(text));
    known.set(text, tokens);
    return tokens;
  };
}
