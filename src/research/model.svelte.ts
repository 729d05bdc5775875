import type {
  Engine,
  EngineId,
  ErrorInfo,
  LoadProgress,
  ModelCard,
  Said,
  ToolSpec,
} from '../contracts';
import { AppError, isAbort, orAbort, toErrorInfo } from '../errors';
import { faults } from '../i18n/en/faults';
import type { ModelServer } from '../models/model-server';
import type { Parts } from './parts';

type Phase = 'idle' | 'loading' | 'warming' | 'ready' | 'failed' | 'cancelled';

/** What to load; what is missing is chosen. */
export interface Wanted {
  model?: string;
  engine?: EngineId;
  /** In tokens; the card's own where it is missing. */
  contextTokens?: number;
  /** Where the openai engine runs its model. */
  server?: ModelServer;
}

/** The model in the page: which one, how far its loading is, and its engine once it is there. */
export class ModelState {
  card = $state.raw<ModelCard>();
  engineId = $state.raw<EngineId>();
  /** Why it is this engine, in a few words. */
  engineReason = $state.raw<string | Said>();
  phase = $state.raw<Phase>('idle');
  progress = $state.raw<LoadProgress>();
  error = $state.raw<ErrorInfo>();

  readonly #parts: Parts;
  #wanted: Wanted = {};
  #engine?: Engine;
  #loading?: Promise<Engine>;
  #warming?: Promise<void>;
  #abort = new AbortController();
  #abortWarming = new AbortController();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Size of the weights. */
  get bytes(): number {
    const files = this.engineId ? (this.card?.engines[this.engineId]?.files ?? []) : [];
    return files.reduce((sum, file) => sum + file.bytes, 0);
  }

  /**
   * Settles on a model of the catalogue: the one asked for, or the first; loads nothing yet.
   * Returns false where a load has begun meanwhile, and, with `phase` failed, where there is no such model.
   */
  async choose(wanted: Wanted): Promise<boolean> {
    const { signal } = this.#abort;
    try {
      await this.#choose(wanted, signal);
      return true;
    } catch (error) {
      if (signal.aborted) return false;
      this.phase = 'failed';
      this.error = toErrorInfo(error);
      return false;
    }
  }

  /**
   * Loads the chosen model, not before `first` has come to pass. Failure shows in `phase`. False where another load
   * has taken over, which then does what is to follow.
   */
  async load(wanted: Wanted = this.#wanted, first?: Promise<unknown>): Promise<boolean> {
    this.#abort.abort();
    const abort = (this.#abort = new AbortController());
    this.phase = 'loading';
    this.progress = undefined;
    this.error = undefined;
    const loading = this.#start(wanted, abort.signal, first);
    this.#loading = loading;
    try {
      await loading;
      if (this.#abort === abort) this.phase = 'ready';
    } catch (error) {
      if (this.#abort !== abort) return false;
      this.phase = isAbort(error) ? 'cancelled' : 'failed';
      this.error = isAbort(error) ? undefined : toErrorInfo(error);
    }
    return this.#abort === abort;
  }

  cancel(): void {
    this.#abort.abort();
  }

  /** The loaded engine, idle. Waits for a load under way; throws an AppError when there is no model. */
  async ready(signal: AbortSignal): Promise<Engine> {
    if (!this.#loading || this.phase === 'failed' || this.phase === 'cancelled') void this.load();
    const engine = await this.#loaded(signal);
    this.#abortWarming.abort();
    await this.#warming;
    return engine;
  }

  /** The engine of the newest load: one that waits for an older load goes on with what took over. */
  async #loaded(signal: AbortSignal): Promise<Engine> {
    for (;;) {
      const loading = this.#loading!;
      const isNewest = () => this.#loading === loading;
      try {
        const engine = await orAbort(loading, signal);
        if (isNewest()) return engine;
      } catch (error) {
        if (signal.aborted || isNewest()) throw error;
      }
    }
  }

  /**
   * Prefills what every prompt begins with, so that the first answer starts sooner. A question
   * ends it at once, and what it has prefilled by then still counts.
   */
  async warm(tools: ToolSpec[], system?: string): Promise<void> {
    const card = this.card;
    const engine = await this.#loading;
    if (!card || !engine || this.phase !== 'ready') return;
    this.#abortWarming = new AbortController();
    const { signal } = this.#abortWarming;
    this.phase = 'warming';
    this.#warming = this.#prefill(engine, card, tools, system, signal);
    await this.#warming;
    // A load may have begun meanwhile.
    if (this.#isWarming()) this.phase = 'ready';
  }

  #isWarming(): boolean {
    return this.phase === 'warming';
  }

  async #prefill(
    engine: Engine,
    card: ModelCard,
    tools: ToolSpec[],
    system: string | undefined,
    signal: AbortSignal,
  ) {
    try {
      const prompt = await this.#parts.promptPrefix(tools, system);
      if (signal.aborted) return;
      const sampling = { ...card.sampling, temperature: 0 };
      const request = { prompt, sampling, stop: [], maxTokens: 1, signal };
      for await (const event of engine.generate(request))
        if (event.type === 'prefill')
          this.progress = { phase: 'warm-up', done: event.done, total: event.total };
    } catch (error) {
      // The run that follows meets the same fault and reports it where it can be acted on.
      console.warn('Warming up failed', error);
    }
  }

  async #start(wanted: Wanted, signal: AbortSignal, first?: Promise<unknown>): Promise<Engine> {
    if (first) await orAbort(first, signal);
    const { card, id } = await this.#choose(wanted, signal);
    // Two models at a time may be more than the memory holds.
    await this.#engine?.unload();
    const engine = await this.#parts.createEngine(id, card, wanted.server);
    signal.throwIfAborted();
    this.#engine = engine;
    await engine.load(card, { signal, onProgress: (progress) => (this.progress = progress) });
    if (engine.counting) this.engineReason = engine.counting;
    return engine;
  }

  async #choose(wanted: Wanted, signal: AbortSignal) {
    this.#wanted = wanted;
    if (wanted.engine === 'openai' && wanted.server) {
      const card = await this.#parts.servedCard(wanted.server, signal);
      return this.#settle(card, 'openai', faults.asChosen, signal);
    }
    const cards = await this.#parts.cards();
    const found = wanted.model ? cards.find(({ id }) => id === wanted.model) : cards[0];
    const { contextTokens } = wanted;
    const card = found && contextTokens ? { ...found, contextTokens } : found;
    if (!card)
      throw new AppError(
        'model-missing',
        wanted.model ? faults.noSuchModel(wanted.model) : faults.noModel,
      );
    const offered = Object.keys(card.engines) as EngineId[];
    const { id, reason } = wanted.engine
      ? { id: wanted.engine, reason: faults.asChosen }
      : await this.#parts.chooseEngine(card);
    if (!offered.includes(id)) throw new AppError('bad-input', faults.notForEngine(card.name, id));
    return this.#settle(card, id, reason, signal);
  }

  /** Not in place of what was asked for since. */
  #settle(card: ModelCard, id: EngineId, reason: string | Said, signal: AbortSignal) {
    signal.throwIfAborted();
    this.card = card;
    this.engineId = id;
    this.engineReason = reason;
    return { card, id };
  }
}
