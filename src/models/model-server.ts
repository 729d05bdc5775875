/** A server that runs models: where it is, what it serves, and how its tokens are counted. */
import type { Hosts } from './resolve';

/** Whose tokenizer counts; automatic where none is named. */
export type TokenizerChoice = 'jan-pocket' | 'qwen3' | 'server' | 'estimate';
export const tokenizerChoices: readonly TokenizerChoice[] = [
  'jan-pocket',
  'qwen3',
  'server',
  'estimate',
];

/** Speaks OpenAI's `/v1/completions`. */
export interface ModelServer {
  /** With its version, such as `http://localhost:8000/v1`. */
  baseUrl: string;
  /** As the server calls it; empty stands for the only one that it has. */
  model: string;
  /** Sent as a bearer token. */
  apiKey?: string | undefined;
  /** Longest prompt plus answer, in tokens; what the server says where it is absent. */
  contextTokens?: number | undefined;
  tokenizer?: TokenizerChoice | undefined;
  /** Where the tokenizer.json of Jan-Nano is looked for. */
  hosts?: Hosts | undefined;
}

export interface ServedModel {
  id: string;
  /** Longest prompt plus answer, in tokens, where the server says. */
  contextTokens?: number;
}

/** The address that a person gives, with the version that all such servers have. */
export function serverBaseUrl(address: string): string {
  const url = new URL(address);
  if (url.pathname === '/') url.pathname = '/v1';
  return url.href.replace(/\/+$/, '');
}

export function isJanPocket(model: string): boolean {
  return /jan-pocket/i.test(model);
}
