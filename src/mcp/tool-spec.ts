/** Turns a tool as an MCP server lists it into the form that enters the prompt. */
import type { ToolSpec } from '../contracts';

/**
 * Keeps what a model needs, in a fixed key order: the same tool always renders to the same prompt
 * bytes, so prompts stay cacheable and match what a small model was trained on. `$schema`,
 * `additionalProperties` and the like are dropped.
 */
export function toToolSpec(tool: {
  name: string;
  description?: string | undefined;
  inputSchema: { properties?: unknown; required?: unknown };
}): ToolSpec {
  const { properties, required } = tool.inputSchema;
  return {
    type: 'function',
    function: {
      name: tool.name,
      description: tool.description ?? '',
      parameters: { type: 'object', properties: properties ?? {}, required: required ?? [] },
    },
  };
}
