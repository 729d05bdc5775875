/** What a person does with threads. The address names the one that is shown, so that a reload comes back to it. */
import { threads as t } from '../i18n/en/threads';
import type { AppState } from './app.svelte';
import { answeredBy, assistantOf } from './assistants';
import type { RunView } from './fold';
import type { OtherModel } from './other-models';
import type { Way } from './session.svelte';
import type { AttachedFile, Thread, ThreadHead } from './thread-store';

const UNDO_MS = 8000;

/** How a question is asked again; what is left out is as before. */
export interface Choice extends Way {
  model?: OtherModel;
  /** It answers from now on, as it would any question; without an id the built-in one. */
  assistant?: { id: string | undefined };
}

/** What the page does along with it. */
export interface ThreadView {
  /** A run has begun: what it writes is to be kept in view. */
  onbegun: () => void;
  /** Another thread is there, to be shown: from its last run on, or from the one at this place. */
  onopened: (run?: number) => Promise<void>;
}

export class ThreadActions {
  readonly #app: AppState;
  readonly #view: ThreadView;

  constructor(app: AppState, view: ThreadView) {
    this.#app = app;
    this.#view = view;
  }

  /** `files` came with it. Resolves when the run has ended, as those below do. */
  async ask(question: string, files: AttachedFile[] = []): Promise<void> {
    const { session, depth } = this.#app;
    await this.#follow(session.ask(question, { depth, ...(files.length ? { files } : {}) }));
  }

  /** Asks the question of a run again: the last one in its place, an earlier one in a branch. */
  async retry(choice: Choice = {}, at = this.#app.session.runs.length - 1): Promise<void> {
    const { session } = this.#app;
    // What came after an earlier question stays in the old thread.
    if (at < session.runs.length - 1) await session.branch(at + 1, at);
    const { id } = session;
    const way = await this.#choose(choice);
    // Another thread may have been opened while the model was loaded.
    if (session.id === id) await this.#follow(session.retry(way));
  }

  async goOn(): Promise<void> {
    await this.#follow(this.#app.session.resume());
  }

  /** Leaves the thread as it is, and begins one with what came before a question; gives that, to be changed. */
  async branch(at: number): Promise<Pick<RunView, 'question' | 'files'>> {
    const { session } = this.#app;
    const { question, files } = session.runs[at]!;
    await session.branch(at);
    this.#showAddress();
    return { question, files };
  }

  async leave(): Promise<void> {
    await this.#app.session.reset();
    this.#showAddress();
  }

  async open({ id }: ThreadHead, run?: number): Promise<void> {
    const { session, history } = this.#app;
    // To look at another run of it must not stop the one that goes on.
    if (id === session.id && session.running) return this.#view.onopened(run);
    const thread = await history.read(id);
    if (thread) await this.show(thread, run);
  }

  async show(thread: Thread, run?: number): Promise<void> {
    await this.#app.session.open(thread);
    this.#showAddress();
    await this.#view.onopened(run);
  }

  async remove(thread: ThreadHead): Promise<void> {
    const { session, history } = this.#app;
    if (thread.id === session.id) await session.reset();
    await history.remove(thread, UNDO_MS);
    this.#showAddress();
  }

  /** Deletes all of them, and whatever else this browser keeps but models. */
  async clear(): Promise<void> {
    await this.#app.clear();
    this.#showAddress();
  }

  /** Takes in a file of threads, and says what came of it. */
  async take(text: string): Promise<string> {
    const { fromJson } = await import('./export');
    const { threads, damaged } = fromJson(text);
    const { taken, added } = await this.#app.history.add(threads);
    const kept = threads.length - taken;
    const said = [t.taken(taken, added), kept && t.kept(kept), damaged && t.leftOut(damaged)];
    return said.filter(Boolean).join(' ');
  }

  /** Of this thread, then those that began the others; newest first. */
  earlierQuestions(): string[] {
    const { session, history } = this.#app;
    const own = session.runs.map(({ question }) => question).reverse();
    return [...own, ...history.threads.flatMap(({ question }) => question ?? [])];
  }

  /** Makes the choices that outlast the run; what is left is for that run alone. */
  async #choose({ assistant, model, ...way }: Choice): Promise<Way> {
    const app = this.#app;
    if (assistant) await app.change(answeredBy(app.settings, assistant.id));
    if (model) await app.chooseModel(model.id, model.contextTokens);
    if (!assistant) return way;
    const depth = assistantOf(app.settings)?.depth;
    // What was said of the thinking before, was said of another one's.
    return { thinking: undefined, ...(depth ? { depth } : {}), ...way };
  }

  async #follow(run: Promise<void>): Promise<void> {
    this.#showAddress();
    this.#view.onbegun();
    await run;
  }

  #showAddress(): void {
    const { id } = this.#app.session;
    window.history.replaceState(null, '', id ? `#${id}` : location.pathname);
  }
}
