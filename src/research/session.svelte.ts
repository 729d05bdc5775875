import type { AgentEvent } from '../contracts';
import { isAbort, toErrorInfo } from '../errors';
import { applyEvent, emptyRun, foldRun, recordEvent, type RunView } from './fold';
import { askedAgain, shownOf, versionsOf, withVersion, type Shown } from './run-versions';
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
  /** Where this thread branched from another one. */
  from = $state.raw<Thread['from']>();

  readonly #options: SessionOptions;
  /** Replaced where runs come, go or change their version; the events of one that goes on are added to it. */
  #saved = $state.raw<readonly SavedRun[]>([]);
  /** Of runs before the last one, those that show another version than the thread went on from: its place. */
  #looked = $state.raw<Readonly<Record<number, number>>>({});
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
  ask(question: string, way: Way & Pick<SavedRun, 'files'> = {}): Promise<void> {
    const text = question.trim();
    if (!text || this.running) return Promise.resolve();
    if (!this.id) {
      this.id = newId();
      this.#started = Date.now();
    }
    const run: SavedRun = { question: text, depth: 'standard', ...way, events: [] };
    return this.#begin(run, this.#saved.length);
  }

  /** Asks the last question again; the same way where nothing else is said. What it said before is kept as a version. */
  retry(way: Way = {}): Promise<void> {
    const last = this.#saved.at(-1);
    if (!last || this.running) return Promise.resolve();
    return this.#begin(askedAgain(last, way), this.#saved.length - 1);
  }

  /** Which of its versions the run at this place shows. */
  versionOf(index: number): Shown {
    const run = this.#saved[index];
    const shown = run ? shownOf(run) : { at: 0, count: 1 };
    return { ...shown, at: this.#looked[index] ?? shown.at };
  }

  /** Shows another version of a run. The thread goes on from that of its last run; an earlier one is looked at alone. */
  showVersion(index: number, at: number): void {
    const run = this.#saved[index];
    const version = run && versionsOf(run)[at];
    if (!version || this.running) return;
    this.runs = this.runs.with(index, viewOf({ ...run, ...version }));
    if (index < this.#saved.length - 1) {
      this.#looked = { ...this.#looked, [index]: at };
      return;
    }
    this.#saved = this.#saved.with(index, withVersion(run, at));
    this.#keep();
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

  /**
   * Leaves this thread as it is and begins another one with its runs before `index`. It goes on from the version that
   * the last of them shows. Stops a run that goes on.
   *
   * @param differs the first run that will not be as it was: the one at `index`, where nothing else is said.
   */
  async branch(index: number, differs = index): Promise<void> {
    const { id } = this;
    const runs = this.#saved.slice(0, index);
    const [last, looked] = [runs.at(-1), this.#looked[index - 1]];
    if (last && looked !== undefined) runs.splice(-1, 1, withVersion(last, looked));
    const from = id ? { from: { id, at: differs } } : {};
    await this.open({ id: newId(), at: Date.now(), changed: Date.now(), runs, ...from });
    if (runs.length > 0) this.#keep();
    else this.id = undefined;
  }

  /** Goes on with the last run where it broke off: what it had read and written stays. */
  resume(): Promise<void> {
    const last = this.#saved.at(-1);
    if (!last || !this.unfinished) return Promise.resolve();
    return this.#go(last, { resume: [...last.events] });
  }

  /** Makes the run answer from what it has read so far. */
  answerNow(): void {
    this.hurried = true;
    this.plan?.accept(this.plan.questions);
    this.#hurry.abort();
  }

  /** What happened so far in a run, as the version that it shows has it, in order. */
  eventsOf(index: number): readonly AgentEvent[] {
    const run = this.#saved[index];
    const looked = this.#looked[index];
    return (run && looked !== undefined ? versionsOf(run)[looked] : run)?.events ?? [];
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
    this.from = undefined;
    this.#saved = [];
    this.#looked = {};
    this.runs = [];
  }

  /** Shows a saved thread. A run that was cut off by a reload is shown as stopped, and can go on. */
  async open(thread: Thread): Promise<void> {
    await this.reset();
    this.id = thread.id;
    this.from = thread.from;
    this.#started = thread.at;
    this.#saved = thread.runs.map((run) => ({ ...run, events: [...run.events] }));
    this.runs = thread.runs.map(viewOf);
  }

  /** Begins a run after the first `count` of them, in place of what came after. */
  #begin(run: SavedRun, count: number): Promise<void> {
    const [saved, runs] = [this.#saved, this.runs];
    this.#saved = [...saved.slice(0, count), run];
    this.runs = [...runs.slice(0, count), { ...emptyRun(run.question), files: run.files }];
    const undo = () => {
      this.#saved = saved;
      this.runs = runs;
    };
    return this.#go(run, { undo });
  }

  /** `undo` is called where another tab is at this thread, and nothing came of it. */
  async #go(
    run: SavedRun,
    { resume, undo }: { resume?: AgentEvent[]; undo?: () => void },
  ): Promise<void> {
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
    undo?.();
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
    const from = this.from ? { from: this.from } : {};
    this.#options.save({ id: this.id, at: this.#started, changed: Date.now(), ...from, runs });
  }
}

/** What is shown of a run; one that was cut off is shown as stopped. */
function viewOf({ question, files, events }: SavedRun): RunView {
  const run = { ...foldRun(events, question), files };
  return run.status === 'running'
    ? applyEvent(run, { type: 'run-stopped', answer: run.answer, usage: noUsage() })
    : run;
}
