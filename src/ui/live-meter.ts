/** Times a run that goes on, from the views of it that the page has: its events carry no times. */
import type { RunUsage } from '../contracts';
import { usageSoFar, type GenerationStep, type RunView } from '../research/fold';
import { firstTokenMs, workMs } from './timeline';

/** A run and its figures, at one moment. */
export interface Glance {
  run: RunView;
  usage: RunUsage;
  /** Absent before there is a token. */
  firstTokenMs?: number;
}

/** A generation that goes on. */
interface Writing {
  step: number;
  seenAt: number;
  /** Tokens that it had by then, as after a reload. */
  tokensBefore: number;
  firstTokenAt?: number;
}

export class LiveMeter {
  #run?: RunView;
  #beganAt?: number;
  /** How long the run had worked when it was first seen to go on. */
  #workedBefore = 0;
  #writing?: Writing;
  #firstTokenMs?: number;

  /** For each view of a run. */
  see(run: RunView, now: number): void {
    if (run.status !== 'running') {
      this.#run = this.#beganAt = this.#writing = this.#firstTokenMs = undefined;
      return;
    }
    this.#run = run;
    if (this.#beganAt === undefined) {
      this.#beganAt = now;
      this.#workedBefore = workMs(run);
    }
    const running = runningStep(run);
    if (!running) this.#writing = undefined;
    else this.#seeWriting(running, now);
  }

  /** How a run stands that goes on. */
  look(now: number): Glance | undefined {
    const run = this.#run;
    if (!run || this.#beganAt === undefined) return undefined;
    const usage = usageSoFar(run);
    usage.totalMs = this.#workedBefore + now - this.#beganAt;
    const running = runningStep(run);
    const writing = this.#writing;
    if (running && writing?.firstTokenAt !== undefined) {
      usage.completionTokens += running.tokens - writing.tokensBefore;
      usage.decodeMs += now - writing.firstTokenAt;
    }
    return { run, usage, firstTokenMs: firstTokenMs(run) ?? this.#firstTokenMs };
  }

  #seeWriting({ step, tokens }: GenerationStep, now: number): void {
    if (this.#writing?.step !== step) this.#writing = { step, seenAt: now, tokensBefore: tokens };
    const { seenAt, tokensBefore } = this.#writing;
    if (this.#writing.firstTokenAt !== undefined || tokens <= tokensBefore) return;
    this.#writing.firstTokenAt = now;
    // Only the first generation tells it, and only where it was seen from its beginning.
    const isFirst = this.#run?.steps.find(({ kind }) => kind === 'generation');
    if (isFirst?.kind === 'generation' && isFirst.step === step && tokensBefore === 0)
      this.#firstTokenMs = now - seenAt;
  }
}

/** The generation that the model is at. */
function runningStep({ steps }: RunView): GenerationStep | undefined {
  const last = steps.at(-1);
  return last?.kind === 'generation' && !last.usage && !last.calledTool ? last : undefined;
}
