/** Which models a question can be asked of again: those that are whole on this device. */
import type { ShelfModel } from '../models/shelf';
import type { Settings } from './settings';

export interface OtherModel {
  /** Undefined is the app's own model, which needs no choice. */
  id: string | undefined;
  name: string;
  /** To load it with, in tokens. */
  contextTokens: number | undefined;
}

/** `current`: the model in use. */
export function otherModels(
  models: readonly Pick<ShelfModel, 'id' | 'name' | 'complete' | 'offer'>[],
  current: string | undefined,
  { contextTokens }: Pick<Settings, 'contextTokens'>,
): OtherModel[] {
  return models
    .filter(({ id, complete }) => complete && id !== current)
    .map(({ id, name, offer }) => ({
      id: offer && id,
      name,
      contextTokens:
        offer && Math.min(contextTokens ?? offer.defaultContextTokens, offer.contextTokens),
    }));
}
