/** Renders a conversation into Jan-Nano's prompt, byte for byte as Jinja2 does in Hugging Face's settings. */
import { Template } from '@huggingface/jinja';
import type { Message, ToolSpec } from '../contracts';
import { CHAT_TEMPLATE } from './chat-template';

export interface PromptRequest {
  messages: Message[];
  /** Absent or empty: a prompt without tools. */
  tools?: ToolSpec[];
  /** Ends the prompt where the assistant's turn begins. */
  addGenerationPrompt: boolean;
  /** Leaves the model free to think; otherwise the prompt holds an empty thought, and it answers at once. */
  thinking?: boolean;
}

const TEMPLATE = compile(CHAT_TEMPLATE);
const THINKING_PROMPT = '<|im_start|>assistant\n';

export function renderPrompt(request: PromptRequest): string {
  const { messages, tools = [], addGenerationPrompt, thinking = false } = request;
  const prompt = TEMPLATE.render({
    messages,
    tools,
    add_generation_prompt: addGenerationPrompt && !thinking,
    python_tojson: toJson,
    python_strip: strip,
  });
  return addGenerationPrompt && thinking ? prompt + THINKING_PROMPT : prompt;
}

/** A node of the parsed template, as far as it matters here. */
interface Node {
  type: string;
  [key: string]: unknown;
}

/**
 * The library differs from Python in two things that the template uses: it drops the argument of
 * `strip`, `lstrip` and `rstrip`, and its `tojson` writes small numbers as JavaScript does. Both
 * become calls to the functions below.
 */
function compile(source: string): Template {
  const template = new Template(source);
  rewrite(template.parsed);
  return template;
}

function rewrite(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  for (const child of value instanceof Map ? value.entries() : Object.values(value)) rewrite(child);
  if (!('type' in value)) return;
  const node = value as Node;
  const callee = node.callee as Node | undefined;
  const method = (callee?.property as Node | undefined)?.value;
  const filter = node.filter as Node | undefined;
  if (node.type === 'CallExpression' && callee?.type === 'MemberExpression' && isStrip(method)) {
    node.args = [callee.object, { type: 'StringLiteral', value: method }, ...(node.args as Node[])];
    node.callee = { type: 'Identifier', value: 'python_strip' };
  } else if (node.type === 'FilterExpression' && filter?.value === 'tojson') {
    node.type = 'CallExpression';
    node.args = [node.operand];
    node.callee = { type: 'Identifier', value: 'python_tojson' };
  }
}

function isStrip(method: unknown): method is 'strip' | 'lstrip' | 'rstrip' {
  return method === 'strip' || method === 'lstrip' || method === 'rstrip';
}

function strip(text: string, method: 'strip' | 'lstrip' | 'rstrip', characters?: string): string {
  const drop = (at: number): boolean =>
    characters === undefined ? /\s/.test(text[at] ?? '') : characters.includes(text[at] ?? '');
  let start = 0;
  let end = text.length;
  if (method !== 'rstrip') while (start < end && drop(start)) start += 1;
  if (method !== 'lstrip') while (end > start && drop(end - 1)) end -= 1;
  return text.slice(start, end);
}

/** Python's `json.dumps(value, ensure_ascii=False)` for a value as the template engine holds it. */
function toJson(value: unknown): string {
  if (value instanceof Map)
    return `{${[...value]
      .filter(([, item]) => (item as Node).type !== 'UndefinedValue')
      .map(([key, item]) => `${JSON.stringify(key)}: ${toJson((item as Node).value)}`)
      .join(', ')}}`;
  if (Array.isArray(value))
    return `[${value.map((item) => toJson((item as Node).value)).join(', ')}]`;
  if (typeof value === 'number') return pythonNumber(value);
  return JSON.stringify(value ?? null);
}

/** Python goes over to exponents below 1e-4, JavaScript below 1e-6, and Python pads them to two digits. */
function pythonNumber(value: number): string {
  const size = Math.abs(value);
  if (size === 0 || size >= 1e-4) return JSON.stringify(value);
  return value.toExponential().replace(/e-(\d)$/, 'e-0$1');
}
