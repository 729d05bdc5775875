/** The card of a model that a server runs. */
import type { ModelCard } from '../contracts';
import { AppError } from '../errors';
import { engines as words } from '../i18n/en/engines';
import { offers } from '../i18n/en/offers';
import { modelCard } from '../models/catalogue';
import { isJanPocket, type ModelServer } from '../models/model-server';
import { limitsFor } from '../models/resolve';
import { sampling } from '../models/offers';
import { findModel } from './openai-http';

/** Qwen3's own context, which servers have that do not say. */
const USUAL_CONTEXT = 32768;

/** Longer, and a person thinks that the page hangs. */
const ANSWER_MS = 15_000;

/** Asks the server what it has. Throws an AppError where it does not answer, or not have the model. */
export async function servedCard(server: ModelServer, signal: AbortSignal): Promise<ModelCard> {
  const patience = AbortSignal.timeout(ANSWER_MS);
  const { id, contextTokens: served } = await findModel(
    server,
    AbortSignal.any([signal, patience]),
  ).catch((error: unknown) => {
    if (signal.aborted || !patience.aborted) throw error;
    throw new AppError('network', words.serverSlow(server.baseUrl, ANSWER_MS / 1000));
  });
  const { host } = new URL(server.baseUrl);
  const pocket = isJanPocket(id) ? modelCard('jan-pocket') : undefined;
  const contextTokens = server.contextTokens ?? served ?? pocket?.contextTokens ?? USUAL_CONTEXT;
  return {
    id,
    name: `${id} on ${host}`,
    description: offers.served(host),
    engines: { openai: { files: [], quantisation: 'as served' } },
    tokenizer: modelCard('jan-pocket').tokenizer,
    contextTokens,
    ...(pocket ? limitsFor(0) : limitsFor(contextTokens)),
    sampling: pocket?.sampling ?? sampling,
  };
}
