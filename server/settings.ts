/** The settings as people read them, made from the schema that reads them. */
import { fileURLToPath } from 'node:url';
import { schema } from './config';

interface Setting {
  name: string;
  /** As a person would write it; empty when there is none. */
  fallback: string;
  meaning: string;
}

const root = fileURLToPath(new URL('..', import.meta.url));

export function settings(): Setting[] {
  const defaults: Record<string, unknown> = schema.parse({});
  return Object.entries(schema.shape).map(([name, { description }]) => {
    if (!description) throw new Error(`${name} has no description.`);
    const fallback = defaults[name];
    // Paths are shown as they stand in the project.
    const shown = typeof fallback === 'string' ? fallback.replace(root, '') : '';
    return {
      name,
      fallback: typeof fallback === 'number' ? String(fallback) : shown,
      meaning: description,
    };
  });
}

/** A Markdown table. */
export function settingsTable(): string {
  const rows = settings().map(
    ({ name, fallback, meaning }) =>
      `| \`${name}\` | ${fallback ? `\`${fallback}\`` : 'none'} | ${meaning} |`,
  );
  return ['| Variable | Default | Meaning |', '| --- | --- | --- |', ...rows].join('\n');
}

export function usage(): string {
  const list = settings().map(({ name, fallback, meaning }) => {
    const text = meaning.replaceAll('`', '');
    return `  ${name.padEnd(23)} ${text}${fallback ? ` (default: ${fallback})` : ''}`;
  });
  return `Usage: jan-nano-relay [--stdio] [--wrap "COMMAND"]

Search and page reading over MCP, at http://localhost:8787/mcp.

Options:
  --stdio           speak MCP over standard input and output, and open no port
  --wrap "COMMAND"  serve the MCP server that this command runs over stdio
  --help            print this
  --version         print the version

Settings, as environment variables:
${list.join('\n')}
`;
}
