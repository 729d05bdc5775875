/** MCP servers that a person added: what is kept of each, and what may be typed. Nothing stored is trusted. */
import { permissions, type Permission } from '../agent/approval';
import type { Said, ToolSpec } from '../contracts';
import { checks as t } from '../i18n/en/checks';
import { checkToken, type Checked } from './checked';

export interface McpServer {
  id: string;
  /** Unique; goes before a tool's name where another has that name already. */
  name: string;
  /** The whole address of a server over streamable HTTP. */
  url: string;
  /** Sent to that server alone, as are the headers. */
  token?: string;
  headers?: Record<string, string>;
  /** Switched off: neither connected to nor offered to the model. */
  off?: true;
  /** Whether its tools may be called, by the names that it gives them; asked each time where absent. */
  tools?: Record<string, Permission>;
}

/** What a server said of itself when it was last asked. */
export type ServerStatus =
  | { phase: 'testing' }
  | { phase: 'ready'; title: string; version: string; tools: ToolSpec[]; ms: number }
  /** `signIn` where it can be signed in to. */
  | { phase: 'failed'; reason: string | Said; signIn: boolean };

/** Where a tool of a run comes from, and what it is called there. */
export interface ToolOrigin {
  /** The server's id, and its name. */
  server: string;
  name: string;
  tool: string;
}

export function serverAllowance(server: McpServer | undefined, tool: string): Permission {
  if (!server || server.off) return 'never';
  return server.tools && Object.hasOwn(server.tools, tool) ? server.tools[tool]! : 'ask';
}

/** The server with these tools of it set. */
export function withServerAllowance(
  server: McpServer,
  tools: readonly string[],
  value: Permission,
): McpServer {
  const set = Object.fromEntries(tools.map((tool) => [tool, value]));
  return { ...server, tools: { ...server.tools, ...set } };
}

/** An http(s) address, as the server wants it; a fragment is dropped. */
export function checkServerUrl(text: string): Checked<string> {
  const problem = t.server;
  const trimmed = text.trim();
  if (!URL.canParse(trimmed)) return { ok: false, problem };
  const url = new URL(trimmed);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return { ok: false, problem };
  if (url.username || url.password) return { ok: false, problem: t.noCredentials };
  url.hash = '';
  return { ok: true, value: url.href };
}

/** A name that can stand before a tool's; `taken` are those of other servers. */
export function checkServerName(text: string, taken: readonly string[]): Checked<string> {
  const value = text.trim();
  if (!/^[A-Za-z0-9][\w-]{0,31}$/.test(value)) return { ok: false, problem: t.serverName };
  return taken.some((one) => one.toLowerCase() === value.toLowerCase())
    ? { ok: false, problem: t.serverTaken(value) }
    : { ok: true, value };
}

/** A name made from whatever there is, other than those that are taken. */
export function freeName(wanted: string, taken: readonly string[]): string {
  const plain = wanted.replace(/[^\w-]+/g, '-').replace(/^[-_]+|-+$/g, '');
  const base = plain.slice(0, 28) || 'server';
  for (let count = 1; ; count += 1) {
    const name = count === 1 ? base : `${base}-${count}`;
    if (checkServerName(name, taken).ok) return name;
  }
}

/** The headers that a person wrote, one a line as `Name: value`. */
export function checkHeaders(text: string): Checked<Record<string, string>> {
  const lines = text.split('\n').filter((line) => line.trim());
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const [, name = '', value = ''] = /^\s*([^\s:]+)\s*:\s*(.*?)\s*$/.exec(line) ?? [];
    if (!name) return { ok: false, problem: t.header };
    if (!isHeader(name, value)) return { ok: false, problem: t.headerKept(name) };
    headers[name] = value;
  }
  return { ok: true, value: headers };
}

/** Headers that a browser keeps to itself would be dropped without a word, and the protocol's own are its own. */
const KEPT =
  /^(?:accept|accept-(?:charset|encoding)|access-control-.*|connection|content-(?:length|type)|cookie2?|date|dnt|expect|host|keep-alive|last-event-id|mcp-.*|origin|permissions-policy|proxy-.*|referer|sec-.*|set-cookie|te|trailer|transfer-encoding|upgrade|via)$/i;

function isHeader(name: string, value: unknown): value is string {
  return (
    /^[\w!#$%&'*+.^`|~-]+$/.test(name) &&
    !KEPT.test(name) &&
    typeof value === 'string' &&
    /^[\t\x20-\x7e]*$/.test(value)
  );
}

/** Reads stored servers; one that is broken is left out, and what is wrong of one falls away. */
export function parseServers(stored: unknown): McpServer[] {
  if (!Array.isArray(stored)) return [];
  const servers: McpServer[] = [];
  for (const one of stored as unknown[]) {
    const server = parseServer(one);
    if (!server || servers.some(({ id }) => id === server.id)) continue;
    servers.push({ ...server, name: freeName(server.name, namesOf(servers)) });
  }
  return servers;
}

export function namesOf(servers: readonly McpServer[]): string[] {
  return servers.map(({ name }) => name);
}

function parseServer(value: unknown): McpServer | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { id, name, url, token, headers, off, tools } = value as Record<string, unknown>;
  const checked = typeof url === 'string' ? checkServerUrl(url) : undefined;
  if (typeof id !== 'string' || !id || !checked?.ok) return undefined;
  const kept = entriesOf(headers).filter(([key, one]) => isHeader(key, one));
  const set = entriesOf(tools).filter(([, one]) => permissions.some((known) => known === one));
  return {
    id,
    name: typeof name === 'string' ? name : '',
    url: checked.value,
    ...(typeof token === 'string' && token && checkToken(token).ok ? { token } : {}),
    ...(kept.length > 0 ? { headers: Object.fromEntries(kept) as Record<string, string> } : {}),
    ...(off === true ? { off } : {}),
    ...(set.length > 0 ? { tools: Object.fromEntries(set) as Record<string, Permission> } : {}),
  };
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}
