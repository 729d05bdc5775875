/** The `mcpServers` JSON that other programs keep: its HTTP servers, and a relay's line for the others. */
import type { Said } from '../contracts';
import { AppError } from '../errors';
import { serverFaults as words } from '../i18n/en/servers';
import { checkToken } from './checked';
import { checkHeaders, checkServerUrl, freeName, namesOf, type McpServer } from './mcp-servers';
import { newId } from './new-id';

export interface Imported {
  servers: McpServer[];
  /** Servers that a command runs: a browser cannot, the relay can. */
  commands: { name: string; line: string; address: string }[];
  /** What was left out, and why. */
  remarks: Said[];
}

/** Who reads the line: the terminals of Windows set variables in a way of their own. */
export type Terminal = 'posix' | 'powershell';

/** The relay itself is at 8787. */
const FIRST_PORT = 8788;

/**
 * Reads what Jan, Claude Desktop, VS Code and others write.
 *
 * @param existing servers that there are: one with the same address is left out.
 * @param page the origin of this page, which a relay has to allow.
 * @param terminal what the lines for commands are typed into.
 * @throws AppError `bad-input` that says what is wrong with the text.
 */
export function importServers(
  text: string,
  {
    existing,
    page,
    terminal = 'posix',
  }: { existing: readonly McpServer[]; page: string; terminal?: Terminal },
): Imported {
  const entries = entriesIn(text);
  const found: Imported = { servers: [], commands: [], remarks: [] };
  for (const [name, entry] of entries) {
    const all = [...existing, ...found.servers];
    const { url, serverUrl, httpUrl, command } = entry;
    const address = [httpUrl, url, serverUrl].find((one) => typeof one === 'string');
    if (address !== undefined) {
      const server = httpServer(name, { ...entry, url: address }, all);
      if (server.server) found.servers.push(server.server);
      if (server.remark) found.remarks.push(words.remark(name, server.remark));
    } else if (typeof command === 'string' && command.trim()) {
      const port = FIRST_PORT + found.commands.length;
      found.commands.push({
        name,
        line: wrapLine(command, entry, { port, page, terminal }),
        address: `http://localhost:${port}/mcp`,
      });
    } else found.remarks.push(words.remark(name, words.noWay));
  }
  return found;
}

function entriesIn(text: string): [string, Record<string, unknown>][] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new AppError('bad-input', words.noJson);
  }
  const { mcpServers, servers, mcp } = record(value);
  const list = mcpServers ?? servers ?? record(mcp)['servers'] ?? value;
  const entries = Object.entries(record(list)).filter(
    ([, one]) => typeof one === 'object' && one !== null,
  );
  if (entries.length === 0) throw new AppError('bad-input', words.noServers);
  return entries.map(([name, one]) => [name, record(one)]);
}

function httpServer(
  name: string,
  entry: Record<string, unknown> & { url: string },
  all: readonly McpServer[],
): { server?: McpServer; remark?: Said } {
  const { type, transport, headers, disabled, enabled, active } = entry;
  if ([type, transport].some((one) => one === 'sse')) return { remark: words.oldTransport };
  const url = checkServerUrl(entry.url);
  if (!url.ok) return { remark: words.noAddress(entry.url) };
  if (all.some((one) => one.url === url.value)) return { remark: words.addressTaken };
  const server: McpServer = {
    id: newId(),
    name: freeName(name, namesOf(all)),
    url: url.value,
  };
  if (disabled === true || enabled === false || active === false) server.off = true;
  const unknown: string[] = [];
  for (const [key, value] of Object.entries(record(headers))) {
    const line = typeof value === 'string' ? value : '';
    const token = /^authorization$/i.test(key) && /^Bearer\s/i.test(line) && checkToken(line);
    const header = checkHeaders(`${key}: ${line}`);
    // What stands for a secret is not one.
    if (!line || /\$\{|^<.*>$/.test(line)) unknown.push(key);
    else if (token && token.ok) server.token = token.value;
    else if (header.ok) server.headers = { ...server.headers, ...header.value };
    else unknown.push(key);
  }
  if (unknown.length === 0) return { server };
  return { server, remark: words.needsValues(unknown.join(', ')) };
}

/** What to type into a terminal: the relay puts the command behind an address. */
function wrapLine(
  command: string,
  { args, env }: Record<string, unknown>,
  { port, page, terminal }: { port: number; page: string; terminal: Terminal },
): string {
  const words = [command, ...(Array.isArray(args) ? args.map(String) : [])];
  const wrapped = words.map(quoted).join(' ');
  const { protocol, hostname, origin } = new URL(page);
  const local = protocol === 'http:' && /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
  const variables: [name: string, value: string][] = [
    ['PORT', `${port}`],
    ...(local ? [] : [['ALLOWED_ORIGINS', origin] as [string, string]]),
    // Their values are secrets more often than not, and stay where they are.
    ...Object.keys(record(env)).map((name): [string, string] => [name.replace(/\W/g, '_'), '…']),
  ];
  if (terminal === 'powershell') return powershellLine([...variables, ['WRAP_COMMAND', wrapped]]);
  const before = variables.map(([name, value]) => `${name}=${value}`).join(' ');
  return `${before} npx jan-nano-relay --wrap '${wrapped.replaceAll("'", String.raw`'\''`)}'`;
}

/**
 * The command goes as a variable, too: Windows PowerShell loses double quotes within what it hands on.
 * To PowerShell the typographic quotes are quotes as well; each is doubled to stand for itself.
 */
function powershellLine(variables: readonly [name: string, value: string][]): string {
  const set = variables.map(
    ([name, value]) => `$env:${name}='${value.replace(/['‘’‚‛]/g, '$&$&')}'; `,
  );
  return `${set.join('')}npx jan-nano-relay`;
}

/** A word as the relay splits a command: either kind of quotes, and no escapes. */
function quoted(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  return word
    .split('"')
    .map((part) => `"${part}"`)
    .join(`'"'`);
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}
