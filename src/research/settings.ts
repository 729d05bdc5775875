/** What a person can set. Nothing stored or typed is trusted. */
import { permissionKey, permissionOf, permissions, type Permission } from '../agent/approval';
import type { Depth, EngineId, Sampling } from '../contracts';
import { checks as t } from '../i18n/en/checks';
import { isLanguage, type Language } from '../i18n/languages';
import { tokenizerChoices, type TokenizerChoice } from '../models/model-server';
import { isLimit, parseAssistants, type Assistant } from './assistants';
import { checkToken, type Checked } from './checked';
import { parseServers, withServerAllowance, type McpServer, type ToolOrigin } from './mcp-servers';
import { parseSampling } from './sampling';

export type Theme = 'system' | 'light' | 'dark';

export interface Settings {
  /** Address of the relay; empty is the origin that the page came from. */
  relay: string;
  /** What the relay of these settings wants to see; never sent to one that a link names. */
  relayToken?: string;
  theme: Theme;
  /** Of the app's own words; the browser's where it is absent. */
  language?: Language;
  /** MCP servers beside the relay. */
  servers?: McpServer[];
  /** Whether tools may be called, by the key of `permissionKey`; those left out always. */
  permissions?: Record<string, Permission>;
  /** The engine to run models on; the app chooses where it is absent. */
  engine?: EngineId;
  /** Where the openai engine runs its model. */
  modelServer?: ModelServerSettings;
  /** The model to use; the app's own where it is absent. */
  model?: string;
  /** Context that a downloaded model is loaded with, in tokens. */
  contextTokens?: number;
  /** What a person says of the graphics memory. */
  gpuMemoryBytes?: number;
  /** Where else models may come from: a host of folders, and the hub; empty is none and the usual one. */
  mirror?: string;
  hub?: string;
  /** When the library is searched; only where the relay does not answer when absent. */
  library?: 'beside' | 'only';
  /** What the library may take, in bytes; 0 keeps nothing, and the app's own limit holds where absent. */
  libraryBytes?: number;
  /** The names that tools have for the model; the relay's own where absent. */
  toolNames?: 'web_search';
  /** How far a question is looked into; standard where it is absent. */
  depth?: Depth;
  /** Only what differs from the model card. */
  sampling: Partial<Sampling>;
  /** Of one answer; never more than the model's own. */
  maxTokens?: number;
  /** Those that a person has made, and which of them answers; the app's own where it is absent. */
  assistants?: Assistant[];
  assistant?: string;
}

export interface ModelServerSettings {
  /** Empty is the relay of these settings. */
  address: string;
  /** As the server calls it; empty where it has but one. */
  model: string;
  /** Goes to this address alone; a relay gets its own token in place of it. */
  apiKey?: string;
  /** In tokens; what the server says where it is absent. */
  contextTokens?: number;
  /** Who counts tokens; the app chooses where it is absent. */
  tokenizer?: TokenizerChoice;
}

export const relayAsModelServer: ModelServerSettings = { address: '', model: '' };

export const depths: readonly Depth[] = ['quick', 'standard', 'deep'];

export const defaultSettings: Settings = {
  relay: '',
  theme: 'system',
  sampling: {},
};

/** An http(s) address without query or credentials; empty stays empty. A bare origin loses its slash. */
export function checkRelay(text: string): Checked<string> {
  const trimmed = text.trim();
  if (!trimmed) return { ok: true, value: '' };
  let url: URL;
  try {
    url = new URL(trimmed);
  } catch {
    return { ok: false, problem: t.relay };
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return { ok: false, problem: t.http };
  if (url.username || url.password) return { ok: false, problem: t.noCredentials };
  return { ok: true, value: url.origin + (url.pathname === '/' ? '' : url.pathname) };
}

/** Less leaves no room for what was read. */
const SHORTEST_CONTEXT = 2048;

/** Length of a context in tokens; undefined stands for an empty field. */
export function checkContext(text: string): Checked<number | undefined> {
  const trimmed = text.trim().replace(/[\s,]/g, '');
  if (!trimmed) return { ok: true, value: undefined };
  const value = Number(trimmed);
  return isCount(value) && value >= SHORTEST_CONTEXT
    ? { ok: true, value }
    : { ok: false, problem: t.context(SHORTEST_CONTEXT) };
}

/** Reads stored settings; whatever is missing or wrong falls back to its default. */
export function parseSettings(stored: unknown): Settings {
  if (typeof stored !== 'object' || stored === null) return defaultSettings;
  const {
    relay,
    relayToken,
    theme,
    language,
    engine,
    sampling,
    maxTokens,
    model,
    contextTokens,
    gpuMemoryBytes,
    mirror,
    hub,
    library,
    libraryBytes,
    toolNames,
    depth,
    permissions: allowed,
    modelServer,
    servers,
    assistants,
    assistant,
  } = stored as Record<string, unknown>;
  return {
    relay: addressIn(relay),
    ...(typeof relayToken === 'string' && relayToken && checkToken(relayToken).ok
      ? { relayToken }
      : {}),
    ...(addressIn(mirror) ? { mirror: addressIn(mirror) } : {}),
    ...(addressIn(hub) ? { hub: addressIn(hub) } : {}),
    ...(typeof model === 'string' && model ? { model } : {}),
    ...(isDepth(depth) ? { depth } : {}),
    ...parsePermissions(allowed),
    ...(parseServers(servers).length > 0 ? { servers: parseServers(servers) } : {}),
    ...(isCount(contextTokens) ? { contextTokens } : {}),
    ...(isCount(gpuMemoryBytes) ? { gpuMemoryBytes } : {}),
    ...(library === 'beside' || library === 'only' ? { library } : {}),
    ...(libraryBytes === 0 || isCount(libraryBytes) ? { libraryBytes } : {}),
    ...(toolNames === 'web_search' ? { toolNames } : {}),
    theme: theme === 'light' || theme === 'dark' ? theme : 'system',
    ...(isLanguage(language) ? { language } : {}),
    ...(isEngine(engine) ? { engine } : {}),
    ...parseModelServer(modelServer),
    sampling: parseSampling(sampling),
    ...(isLimit(maxTokens) ? { maxTokens } : {}),
    ...parseAssistants(assistants, assistant),
  };
}

function addressIn(value: unknown): string {
  const checked = typeof value === 'string' ? checkRelay(value) : undefined;
  return checked?.ok ? checked.value : '';
}

/** The choices that there are for a tool. */
export const allowances = permissions;

export function allowanceOf(settings: Pick<Settings, 'permissions'>, tool: string): Permission {
  return permissionOf(settings.permissions ?? {}, tool);
}

/** `origin` where the tool is of an added server, with which its permission is kept. */
export function withAllowance(
  settings: Settings,
  tool: string,
  value: Permission,
  origin?: ToolOrigin,
): Settings {
  if (origin) {
    const servers = settings.servers?.map((one) =>
      one.id === origin.server ? withServerAllowance(one, [origin.tool], value) : one,
    );
    return servers ? { ...settings, servers } : settings;
  }
  return { ...settings, permissions: { ...settings.permissions, [permissionKey(tool)]: value } };
}

function parsePermissions(value: unknown): Pick<Settings, 'permissions'> {
  if (typeof value !== 'object' || value === null) return {};
  const known = Object.entries(value).filter(([, one]) =>
    allowances.some((known) => known === one),
  );
  return known.length > 0 ? { permissions: Object.fromEntries(known) } : {};
}

function parseModelServer(value: unknown): Pick<Settings, 'modelServer'> {
  if (typeof value !== 'object' || value === null) return {};
  const { address, model, apiKey, contextTokens, tokenizer } = value as Record<string, unknown>;
  const choice = tokenizerChoices.find((one) => one === tokenizer);
  return {
    modelServer: {
      address: addressIn(address),
      model: typeof model === 'string' ? model.trim() : '',
      // A key belongs to its address: without one there is nobody to send it to.
      ...(typeof apiKey === 'string' && apiKey && addressIn(address) && checkToken(apiKey).ok
        ? { apiKey }
        : {}),
      ...(isCount(contextTokens) && contextTokens >= SHORTEST_CONTEXT ? { contextTokens } : {}),
      ...(choice ? { tokenizer: choice } : {}),
    },
  };
}

export function isEngine(value: unknown): value is EngineId {
  return value === 'wllama' || value === 'webllm' || value === 'openai';
}

export function isDepth(value: unknown): value is Depth {
  return depths.includes(value as Depth);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) > 0;
}
