/** Takes a model's output apart: visible text, thinking and tool calls in the Hermes style. */

export interface ParsedCall {
  type: 'call';
  name: string;
  arguments: Record<string, unknown>;
  /** The call as it was written, tags included. */
  raw: string;
}

export interface BrokenCall {
  type: 'broken-call';
  /** The tool's name where it can be made out, otherwise empty. */
  name: string;
  /** What was wrong, in words for the model. */
  error: string;
  raw: string;
}

export type Piece =
  { type: 'text'; text: string } | { type: 'thinking'; text: string } | ParsedCall | BrokenCall;

export interface ParsedOutput {
  /** In the order written; neighbouring texts are one piece. */
  pieces: Piece[];
  text: string;
  thinking: string;
  calls: (ParsedCall | BrokenCall)[];
}

export interface ToolCallParser {
  /** True while a call has been opened and not closed. */
  readonly insideCall: boolean;
  /** Takes the next part of the output and returns what it completes; text comes as soon as it cannot be a tag. */
  push(text: string): Piece[];
  /** The output is over: returns what was held back. */
  end(): Piece[];
}

const OPEN_CALL = /<tool(?:_call)?>/;
const CALL_LIMIT = /<\/?tool(?:_call)?>/g;
const TAG = /<(?:\/?think|\/?tool(?:_call)?)>/;
const TAGS = ['<think>', '</think>', '<tool_call>', '</tool_call>', '<tool>', '</tool>'];

/** The whole of an output that is complete. Never throws. */
export function parseToolCalls(output: string): ParsedOutput {
  const parser = createToolCallParser();
  const pieces = joinPieces([...parser.push(output), ...parser.end()]);
  const textOf = (type: 'text' | 'thinking'): string =>
    pieces.map((piece) => (piece.type === type ? piece.text : '')).join('');
  return {
    pieces,
    text: textOf('text'),
    thinking: textOf('thinking'),
    calls: pieces.filter((piece) => piece.type === 'call' || piece.type === 'broken-call'),
  };
}

export function joinPieces(pieces: readonly Piece[]): Piece[] {
  const joined: Piece[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    if (last && 'text' in last && 'text' in piece && last.type === piece.type)
      joined[joined.length - 1] = { type: last.type, text: last.text + piece.text };
    else joined.push(piece);
  }
  return joined;
}

export function createToolCallParser(): ToolCallParser {
  let mode: 'text' | 'thinking' | 'call' = 'text';
  /** What was not decided yet; in a call it starts with the opening tag. */
  let held = '';

  function step(out: Piece[], ended: boolean): boolean {
    if (mode === 'call') return stepCall(out, ended);
    const tag = mode === 'text' ? TAG.exec(held) : /<\/think>/.exec(held);
    const cut = tag ? tag.index : held.length - (ended ? 0 : cutTagLength(held, mode));
    if (cut > 0) out.push({ type: mode, text: held.slice(0, cut) });
    if (tag && OPEN_CALL.test(tag[0])) {
      held = held.slice(cut);
      mode = 'call';
    } else {
      held = held.slice(cut + (tag?.[0].length ?? 0));
      // A closing tag that closes nothing is left out.
      if (tag) mode = tag[0] === '<think>' ? 'thinking' : 'text';
    }
    return tag !== null;
  }

  function stepCall(out: Piece[], ended: boolean): boolean {
    const start = held.indexOf('>') + 1;
    const limits = [...held.matchAll(CALL_LIMIT)].slice(1);
    const outside = limits.find((limit) => !endsInString(held.slice(start, limit.index)));
    if (!outside && !ended) return false;
    // A tag in quotes belongs to the arguments, unless the quotes never close.
    const unclosed = parseBody(held.slice(start), held);
    const limit = outside ?? (unclosed.type === 'call' ? undefined : limits[0]);
    const bodyEnd = limit?.index ?? held.length;
    const closes = limit?.[0].startsWith('</') ? limit[0].length : 0;
    const raw = held.slice(0, bodyEnd + closes);
    out.push(limit ? parseBody(held.slice(start, bodyEnd), raw) : unclosed);
    held = held.slice(raw.length);
    mode = limit && closes === 0 ? 'call' : 'text';
    return held.length > 0;
  }

  function drain(ended: boolean): Piece[] {
    const out: Piece[] = [];
    while (held && step(out, ended));
    return out;
  }

  return {
    get insideCall() {
      return mode === 'call';
    },
    push(text) {
      held += text;
      return drain(false);
    },
    end() {
      const out = drain(true);
      held = '';
      mode = 'text';
      return out;
    },
  };
}

/** How many characters at the end could still become a tag. */
function cutTagLength(text: string, mode: 'text' | 'thinking'): number {
  const at = text.lastIndexOf('<');
  if (at < 0) return 0;
  const tail = text.slice(at);
  const tags = mode === 'text' ? TAGS : ['</think>'];
  return tags.some((tag) => tag.startsWith(tail)) ? tail.length : 0;
}

function endsInString(json: string): boolean {
  return scan(json).inString;
}

/** Braces and quotes only, so that it also works on JSON that is broken or still coming. */
function scan(json: string): { depth: number; inString: boolean } {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < json.length; at += 1) {
    const sign = json[at];
    if (inString && sign === '\\') at += 1;
    else if (sign === '"') inString = !inString;
    else if (!inString && (sign === '{' || sign === '[')) depth += 1;
    else if (!inString && (sign === '}' || sign === ']')) depth -= 1;
  }
  return { depth, inString };
}

function parseBody(body: string, raw: string): ParsedCall | BrokenCall {
  const name = /"name"\s*:\s*"([^"\\]*)"/.exec(body)?.[1] ?? '';
  const broken = (error: string): BrokenCall => ({ type: 'broken-call', name, error, raw });
  const call = readJson(body);
  if ('error' in call) return broken(`The tool call is not valid JSON: ${call.error}.`);
  if (!isObject(call.value)) return broken('The tool call is not a JSON object.');
  const fields = call.value;
  if (typeof fields.name !== 'string' || !fields.name.trim())
    return broken('The tool call has no "name".');
  const given = fields.arguments ?? fields.parameters ?? fields.args ?? {};
  const args = typeof given === 'string' ? readJson(given.trim() || '{}') : { value: given };
  if ('error' in args) return broken(`The "arguments" are not valid JSON: ${args.error}.`);
  if (!isObject(args.value)) return broken('The "arguments" are not a JSON object.');
  return { type: 'call', name: fields.name.trim(), arguments: args.value, raw };
}

function readJson(text: string): { value: unknown } | { error: string } {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch (error) {
    const { depth, inString } = scan(text);
    if (!text.trim()) return { error: 'it is empty' };
    if (inString) return { error: 'a closing " is missing' };
    if (depth > 0) return { error: 'a closing } or ] is missing' };
    if (depth < 0) return { error: 'there is a } or ] too many' };
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
