import type { AgentEvent } from '../contracts';
import { isAbort, toErrorInfo } from '../errors';
import { applyEvent, emptyRun, foldRun, recordEvent, type RunView } from './fold';
import type { SavedRun, Thread } from './thread-store';
import type { Approve, Permission } from '../agent/approval';
import { noUsage } from '../agent/run-usage';
import { asAsked, type Manner } from './assistants';
import type { ToolOrigin } from './mcp-servers';
import type { ModelState } from './model.svelte';
import { newId } from './new-id';
import type { Parts, RunRequest } from './parts';
import type { RelayState } from './relay.svelte';
import { whileAlone } from './run-lock';

/** A call that waits for a person's word; `answer` counts once. */
export interface PendingApproval extends Omit<Parameters<Approve>[0], 'signal'> {
  /** The added server whose tool it is. */
  origin?: ToolOrigin;
  answer: (allowed: boolean) => void;
}

export interface SessionOptions {
  parts: Parts;
  model: ModelState;
  relay: RelayState;
  /** How questions are asked; asked for at each run. */
  manner: () => Manner;
  /** What is set for a tool; `origin` where it is of an added server. */
  permission: (tool: string, origin?: ToolOrigin) => Permission;
  /** Gets every call that waits for a person's word. */
  onApproval?: (pending: PendingApproval) => void;
  /** Gets every event of a live run as it happens. */
  onEvent: (event: AgentEvent) => void;
  /** Keeps the thread; called while a run goes on and when it ends. */
  save: (thread: Thread) => void;
  /** Runs `work` before the next paint. */
  onFrame: (work: () => void) => void;
}

/** What is said of one run; what is left out is as its assistant and the settings have it. */
export type Way = Pick<SavedRun, 'depth' | 'thinking'>;

/** A run that is being written is saved this often. */
const KEEP_TOKENS_MS = 1000;

/** One thread: a question, its follow-ups, and the run that is going on. */
export class Session {
  id = $state.raw<string>();
  runs = $state.raw<RunView[]>([]);
  running = $state.raw(false);
  /** A call that waits for a person's word; `answer` may be called once. */
  approval = $state.raw<PendingApproval>();
  /** Sub-questions of a deep run that wait for a person's word; `accept` may be called once. */
  plan = $state.raw<{ questions: string[]; accept: (questions: string[]) => void }>();
  /** Whether the run was told to answer at once. */
  hurried = $state.raw(false);
  /** Whether another tab is at the run that was to be gone on with. */
  elsewhere = $state.raw(false);

  readonly #options: SessionOptions;
  #saved: SavedRun[] = [];
  #started = 0;
  #abort = new AbortController();
  #hurry = new AbortController();
  #kept = 0;
  #pending: AgentEvent[] = [];
  #finished: Promise<void> = Promise.resolve();

  constructor(options: SessionOptions) {
    this.#options = options;
  }

  /** Asks, after whatever was asked before in this thread. Does nothing while a run is going on. */
  ask(question: string, way: Way = {}): Promise<void> {
    const text = question.trim();
    if (!text || this.running) return Promise.resolve();
    if (!this.id) {
      this.id = newId();
      this.#started = Date.now();
    }
    const run: SavedRun = { question: text, depth: 'standard', ...way, events: [] };
    this.#saved.push(run);
    this.runs = [...this.runs, emptyRun(text)];
    return this.#go(run);
  }

  /** Asks the last question again, in place of its run; the same way where nothing else is said. */
  retry(way: Way = {}): Promise<void> {
    const last = this.#saved.at(-1);
    if (!last || this.running) return Promise.resolve();
    this.#saved.pop();
    this.runs = this.runs.slice(0, -1);
    const { question, depth, thinking } = { ...last, ...way };
    return this.ask(question, { depth, ...(thinking === undefined ? {} : { thinking }) });
  }

  /** Whether the last run broke off without an answer and can go on. */
  get unfinished(): boolean {
    const last = this.runs.at(-1)?.status;
    return !this.running && (last === 'stopped' || last === 'failed');
  }

  /** Whether it broke off because the page went away. */
  get interrupted(): boolean {
    const last = this.#saved.at(-1)?.events.at(-1)?.type;
    return this.unfinished && last !== undefined && last !== 'run-stopped' && last !== 'run-failed';
  }

  /** Leaves this thread as it is and begins another one with its runs before `index`. Stops a run that goes on. */
  async branch(index: number): Promise<void> {
    const before = this.#saved.slice(0, index).map((run) => ({ ...run }));
    await this.open({ id: newId(), at: Date.now(), changed: Date.now(), runs: before });
    if (before.length > 0) this.#keep();
    else this.id = undefined;
  }

  /** Goes on with the last run where it broke off: what it had read and written stays. */
  resume(): Promise<void> {
    const last = this.#saved.at(-1);
    if (!last || !this.unfinished) return Promise.resolve();
    return this.#go(last, [...last.events]);
  }

  /** Makes the run answer from what it has read so far. */
  answerNow(): void {
    this.hurried = true;
    this.plan?.accept(this.plan.questions);
    this.#hurry.abort();
  }

  /** What happened in a run so far, in order. */
  eventsOf(index: number): readonly AgentEvent[] {
    return this.#saved[index]?.events ?? [];
  }

  stop(): void {
    this.#abort.abort();
  }

  /** Stops, and leaves an empty thread. */
  async reset(): Promise<void> {
    this.stop();
    await this.#finished;
    this.elsewhere = false;
    this.id = undefined;
    this.#saved = [];
    this.runs = [];
  }

  /** Shows a saved thread. A run that was cut off by a reload is shown as stopped, and can go on. */
  async open(thread: Thread): Promise<void> {
    await this.reset();
    this.id = thread.id;
    this.#started = thread.at;
    this.#saved = thread.runs.map((run) => ({ ...run, events: [...run.events] }));
    this.runs = thread.runs.map(({ question, events }) => {
      const run = foldRun(events, question);
      return run.status === 'running'
        ? applyEvent(run, { type: 'run-stopped', answer: run.answer, usage: noUsage() })
        : run;
    });
  }

  async #go(run: SavedRun, resume?: AgentEvent[]): Promise<void> {
    this.running = true;
    this.hurried = false;
    const abort = (this.#abort = new AbortController());
    this.#hurry = new AbortController();
    const { signal: hurry } = this.#hurry;
    const work = () => this.#run(run, { resume, signal: abort.signal, hurry });
    const going = whileAlone(`run ${this.id ?? ''}`, work);
    this.#finished = going.then(() => undefined);
    this.elsewhere = !(await going);
    if (!this.elsewhere) return;
    this.running = false;
    if (resume) return;
    this.#saved.pop();
    this.runs = this.runs.slice(0, -1);
  }

  async #run(
    { question, depth = 'standard', thinking }: SavedRun,
    { resume, signal, hurry }: Pick<RunRequest, 'resume' | 'signal' | 'hurry'>,
  ): Promise<void> {
    const { parts, model, relay, manner, permission } = this.#options;
    const previous = this.#saved.slice(0, -1).map(({ events }) => [...events]);
    if (resume) this.runs = this.runs.with(-1, { ...this.runs.at(-1)!, status: 'running' });
    const began = performance.now();
    try {
      const engine = await model.ready(signal);
      const card = model.card!;
      const toolbox = await relay.toolboxNow();
      const events = parts.run({
        question,
        previous,
        ...(resume ? { resume } : {}),
        depth,
        engine,
        toolbox,
        ...asAsked(card, { ...manner(), ...(thinking === undefined ? {} : { thinking }) }),
        approve: (request) =>
          request.address !== undefined && toolbox.staysHere(request.tool)
            ? Promise.resolve(true)
            : this.#approve(request, toolbox.originOf(request.tool)),
        permission: (tool) => permission(tool, toolbox.originOf(tool)),
        confirmPlan: (questions) => this.#confirmPlan(questions),
        signal,
        hurry,
      });
      for await (const event of events) this.#take(event);
    } catch (error) {
      const usage = { ...noUsage(), totalMs: performance.now() - began };
      if (isAbort(error) && signal.aborted)
        this.#take({ type: 'run-stopped', answer: this.runs.at(-1)?.answer ?? '', usage });
      else this.#take({ type: 'run-failed', error: toErrorInfo(error), usage });
    } finally {
      this.#flush();
      this.running = false;
      this.approval = undefined;
      this.plan = undefined;
      this.#keep();
    }
  }

  #confirmPlan(questions: string[]): Promise<string[]> {
    return new Promise((resolve) => {
      const accept = (chosen: string[]): void => {
        this.plan = undefined;
        resolve(chosen);
      };
      this.plan = { questions, accept };
    });
  }

  #approve(
    { signal, ...call }: Parameters<Approve>[0],
    origin: ToolOrigin | undefined,
  ): Promise<boolean> {
    return new Promise((resolve) => {
      const answer = (allowed: boolean): void => {
        this.approval = undefined;
        resolve(allowed);
      };
      signal.addEventListener('abort', () => answer(false), { once: true });
      this.approval = { ...call, ...(origin ? { origin } : {}), answer };
      this.#options.onApproval?.(this.approval);
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
    const small = event.type === 'token-generated' || event.type === 'prompt-prefilled';
    if (!small || performance.now() - this.#kept > KEEP_TOKENS_MS) this.#keep();
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
    this.#kept = performance.now();
    const runs = this.#saved.map((run) => ({ ...run, events: [...run.events] }));
    this.#options.save({ id: this.id, at: this.#started, changed: Date.now(), runs });
  }
}
