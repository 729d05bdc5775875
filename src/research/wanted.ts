/** Which model a page wants, and from where: what its address asks for goes before the settings. */
import { serverBaseUrl, type ModelServer } from '../models/model-server';
import type { Hosts } from '../models/resolve';
import type { Wanted } from './model.svelte';
import type { PageRequest } from './page-request';
import { relayAsModelServer, type Settings } from './settings';

/** What decides it. */
export interface Wishes {
  request: PageRequest;
  settings: Settings;
  /** Where the page itself is. */
  page: { origin: string; base: string };
}

export function relayOf({ request, settings, page }: Wishes): string {
  return request.relay || settings.relay || page.origin;
}

export function hostsOf(wishes: Wishes): Hosts {
  const { mirror = '', hub } = wishes.settings;
  return {
    app: wishes.page.base,
    relay: relayOf(wishes),
    mirror,
    hub: hub || 'https://huggingface.co',
  };
}

export function wantedModel(wishes: Wishes): Wanted {
  const { request, settings } = wishes;
  const engine = request.engine ?? settings.engine;
  if (engine === 'openai') return { engine, server: modelServerOf(wishes) };
  if (request.model) return { model: request.model, engine };
  const { model, contextTokens } = settings;
  // A downloaded model runs on the one engine that its files are for.
  return model ? { model, contextTokens } : { engine };
}

/** The questions go there: never to a relay that a link names, and no key or token to any but its own server. */
export function modelServerOf(wishes: Wishes): ModelServer {
  const { request, settings, page } = wishes;
  const { address, model, apiKey, ...rest } = settings.modelServer ?? relayAsModelServer;
  const where = address
    ? { baseUrl: serverBaseUrl(address), apiKey }
    : {
        // Beside the relay's /mcp.
        baseUrl: new URL('v1', settings.relay || page.origin).href,
        apiKey: settings.relayToken,
      };
  return { ...rest, ...where, model: request.model ?? model, hosts: hostsOf(wishes) };
}
