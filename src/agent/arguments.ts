/** Checks a tool call's arguments against the tool's JSON Schema before anything is executed. */
import type { ToolSpec } from '../contracts';

interface PropertySchema {
  type?: string | string[];
  enum?: unknown[];
}

export type CheckedArguments = { arguments: Record<string, unknown> } | { error: string };

/** Required fields, basic types and enums. Arguments that the tool does not know are dropped. */
export function checkArguments(tool: ToolSpec, given: Record<string, unknown>): CheckedArguments {
  const { properties, required } = tool.function.parameters as {
    properties?: Record<string, PropertySchema>;
    required?: string[];
  };
  const known = new Map(Object.entries(properties ?? {}));
  const needed = new Set(required ?? []);
  const missing = [...needed].filter((name) => !Object.hasOwn(given, name));
  if (missing.length > 0)
    return { error: `${tool.function.name} needs ${missing.map(quoted).join(' and ')}.` };

  const kept: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(given)) {
    const schema = known.get(name);
    // Models write null for "not given".
    if (!schema || (value === null && !needed.has(name) && !fits(value, schema))) continue;
    if (!fits(value, schema))
      return { error: `${quoted(name)} must be ${wanted(schema)}, not ${JSON.stringify(value)}.` };
    kept[name] = value;
  }
  return { arguments: kept };
}

function fits(value: unknown, { type, enum: options }: PropertySchema): boolean {
  if (options && !options.includes(value)) return false;
  const types = type === undefined ? [] : [type].flat();
  return types.length === 0 || types.some((one) => isOfType(value, one));
}

function isOfType(value: unknown, type: string): boolean {
  switch (type) {
    case 'null':
      return value === null;
    case 'array':
      return Array.isArray(value);
    case 'integer':
      return Number.isInteger(value);
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    case 'string':
    case 'number':
    case 'boolean':
      return typeof value === type;
    default:
      return true; // a type that JSON Schema may add is for the server to judge
  }
}

function wanted({ type, enum: options }: PropertySchema): string {
  if (options) return `one of ${options.map((option) => JSON.stringify(option)).join(', ')}`;
  return [type ?? 'something else'].flat().join(' or ');
}

function quoted(name: string): string {
  return `"${name}"`;
}
