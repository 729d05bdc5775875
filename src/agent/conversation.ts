/** The messages of a conversation: what the model said and saw, in the form that the template takes. */
import type { Message, Source, ToolCall, ToolSpec } from '../contracts';
import { renderPrompt } from './prompt';
import { SYSTEM_PROMPT } from './shapes';
import type { BrokenCall, ParsedCall, ParsedOutput } from './tool-calls';
import { neutraliseControl } from './untrusted';

/** Earlier turns of a thread. */
export interface History {
  messages: Message[];
  /** By number from 1; the next turn goes on counting, and a page met again keeps its number. */
  sources: Source[];
  /** Words of them that answers were verified with. */
  quotes?: string[];
}

export const noHistory: History = { messages: [], sources: [] };

/** The app's own system prompt, or a person's. */
export function systemMessage(system?: string): Message {
  return { role: 'system', content: neutraliseControl(system ?? SYSTEM_PROMPT) };
}

/** The part of a prompt that is the same for every question: worth a prefill before the first one is asked. */
export function promptPrefix(tools: ToolSpec[], system?: string): string {
  const messages: Message[] = [systemMessage(system), { role: 'user', content: '' }];
  const prompt = renderPrompt({ messages, tools: safeTools(tools), addGenerationPrompt: false });
  return prompt.slice(0, prompt.lastIndexOf('<|im_start|>user\n') + '<|im_start|>user\n'.length);
}

/** Descriptions come from servers, so they hold no control tokens either. */
export function safeTools(tools: ToolSpec[]): ToolSpec[] {
  return neutraliseAll(tools) as ToolSpec[];
}

/**
 * An output as a message that renders to the bytes that were generated, as far as the template allows:
 * the next prompt then extends the KV cache instead of replacing it.
 */
export function assistantMessage({ pieces, text, thinking, calls }: ParsedOutput): Message {
  const reasoning = thinking.trim() ? { reasoning_content: neutraliseControl(thinking) } : {};
  const said = thinking ? text.replace(/^\n+/, '') : text;
  if (calls.some((call) => call.type === 'broken-call')) {
    // The template can only write calls that are whole.
    const shown = pieces.map((piece) => {
      if (piece.type === 'thinking') return '';
      return piece.type === 'text' ? neutraliseControl(piece.text) : rawCall(piece);
    });
    return { role: 'assistant', content: shown.join('').replace(/^\n+/, ''), ...reasoning };
  }
  if (calls.length === 0)
    return { role: 'assistant', content: neutraliseControl(said), ...reasoning };
  return {
    role: 'assistant',
    // The template puts a line end of its own between text and call.
    content: neutraliseControl(said.replace(/\n+$/, '')),
    ...reasoning,
    tool_calls: calls.map((call) => ({ type: 'function', function: safeCall(call) })),
  };
}

function safeCall(call: ParsedCall | BrokenCall): ToolCall {
  // The template writes the name between quotes as it is.
  const name = JSON.stringify(neutraliseControl(call.name)).slice(1, -1);
  return { name, arguments: call.type === 'call' ? neutraliseRecord(call.arguments) : {} };
}

/** Only the tags that the parser itself recognised stay tags. */
function rawCall({ raw }: ParsedCall | BrokenCall): string {
  const [, open = '', body = '', close = ''] =
    /^(<[a-z_]+>)([\s\S]*?)(<\/tool(?:_call)?>)?$/.exec(raw) ?? [];
  return open + neutraliseControl(body) + close;
}

function neutraliseRecord(record: Record<string, unknown>): Record<string, unknown> {
  return neutraliseAll(record) as Record<string, unknown>;
}

function neutraliseAll(value: unknown): unknown {
  if (typeof value === 'string') return neutraliseControl(value);
  if (Array.isArray(value)) return value.map(neutraliseAll);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [neutraliseControl(key), neutraliseAll(item)]),
  );
}

/** A source as it is now; the book's own goes on growing. */
export function copySource(source: Source): Source {
  return { ...source, passages: [...source.passages] };
}
