/** Keeps a conversation inside the model's context window. */
import type { Message } from '../contracts';
import { AppError } from '../errors';

/** Stands in for a tool result that had to make room. */
const LEFT_OUT = '(left out: no room)';

export interface FittedPrompt {
  prompt: string;
  promptTokens: number;
  /** Tool results that were cut, by their place among the messages. */
  cut: { index: number; keptTokens: number; droppedTokens: number }[];
}

/**
 * Leaves out the oldest tool results, then shortens the newest from its end, until the prompt fits.
 * What was cut stays cut in `messages`, so that later prompts go on extending this one.
 *
 * @param maxTokens longest prompt, in tokens.
 * @throws AppError `context-exceeded` when the conversation does not fit without any result.
 */
export async function fitPrompt(
  messages: Message[],
  maxTokens: number,
  render: (messages: Message[]) => string,
  count: (text: string) => Promise<number>,
): Promise<FittedPrompt> {
  const cut: FittedPrompt['cut'] = [];
  let prompt = render(messages);
  let promptTokens = await count(prompt);
  const results = messages.flatMap(({ role, content }, index) =>
    role === 'tool' && content && content !== LEFT_OUT ? [index] : [],
  );
  for (const [place, index] of results.entries()) {
    if (promptTokens <= maxTokens) break;
    const message = messages[index]!;
    const before = await count(message.content ?? '');
    const newest = place === results.length - 1;
    const room = before - (promptTokens - maxTokens);
    const content = newest ? await firstLines(message.content ?? '', room, count) : LEFT_OUT;
    messages[index] = { ...message, content };
    prompt = render(messages);
    promptTokens = await count(prompt);
    const keptTokens = await count(content);
    cut.push({ index, keptTokens, droppedTokens: Math.max(0, before - keptTokens) });
  }
  if (promptTokens > maxTokens)
    throw new AppError(
      'context-exceeded',
      `The conversation needs ${promptTokens} tokens and the model takes ${Math.max(0, maxTokens)} ` +
        'before its answer. Ask a shorter question or start a new thread.',
    );
  return { prompt, promptTokens, cut };
}

async function firstLines(
  text: string,
  maxTokens: number,
  count: (text: string) => Promise<number>,
): Promise<string> {
  const lines = text.split('\n');
  while (lines.length > 0) {
    const kept = `${lines.join('\n')}\n${LEFT_OUT}`;
    if ((await count(kept)) <= maxTokens) return kept;
    lines.pop();
  }
  return LEFT_OUT;
}
