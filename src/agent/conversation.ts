/** The messages of a conversation: what the model said and saw, in the form that the template takes. */
import type { AgentEvent, Message, Source, ToolCall, ToolSpec } from '../contracts';
import { renderPrompt } from './prompt';
import { SYSTEM_PROMPT } from './shapes';
import { SourceBook } from './sources';
import { parseToolCalls, type BrokenCall, type ParsedCall, type ParsedOutput } from './tool-calls';
import { neutraliseControl } from './untrusted';

/** Earlier turns of a thread. */
export interface History {
  messages: Message[];
  /** By number from 1; the next turn goes on counting, and a page met again keeps its number. */
  sources: Source[];
}

export const noHistory: History = { messages: [], sources: [] };

/** The messages with which a run starts. */
export function openingMessages(question: string, history: History): Message[] {
  return [
    { role: 'system', content: SYSTEM_PROMPT },
    ...history.messages,
    { role: 'user', content: neutraliseControl(question) },
  ];
}

/** The part of a prompt that is the same for every question: worth a prefill before the first one is asked. */
export function promptPrefix(tools: ToolSpec[]): string {
  const messages = openingMessages('', noHistory);
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

/** A book that knows the sources of earlier turns. */
export function bookOf(history: History): SourceBook {
  const book = new SourceBook();
  for (const { url, title, date, passages } of [...history.sources].sort((a, b) => a.n - b.n)) {
    book.note({ url, title, date });
    for (const passage of passages) book.note({ url, title, date, passage });
  }
  return book;
}

/** A source as it is now; the book's own goes on growing. */
export function copySource(source: Source): Source {
  return { ...source, passages: [...source.passages] };
}

/**
 * The history that a thread's runs leave for the next question, each run given as its events.
 * A run without an answer leaves its sources alone.
 */
export function historyOf(runs: readonly (readonly AgentEvent[])[]): History {
  const sources = new Map<number, Source>();
  const messages: Message[] = [];
  for (const events of runs) {
    messages.push(...messagesOf(events));
    for (const event of events)
      if (event.type === 'tool-finished')
        for (const source of event.sources) addSource(sources, source);
  }
  return { messages, sources: [...sources.values()].sort((a, b) => a.n - b.n) };
}

function addSource(sources: Map<number, Source>, source: Source): void {
  const passages = [...(sources.get(source.n)?.passages ?? []), ...source.passages];
  sources.set(source.n, { ...source, passages: [...new Set(passages)] });
}

function messagesOf(events: readonly AgentEvent[]): Message[] {
  const messages: Message[] = [];
  let last: { output: ParsedOutput; results: Message[] } | undefined;
  let answer = '';
  const keepLast = (): void => {
    if (last) messages.push(assistantMessage(last.output), ...last.results);
  };
  for (const event of events) {
    if (event.type === 'run-started') {
      messages.push({ role: 'user', content: neutraliseControl(event.question) });
    } else if (event.type === 'generation-finished') {
      keepLast();
      last = { output: parseToolCalls(event.text), results: [] };
    } else if (event.type === 'tool-finished') {
      last?.results.push({ role: 'tool', content: neutraliseControl(event.shown) });
    } else if (event.type === 'run-finished' || event.type === 'run-stopped') {
      answer = event.answer;
    }
  }
  if (!answer) return [];
  if (last && last.output.calls.length === 0) {
    // As generated rather than as shown, so that the KV cache still holds it.
    const { content } = assistantMessage(last.output);
    return [...messages, { role: 'assistant', content }];
  }
  // Calls that were never executed have no result to stand before the answer.
  if (last?.results.length) keepLast();
  return [...messages, { role: 'assistant', content: neutraliseControl(answer) }];
}
