import type { AgentEvent, RunUsage, Sampling } from '../contracts';
import { isAbort, toErrorInfo } from '../errors';
import { applyEvent, emptyRun, foldRun, recordEvent, type RunView } from './fold';
import type { SavedRun, Thread } from './history';
import type { ModelState } from './model.svelte';
import type { Parts } from './parts';
import type { RelayState } from './relay.svelte';

export interface SessionOptions {
  parts: Parts;
  model: ModelState;
  relay: RelayState;
  /** Laid over the model card's values for each run. */
  sampling: () => Partial<Sampling>;
  /** Gets every event of a live run as it happens. */
  onEvent: (event: AgentEvent) => void;
  /** Keeps the thread; called while a run goes on and when it ends. */
  save: (thread: Thread) => void;
  /** Runs `work` before the next paint. */
  onFrame: (work: () => void) => void;
}

const nothingUsed: RunUsage = {
  finalPromptTokens: 0,
  prefilledTokens: 0,
  reusedTokens: 0,
  completionTokens: 0,
  prefillMs: 0,
  decodeMs: 0,
  totalMs: 0,
};

/** One thread: a question, its follow-ups, and the run that is going on. */
export class Session {
  id = $state.raw<string>();
  runs = $state.raw<RunView[]>([]);
  running = $state.raw(false);
  /** A call that waits for a person's word; `answer` may be called once. */
  approval = $state.raw<{ tool: string; address: string; answer: (allowed: boolean) => void }>();

  readonly #options: SessionOptions;
  #saved: SavedRun[] = [];
  #started = 0;
  #abort = new AbortController();
  #pending: AgentEvent[] = [];
  #finished: Promise<void> = Promise.resolve();

  constructor(options: SessionOptions) {
    this.#options = options;
  }

  /** Asks, after whatever was asked before in this thread. Does nothing while a run is going on. */
  ask(question: string): Promise<void> {
    const text = question.trim();
    if (!text || this.running) return Promise.resolve();
    if (!this.id) {
      this.id = crypto.randomUUID();
      this.#started = Date.now();
    }
    this.running = true;
    this.#finished = this.#run(text);
    return this.#finished;
  }

  /** Asks the last question again, in place of its run. */
  retry(): Promise<void> {
    const last = this.#saved.at(-1);
    if (!last || this.running) return Promise.resolve();
    this.#saved.pop();
    this.runs = this.runs.slice(0, -1);
    return this.ask(last.question);
  }

  stop(): void {
    this.#abort.abort();
  }

  /** Stops, and leaves an empty thread. */
  async reset(): Promise<void> {
    this.stop();
    await this.#finished;
    this.id = undefined;
    this.#saved = [];
    this.runs = [];
  }

  /** Shows a saved thread. A run that was cut off by a reload is shown as stopped. */
  async open(thread: Thread): Promise<void> {
    await this.reset();
    this.id = thread.id;
    this.#started = thread.at;
    this.#saved = thread.runs.map((run) => ({ ...run }));
    this.runs = thread.runs.map(({ question, events }) => {
      const run = foldRun(events, question);
      return run.status === 'running'
        ? applyEvent(run, { type: 'run-stopped', answer: run.answer, usage: nothingUsed })
        : run;
    });
  }

  async #run(question: string): Promise<void> {
    const { parts, model, relay, sampling } = this.#options;
    const { signal } = (this.#abort = new AbortController());
    const previous = this.#saved.map(({ events }) => [...events]);
    this.#saved.push({ question, events: [] });
    this.runs = [...this.runs, emptyRun(question)];
    const began = performance.now();
    try {
      const engine = await model.ready(signal);
      const card = model.card!;
      const events = parts.run({
        question,
        previous,
        engine,
        toolbox: await relay.toolboxNow(),
        card,
        sampling: { ...card.sampling, ...sampling() },
        approve: ({ tool, address }) => this.#approve(tool, address),
        signal,
      });
      for await (const event of events) this.#take(event);
    } catch (error) {
      const usage = { ...nothingUsed, totalMs: performance.now() - began };
      if (isAbort(error) && signal.aborted)
        this.#take({ type: 'run-stopped', answer: this.runs.at(-1)?.answer ?? '', usage });
      else this.#take({ type: 'run-failed', error: toErrorInfo(error), usage });
    } finally {
      this.#flush();
      this.running = false;
      this.approval = undefined;
      this.#keep();
    }
  }

  #approve(tool: string, address: string): Promise<boolean> {
    return new Promise((resolve) => {
      const answer = (allowed: boolean): void => {
        this.approval = undefined;
        resolve(allowed);
      };
      this.approval = { tool, address, answer };
    });
  }

  /** Events are shown once a frame however fast they come. */
  #take(event: AgentEvent): void {
    const { onEvent, onFrame, relay } = this.#options;
    onEvent(event);
    if (event.type === 'run-failed' && event.error.code === 'relay-unreachable')
      relay.lost(event.error);
    recordEvent(this.#saved.at(-1)!.events, event);
    if (this.#pending.length === 0) onFrame(() => this.#flush());
    // Joins the tokens of a frame: they are taken apart and shown once.
    recordEvent(this.#pending, event);
    if (event.type !== 'token-generated' && event.type !== 'prompt-prefilled') this.#keep();
  }

  #flush(): void {
    const last = this.runs.at(-1);
    if (this.#pending.length === 0 || !last) return;
    const run = this.#pending.reduce(applyEvent, last);
    this.#pending = [];
    this.runs = this.runs.with(-1, run);
  }

  #keep(): void {
    if (!this.id) return;
    const runs = this.#saved.map((run) => ({ ...run, events: [...run.events] }));
    this.#options.save({ id: this.id, at: this.#started, changed: Date.now(), runs });
  }
}
