/** What an address of the page asks for. Anyone can write an address, so none of it is trusted. */
import type { Depth, EngineId } from '../contracts';
import { isLanguage, type Language } from '../i18n/languages';
import { checkSampling } from './sampling';
import { checkRelay, isDepth, isEngine } from './settings';

export const sheetNames = [
  ...(['settings', 'history', 'models', 'library', 'evaluate'] as const),
  ...(['palette', 'prompts', 'shortcuts'] as const),
] as const;
export type SheetName = (typeof sheetNames)[number];

/** It holds for this visit and is not stored. */
export interface PageRequest {
  /** `?q=`: asked at once. */
  question?: string;
  seed?: number;
  model?: string;
  engine?: EngineId;
  depth?: Depth;
  relay?: string;
  /** `?lang=`, of the app's own words. */
  language?: Language;
  /** `?open=`, as the manifest's shortcuts have it; `question` begins a thread. */
  open?: SheetName | 'question';
  /** `?title=&text=&url=`, what another app shares: put into the box, and asked by nobody but the person. */
  draft?: string;
}

/** What is for one use: a page that is opened again is not to do it again. */
const onceOnly = ['open', 'title', 'text', 'url'];

export const LONGEST_QUESTION = 4000;

/** Characters that nobody sees, or that turn the line around: what is asked is what is read in the box. */
const UNSEEN =
  /(?!\n)\p{Cc}|[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]/gu;

/** A text of others as a person may see it in the box. */
export function cleaned(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(UNSEEN, '').trim();
}

/** Wrong values are left out: an address that someone sent must not break the page. */
export function parsePageRequest(search: string): PageRequest {
  const params = new URLSearchParams(search);
  const request: PageRequest = {};
  const question = params.get('q')?.trim();
  if (question) request.question = question.slice(0, LONGEST_QUESTION);
  const seed = checkSampling('seed', params.get('seed') ?? '');
  if (seed.ok && seed.value !== undefined) request.seed = seed.value;
  const model = params.get('model')?.trim();
  if (model) request.model = model;
  const depth = params.get('depth');
  if (isDepth(depth)) request.depth = depth;
  const engine = params.get('engine');
  if (isEngine(engine)) request.engine = engine;
  const relay = checkRelay(params.get('relay') ?? '');
  if (relay.ok && relay.value) request.relay = relay.value;
  const language = params.get('lang');
  if (isLanguage(language)) request.language = language;
  const open = params.get('open');
  const opened = (['question', ...sheetNames] as const).find((one) => one === open);
  if (opened) request.open = opened;
  const draft = draftOf(params);
  if (draft) request.draft = draft;
  return request;
}

/** The same of a whole address. */
export function requestOf(address: string): PageRequest {
  return parsePageRequest(new URL(address).search);
}

/** The address without what was for one use. */
export function withoutOnceOnly(address: string): string {
  const url = new URL(address);
  for (const key of onceOnly) url.searchParams.delete(key);
  return url.href;
}

/** Apps say the same thing twice: the address in the text, the title at its beginning. */
function draftOf(params: URLSearchParams): string {
  const parts = ['title', 'text', 'url']
    .map((key) => cleaned(params.get(key) ?? ''))
    .filter(Boolean);
  return parts
    .filter(
      (part, at) => !parts.some((other, i) => other.includes(part) && (other !== part || i < at)),
    )
    .join('\n')
    .slice(0, LONGEST_QUESTION);
}
