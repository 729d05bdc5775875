/** Gives the engine to the tests as `window.lab`. A page of its own, so the app carries no hook. */
import type {
  GenerateEvent,
  GenerateRequest,
  ModelCard,
  Sampling,
  Usage,
} from '../../../src/contracts';
import { EngineClient } from '../../../src/engine/client';
import { toErrorInfo } from '../../../src/errors';
import { say } from '../../../src/i18n/area';
import { catalogue } from '../../../src/models/catalogue';

export interface Outcome {
  text: string;
  pieces: string[];
  prefill: { done: number; total: number }[];
  usage?: Usage;
  /** Token events that came after the abort. */
  afterAbort: number;
  /** Why the engine was started again in the middle. */
  restarts: string[];
  error?: { code: string; message: string };
}

export interface RunOptions {
  sampling?: Partial<Sampling>;
  maxTokens?: number;
  stop?: string[];
  /** Aborts as soon as this many events of the kind have come. */
  abortAfter?: { type: GenerateEvent['type']; count: number };
  /** Fulfils `lab.reached` as soon as this many events of the kind have come. */
  after?: { type: GenerateEvent['type']; count: number };
}

const engine = new EngineClient(
  new URLSearchParams(location.search).get('engine') === 'webllm' ? 'webllm' : 'wllama',
);

async function run(prompt: string, options: RunOptions = {}): Promise<Outcome> {
  const abort = new AbortController();
  const outcome: Outcome = { text: '', pieces: [], prefill: [], restarts: [], afterAbort: 0 };
  lab.reached = new Promise((resolve) => (reached = resolve));
  const request: GenerateRequest = {
    prompt,
    sampling: { temperature: 0, topP: 1, topK: 0, minP: 0, ...options.sampling },
    stop: options.stop ?? [],
    maxTokens: options.maxTokens ?? 24,
    signal: abort.signal,
  };
  let seen = 0;
  let noticed = 0;
  try {
    for await (const event of engine.generate(request)) {
      if (event.type === 'usage') outcome.usage = event.usage;
      if (event.type === 'prefill') outcome.prefill.push({ done: event.done, total: event.total });
      if (event.type === 'token') {
        outcome.text += event.text;
        outcome.pieces.push(event.text);
        if (abort.signal.aborted) outcome.afterAbort++;
      }
      if (event.type === 'restarted') outcome.restarts.push(say(event.reason));
      if (event.type === options.after?.type && ++noticed === options.after.count) reached();
      if (event.type === options.abortAfter?.type && ++seen === options.abortAfter.count) {
        abort.abort();
      }
    }
  } catch (error) {
    outcome.error = toErrorInfo(error);
  }
  return outcome;
}

async function load(change: Partial<ModelCard> = {}): Promise<{ code: string; bytes: number[] }> {
  const bytes: number[] = [];
  try {
    await engine.load(Object.assign({}, catalogue[0], change), {
      signal: new AbortController().signal,
      onProgress: ({ phase, done }) => phase === 'download' && bytes.push(done ?? 0),
    });
    return { code: 'loaded', bytes };
  } catch (error) {
    return { code: toErrorInfo(error).code, bytes };
  }
}

let reached: () => void = () => undefined;
const lab = { engine, catalogue, run, load, reached: Promise.resolve() };
export type Lab = typeof lab;
declare global {
  interface Window {
    lab: Lab;
  }
}
window.lab = lab;
