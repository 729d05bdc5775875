/** What a model takes of the memory, as far as the app knows: an estimate from sizes, nothing is measured. */
import type { EngineId, ModelCard } from '../contracts';
import { catalogue } from './catalogue';
import { janPocketShape } from './libraries';
import { kvBytes, offers, type Offer } from './offers';
import { ModelStore } from './store';

export interface ModelMemory {
  weights: number;
  /** Keys and values of the whole context, which an engine takes when it loads; absent where unknown. */
  cache?: number;
}

/** What is known of a model. */
export interface Known {
  id: string;
  card?: ModelCard;
  /** Of a model that a person has brought. */
  brought?: Offer;
}

/** Undefined where nothing is known, or where the model is not in this browser. */
export async function modelMemory(
  id: string,
  engine: EngineId,
  contextTokens?: number,
): Promise<ModelMemory | undefined> {
  const own = catalogue.find((card) => card.id === id);
  const record = own ? undefined : await (await ModelStore.open()).model(id);
  const known = { id, card: own ?? record?.card, brought: record?.offer };
  return memoryOf(known, engine, contextTokens);
}

/** `contextTokens` is the context that was loaded; the card's own without it. */
export function memoryOf(
  known: Known,
  engine: EngineId,
  contextTokens = known.card?.contextTokens,
): ModelMemory | undefined {
  if (engine === 'openai') return undefined;
  const { id, card, brought } = known;
  const offer = offers.find((one) => one.id === id) ?? brought;
  const files = card?.engines[engine]?.files ?? [];
  // A model that was deleted since has no files any more.
  const weights = files.reduce((sum, { bytes }) => sum + bytes, 0) || offer?.estimatedBytes;
  if (!weights) return undefined;
  const perToken = kvBytesPerToken(known);
  return perToken && contextTokens ? { weights, cache: perToken * contextTokens } : { weights };
}

function kvBytesPerToken({ id, brought }: Known): number | undefined {
  // Both of its forms compute in 32-bit floats.
  if (catalogue.some((card) => card.id === id)) return kvBytes(janPocketShape, true);
  const offer = offers.find((one) => one.id === id);
  return (offer ?? brought)?.kvBytesPerToken;
}
