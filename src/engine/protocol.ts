/** What goes between the page and the engine worker. `id` numbers a request; its answers carry it. */
import type {
  Engine,
  EngineId,
  ErrorInfo,
  GenerateEvent,
  GenerateRequest,
  LoadProgress,
  ModelCard,
} from '../contracts';
import type { ModelServer } from '../models/model-server';

export type ToWorker =
  | {
      type: 'load';
      id: number;
      engine: EngineId;
      card: ModelCard;
      server?: ModelServer | undefined;
    }
  | { type: 'generate'; id: number; request: Omit<GenerateRequest, 'signal'> }
  | { type: 'count'; id: number; text: string }
  /** Aborts the load or generation `id`; harmless when that has ended. */
  | { type: 'abort'; id: number };

export type FromWorker =
  | { type: 'progress'; id: number; progress: LoadProgress }
  | { type: 'event'; id: number; event: GenerateEvent }
  /** The request is over; `count` answers a count, `counting` belongs to a load. */
  | { type: 'done'; id: number; count?: number; counting?: Engine['counting'] }
  | { type: 'failed'; id: number; error: ErrorInfo };

/** Of the message that gives wllama's own worker the files that it reads itself (workers/wllama-reads.ts). */
export const WEIGHTS_VERB = 'jan-nano.weights';
