/** Assistants: ways of answering that a person has put together. What one leaves open is as the settings have it. */
import type { Depth, ModelCard, Sampling } from '../contracts';
import { permissionOf as setFor, type Permission } from '../agent/approval';
import { checks as t } from '../i18n/en/checks';
import type { Checked } from './checked';
import { serverAllowance, type ToolOrigin } from './mcp-servers';
import type { RunRequest } from './parts';
import { parseSampling } from './sampling';
import type { Settings } from './settings';

export interface Assistant {
  id: string;
  name: string;
  /** In place of the app's own system prompt. */
  system?: string;
  /** A model that is stored on this device. */
  model?: string;
  depth?: Depth;
  /** Lets the model think before it writes. */
  thinking?: true;
  /** Of one answer; never more than the model's own. */
  maxTokens?: number;
  sampling: Partial<Sampling>;
  /** Tools that are not called, by the names that the model has for them. */
  toolsOff?: string[];
}

/** How questions are asked, beside the model itself. */
export interface Manner {
  sampling: Partial<Sampling>;
  system?: string;
  thinking?: boolean;
  maxTokens?: number;
}

const LONGEST_NAME = 60;
/** About half of the shortest context that a model is loaded with. */
const LONGEST_SYSTEM = 4000;
const LEAST_TOKENS = 16;
const DEPTHS: readonly unknown[] = ['quick', 'standard', 'deep'] satisfies Depth[];

export function checkName(text: string, others: readonly Assistant[]): Checked<string> {
  const value = text.trim();
  if (!value) return { ok: false, problem: t.noName };
  if (value.length > LONGEST_NAME) return { ok: false, problem: t.longestName(LONGEST_NAME) };
  return others.some(({ name }) => name === value)
    ? { ok: false, problem: t.nameTaken }
    : { ok: true, value };
}

/** The name itself, or where another one has it, the next with a number after it. */
export function freeName(name: string, others: readonly Assistant[]): string {
  const taken = (one: string) => others.some((other) => other.name === one);
  if (!taken(name)) return name;
  let count = 2;
  while (taken(`${name} ${count}`)) count += 1;
  return `${name} ${count}`;
}

/** undefined stands for an empty field: the app's own prompt. */
export function checkSystem(text: string): Checked<string | undefined> {
  const value = text.trim();
  return value.length > LONGEST_SYSTEM
    ? { ok: false, problem: t.longestSystem(LONGEST_SYSTEM) }
    : { ok: true, value: value || undefined };
}

/** undefined stands for an empty field: the model's own. */
export function checkMaxTokens(text: string): Checked<number | undefined> {
  const trimmed = text.trim();
  if (!trimmed) return { ok: true, value: undefined };
  const value = Number(trimmed);
  return isLimit(value) ? { ok: true, value } : { ok: false, problem: t.leastTokens(LEAST_TOKENS) };
}

/** Whether an answer may be so many tokens long. */
export function isLimit(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= LEAST_TOKENS;
}

/** The one that answers; undefined for the app's own. */
export function assistantOf({ assistants, assistant }: Settings): Assistant | undefined {
  return assistants?.find(({ id }) => id === assistant);
}

/** The settings as they are with the assistant that answers. */
export function withAssistant(settings: Settings): Settings {
  const one = assistantOf(settings);
  if (!one) return settings;
  const { model, depth, sampling } = one;
  return {
    ...settings,
    ...(depth ? { depth } : {}),
    sampling: { ...settings.sampling, ...sampling },
    // The length of context was chosen for the other model.
    ...(model && model !== settings.model ? { model, contextTokens: undefined } : {}),
  };
}

/** Another one answers from now on; without an id the app's own. */
export function answeredBy(settings: Settings, id: string | undefined): Settings {
  const next = { ...settings };
  delete next.assistant;
  return id === undefined ? next : { ...next, assistant: id };
}

/** What a person chooses in passing goes to the assistant that answers, where it has a say in it. */
export function choosing(
  settings: Settings,
  choice: Partial<Pick<Settings, 'model' | 'contextTokens' | 'depth'>>,
): Settings {
  const assistants = settings.assistants?.map((one) => {
    if (one.id !== settings.assistant) return one;
    const { model, depth } = choice;
    return {
      ...one,
      ...('model' in choice && one.model ? { model } : {}),
      ...(depth && one.depth ? { depth } : {}),
    };
  });
  return { ...settings, ...choice, ...(assistants ? { assistants } : {}) };
}

/** `seed` is for this visit. */
export function mannerOf(settings: Settings, seed?: number): Manner {
  const { system, thinking, maxTokens = settings.maxTokens } = assistantOf(settings) ?? {};
  return {
    sampling: { ...withAssistant(settings).sampling, ...(seed === undefined ? {} : { seed }) },
    ...(system === undefined ? {} : { system }),
    ...(thinking ? { thinking } : {}),
    ...(maxTokens === undefined ? {} : { maxTokens }),
  };
}

/** Whether a tool may be called; `origin` where it is of an added server. An assistant only takes tools away. */
export function permissionOf(settings: Settings, tool: string, origin?: ToolOrigin): Permission {
  if (assistantOf(settings)?.toolsOff?.includes(tool)) return 'never';
  if (!origin) return setFor(settings.permissions ?? {}, tool);
  const server = settings.servers?.find(({ id }) => id === origin.server);
  return serverAllowance(server, origin.tool);
}

/** The part of a run's request that follows from it. */
export function asAsked(
  card: ModelCard,
  { sampling, system, thinking, maxTokens }: Manner,
): Pick<RunRequest, 'card' | 'sampling' | 'system' | 'thinking'> {
  return {
    card: maxTokens ? { ...card, maxNewTokens: Math.min(maxTokens, card.maxNewTokens) } : card,
    sampling: { ...card.sampling, ...sampling },
    ...(system === undefined ? {} : { system }),
    ...(thinking ? { thinking } : {}),
  };
}

/** Reads what is stored; whatever is wrong of one is left out, and one without a name as a whole. */
export function parseAssistants(
  stored: unknown,
  chosen: unknown,
): Pick<Settings, 'assistants' | 'assistant'> {
  if (!Array.isArray(stored)) return {};
  const assistants: Assistant[] = [];
  for (const one of stored as unknown[]) {
    const read = parseAssistant(one, assistants);
    if (read) assistants.push(read);
  }
  if (assistants.length === 0) return {};
  const found = assistants.find(({ id }) => id === chosen);
  return { assistants, ...(found ? { assistant: found.id } : {}) };
}

function parseAssistant(stored: unknown, others: readonly Assistant[]): Assistant | undefined {
  if (typeof stored !== 'object' || stored === null) return undefined;
  const { id, name, system, model, depth, thinking, maxTokens, sampling, toolsOff } =
    stored as Record<string, unknown>;
  const named = checkName(typeof name === 'string' ? name : '', others);
  if (!named.ok || typeof id !== 'string' || !id || others.some((one) => one.id === id))
    return undefined;
  const prompt = checkSystem(typeof system === 'string' ? system : '');
  const off = Array.isArray(toolsOff)
    ? toolsOff.filter((tool): tool is string => typeof tool === 'string')
    : [];
  return {
    id,
    name: named.value,
    ...(prompt.ok && prompt.value !== undefined ? { system: prompt.value } : {}),
    ...(typeof model === 'string' && model ? { model } : {}),
    ...(DEPTHS.includes(depth) ? { depth: depth as Depth } : {}),
    ...(thinking === true ? { thinking } : {}),
    ...(isLimit(maxTokens) ? { maxTokens } : {}),
    sampling: parseSampling(sampling),
    ...(off.length > 0 ? { toolsOff: off } : {}),
  };
}
