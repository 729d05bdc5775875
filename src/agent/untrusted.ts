/** Makes text from outside safe to put into a prompt. */

const CONTROL = /<(?=\||\s*\/?\s*(?:tool|think|function))/gi;
const MARK = /\[(\d{1,3})\]/g;

/**
 * Takes the control tokens out of a text: every `<` that could open one (`<|im_end|>`, `<tool_call>`,
 * `</think>` …) becomes `‹`, which no tokenizer reads as one.
 */
export function neutraliseControl(text: string): string {
  return text.replace(CONTROL, '‹');
}

/** For text of a tool: no control tokens, and none of its own `[n]` that could pass for one of our source marks. */
export function neutralise(text: string): string {
  return neutraliseControl(text).replace(MARK, '($1)');
}
