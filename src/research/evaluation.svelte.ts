import { version } from '../../package.json';
import { CHAT_TEMPLATE } from '../agent/chat-template';
import type { AgentEvent, Depth, Engine, ErrorInfo, ModelCard } from '../contracts';
import { AppError, isAbort, toErrorInfo } from '../errors';
import { evaluateFaults } from '../i18n/en/evaluate';
import { figures, type Figures } from '../evaluate/figures';
import { gradeOffline } from '../evaluate/grade';
import type { Manifest } from '../evaluate/manifest';
import { sample, type AskedQuestion } from '../evaluate/questions';
import { openQuestions, rowOf, type Row } from '../evaluate/rows';
import { asAsked, type Manner } from './assistants';
import {
  deleteDamaged,
  keepEvaluation,
  keepHead,
  keepRow,
  loadEvaluation,
  removeEvaluation,
  type Evaluation,
  type KeptEvaluation,
} from './evaluation-store';
import { whileAlone } from './run-lock';
import type { SessionOptions } from './session.svelte';
import type { Damaged } from './storage';

export type EvaluationOptions = Pick<
  SessionOptions,
  'parts' | 'model' | 'relay' | 'manner' | 'permission'
>;

/** A file of questions that was read, before any is asked. */
export interface QuestionFile {
  name: string;
  sha256: string;
  questions: AskedQuestion[];
}

/**
 * Questions of a file, asked one after another in this page, each in a thread of its own that is not kept; each answer
 * is graded by words and kept as it ends, so that an evaluation goes on where it stopped.
 */
export class EvaluationState {
  evaluation = $state.raw<Evaluation>();
  rows = $state.raw<Row[]>([]);
  running = $state.raw(false);
  /** Records that could not be read and were set aside. */
  damaged = $state.raw<Damaged[]>([]);
  /** The question that is being asked. */
  asking = $state.raw<string>();
  error = $state.raw<ErrorInfo>();
  /** Whether another tab is at it. */
  elsewhere = $state.raw(false);

  readonly #options: EvaluationOptions;
  #abort = new AbortController();
  #discarded: KeptEvaluation | undefined;

  constructor(options: EvaluationOptions) {
    this.#options = options;
  }

  get left(): number {
    return (this.evaluation?.questions.length ?? 0) - this.rows.length;
  }

  get figures(): Figures | undefined {
    return figures(this.rows)[0];
  }

  get canUndo(): boolean {
    return this.#discarded !== undefined && !this.evaluation;
  }

  /** Takes up what is kept. */
  async open(): Promise<void> {
    if (this.running) return;
    await this.#tried(async () => {
      const { kept, damaged } = await loadEvaluation();
      this.damaged = damaged;
      this.evaluation = kept?.evaluation;
      this.rows = kept?.rows ?? [];
    });
  }

  /** Draws `count` of the questions and begins; nothing of another evaluation may be there. */
  async begin(file: QuestionFile, count: number, seed: number, depth: Depth): Promise<void> {
    const { name, sha256 } = file;
    const questions = sample(file.questions, count, seed);
    const evaluation = { name, sha256, questions, of: file.questions.length, seed, depth };
    this.#discarded = undefined;
    await this.#tried(() => keepEvaluation({ evaluation, rows: [] }));
    if (this.error) return;
    this.evaluation = evaluation;
    this.rows = [];
    await this.run();
  }

  /** Asks what is left. Ends when all is asked, when it is stopped, or with `error`. */
  async run(): Promise<void> {
    if (!this.evaluation || this.running) return;
    this.running = true;
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    await this.#tried(async () => {
      this.elsewhere = !(await whileAlone('evaluation', () => this.#askAll(signal)));
    });
    this.running = false;
    this.asking = undefined;
  }

  /** The question that is being asked is asked again when it goes on. */
  stop(): void {
    this.#abort.abort();
  }

  async discard(): Promise<void> {
    this.stop();
    const { evaluation, rows } = this;
    if (!evaluation) return;
    await this.#tried(removeEvaluation);
    if (this.error) return;
    this.#discarded = { evaluation, rows };
    this.evaluation = undefined;
    this.rows = [];
  }

  async undo(): Promise<void> {
    const kept = this.#discarded;
    if (!kept || this.evaluation) return;
    await this.#tried(() => keepEvaluation(kept));
    if (this.error) return;
    ({ evaluation: this.evaluation, rows: this.rows } = kept);
    this.#discarded = undefined;
  }

  async forgetDamaged(): Promise<void> {
    await this.#tried(deleteDamaged);
    this.damaged = [];
  }

  async #tried(work: () => Promise<void>): Promise<void> {
    this.error = undefined;
    try {
      await work();
    } catch (error) {
      if (!isAbort(error)) this.error = toErrorInfo(error);
    }
  }

  async #askAll(signal: AbortSignal): Promise<void> {
    const { model, relay } = this.#options;
    const engine = await model.ready(signal);
    const card = model.card!;
    const evaluation = await this.#sameAsBefore(this.evaluation!, engine, card);
    this.evaluation = evaluation;
    for (const next of openQuestions(evaluation.questions, this.rows, engine.id)) {
      signal.throwIfAborted();
      this.asking = next.question;
      const row = await this.#ask(next, evaluation, signal);
      // What the library or nobody answered says nothing of the relay's search.
      if (relay.phase === 'unreachable')
        throw new AppError('relay-unreachable', evaluateFaults.relayLost);
      await keepRow(row);
      this.rows = [...this.rows, row];
    }
  }

  async #ask(one: AskedQuestion, evaluation: Evaluation, signal: AbortSignal): Promise<Row> {
    const { parts, model, relay, permission, manner } = this.#options;
    const { seed, depth, manifest } = evaluation;
    const engine = await model.ready(signal);
    const card = model.card!;
    const toolbox = await relay.toolboxNow();
    const events: AgentEvent[] = [];
    const own = manner();
    const run = parts.run({
      question: one.question,
      previous: [],
      depth,
      engine,
      toolbox,
      ...asAsked(card, { ...own, sampling: { ...own.sampling, seed } }),
      // Nobody is there to be asked.
      approve: () => Promise.resolve(false),
      permission: (tool) => permission(tool, toolbox.originOf(tool)),
      confirmPlan: (questions) => Promise.resolve(questions),
      signal,
      hurry: new AbortController().signal,
    });
    for await (const event of run) if (event.type !== 'token-generated') events.push(event);
    signal.throwIfAborted();
    return rowOf(one, events, {
      engine: engine.id,
      quantisation: manifest?.weights[engine.id]?.quantisation ?? 'unknown',
      gradedBy: 'words',
      grade: (outcome) => gradeOffline(one, outcome),
    });
  }

  /** Throws where another model, engine or place of search answered the questions before. */
  async #sameAsBefore(
    evaluation: Evaluation,
    engine: Engine,
    card: ModelCard,
  ): Promise<Evaluation> {
    const { relay, manner } = this.#options;
    const tools = relay.fromLibrary ? 'library' : `${relay.address} ${relay.health?.search ?? ''}`;
    const manifest = await makeManifest(evaluation, engine, card, tools.trim(), manner());
    const { manifest: before } = evaluation;
    if (before && before.identity !== manifest.identity)
      throw new AppError(
        'bad-input',
        evaluateFaults.otherBefore(
          this.rows.length,
          before.settings.model,
          before.settings.engines.join(),
          before.settings.tools,
        ),
      );
    if (before) return evaluation;
    const next = { ...evaluation, manifest };
    await keepHead(next);
    return next;
  }
}

async function digest(text: string): Promise<string> {
  const { sha256 } = await import('hash-wasm');
  return sha256(text);
}

async function makeManifest(
  { sha256, questions, of, seed, depth }: Evaluation,
  engine: Engine,
  card: ModelCard,
  tools: string,
  manner: Manner,
): Promise<Manifest> {
  const files = card.engines[engine.id];
  const depends = {
    settings: {
      questions: { sha256, sample: questions.length, of },
      ...{ seed, engines: [engine.id], model: card.id, depth, tools, manner, grader: 'words' },
    },
    weights: files
      ? {
          [engine.id]: {
            quantisation: files.quantisation,
            files: files.files.map(({ url, sha256 = '' }) => ({ url, sha256 })),
          },
        }
      : {},
    template: await digest(CHAT_TEMPLATE),
    tokenizer: card.tokenizer.sha256 ?? '',
    versions: { app: version, browser: navigator.userAgent },
  };
  return {
    identity: (await digest(JSON.stringify(depends))).slice(0, 16),
    ...depends,
    commit: '',
    date: new Date().toISOString(),
  };
}
