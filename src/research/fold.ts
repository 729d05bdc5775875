/** Folds a run's events into what the page shows. Pure: the same events give the same view. */
import type {
  AgentEvent,
  Citation,
  ContextUse,
  Depth,
  EngineId,
  ErrorInfo,
  Haste,
  RunUsage,
  Said,
  Source,
  Usage,
} from '../contracts';
import { reportOf } from '../agent/report';
import { addUsage, noUsage } from '../agent/run-usage';
import { visibleOutput } from '../agent/visible';
import type { AttachedFile } from './thread-store';

export interface GenerationStep {
  kind: 'generation';
  step: number;
  prefill?: { done: number; total: number };
  raw: string;
  thinking: string;
  /** What a person reads of it: no thinking, no tool-call markup. */
  text: string;
  /** How many tokens were streamed of it. */
  tokens: number;
  usage?: Usage;
  /** Why the engine was started again in the middle, where it was. */
  restarted?: string | Said;
  calledTool: boolean;
}

export interface ToolStep {
  kind: 'tool';
  id: string;
  name: string;
  arguments: Record<string, unknown>;
  state: 'proposed' | 'running' | 'done' | 'failed';
  progress?: string | Said;
  /** The text that the model saw. */
  shown: string;
  sources: Source[];
  ms: number;
  /** Tokens of the result that did not fit the budget. */
  droppedTokens: number;
  /** What the call cost at the search service, where it told. */
  credits?: number;
  /** It made room later: the prompt holds only what was quoted of it, or nothing. */
  shrunk?: boolean;
}

/** Where a deep run turns to its next sub-question. */
export interface SectionStep {
  kind: 'section';
  index: number;
  question: string;
  /** Absent while it is looked up. */
  answer?: string;
}

export type Step = GenerationStep | ToolStep | SectionStep;

export interface RunView {
  question: string;
  /** What came with it; of the saved run, not of its events. */
  files?: readonly AttachedFile[];
  model: string;
  engine: EngineId | '';
  tools: string[];
  depth?: Depth;
  /** Whether the model may think before it writes. */
  thinking?: true;
  at: number;
  status: 'running' | 'finished' | 'stopped' | 'failed';
  steps: Step[];
  answer: string;
  citations: Citation[];
  /** Every source of the run, by number. */
  sources: Source[];
  /** Sub-questions of a deep run; `accepted` once they are being looked up. */
  plan?: { questions: string[]; accepted: boolean };
  /** What fills the newest prompt. */
  context?: ContextUse;
  /** Tokens of earlier turns and steps that made room. */
  droppedTokens: number;
  usage?: RunUsage;
  finish?: 'answered' | 'length' | Haste;
  /** Passages stand in for an answer. */
  excerpts?: boolean;
  error?: ErrorInfo;
}

export function emptyRun(question = ''): RunView {
  return {
    question,
    model: '',
    engine: '',
    tools: [],
    at: 0,
    status: 'running',
    steps: [],
    answer: '',
    citations: [],
    sources: [],
    droppedTokens: 0,
  };
}

export function foldRun(events: readonly AgentEvent[], question = ''): RunView {
  return events.reduce(applyEvent, emptyRun(question));
}

/** A new view; parts that did not change keep their identity. */
export function applyEvent(run: RunView, event: AgentEvent): RunView {
  switch (event.type) {
    case 'run-started': {
      const { question, model, engine, tools, depth, thinking, at } = event;
      const { files } = run;
      return { ...emptyRun(question), files, model, engine, tools, depth, thinking, at };
    }
    case 'run-resumed':
      return { ...run, status: 'running', error: undefined, usage: undefined, citations: [] };
    case 'plan-proposed':
      return { ...run, answer: '', plan: { questions: event.questions, accepted: false } };
    case 'plan-accepted':
      return { ...run, plan: { questions: event.questions, accepted: true } };
    case 'section-started': {
      const { index, question } = event;
      return { ...run, steps: [...run.steps, { kind: 'section', index, question }] };
    }
    case 'section-finished': {
      const { index, answer } = event;
      const steps = run.steps.map((step) =>
        step.kind === 'section' && step.index === index ? { ...step, answer } : step,
      );
      return withAnswer({ ...run, steps });
    }
    case 'context-counted':
      return { ...run, context: event.use };
    case 'result-shrunk': {
      const { id, droppedTokens } = event;
      const dropped = run.droppedTokens + droppedTokens;
      const shrunk = { ...run, droppedTokens: dropped };
      return id === undefined ? shrunk : withTool(shrunk, id, { shrunk: true });
    }
    case 'messages-dropped':
      return { ...run, droppedTokens: run.droppedTokens + event.droppedTokens };
    case 'answer-demanded':
      return run;
    case 'prompt-rendered':
      return withGeneration(run, event.step, (step) => step);
    case 'prompt-prefilled':
      return withGeneration(run, event.step, (step) => ({
        ...step,
        prefill: { done: event.done, total: event.total },
      }));
    case 'token-generated':
      return withAnswer(
        withGeneration(run, event.step, (step) => ({
          ...withText(step, step.raw + event.text),
          tokens: step.tokens + tokensOf(event),
          usage: undefined,
        })),
      );
    case 'engine-restarted':
      return withGeneration(run, event.step, (step) => ({ ...step, restarted: event.reason }));
    case 'generation-finished':
      return withAnswer(
        withGeneration(run, event.step, (step) => ({
          ...withText(step, event.text),
          usage: event.usage,
        })),
      );
    case 'tool-call-proposed': {
      const call: ToolStep = {
        kind: 'tool',
        id: event.id,
        name: event.name,
        arguments: event.arguments,
        state: 'proposed',
        shown: '',
        sources: [],
        ms: 0,
        droppedTokens: 0,
      };
      const called = withGeneration(run, event.step, (step) => ({ ...step, calledTool: true }));
      // A run that goes on proposes again what it had not finished.
      const others = called.steps.filter((step) => step.kind !== 'tool' || step.id !== event.id);
      return withAnswer({ ...called, steps: [...others, call] });
    }
    case 'tool-started':
      return withTool(run, event.id, { state: 'running' });
    case 'tool-progressed':
      return withTool(run, event.id, { progress: event.progress.message ?? '' });
    case 'tool-finished': {
      const { id, ok, shown, sources, ms, credits } = event;
      const state = ok ? 'done' : 'failed';
      const told = { state, shown, sources, ms, progress: undefined } as const;
      const finished = withTool(run, id, credits === undefined ? told : { ...told, credits });
      return { ...finished, sources: mergeSources(run.sources, sources) };
    }
    case 'budget-applied':
      return withTool(run, event.id, { droppedTokens: event.droppedTokens });
    case 'citation-checked':
      return { ...run, citations: [...run.citations, event.citation] };
    case 'run-finished': {
      const { answer, citations, usage, finish, excerpts } = event;
      return { ...run, status: 'finished', answer, citations, usage, finish, excerpts };
    }
    case 'run-stopped':
      return { ...settle(run), status: 'stopped', answer: event.answer, usage: event.usage };
    case 'run-failed':
      return { ...settle(run), status: 'failed', error: event.error, usage: event.usage };
    default:
      // Stored by a newer version, while this page is still an older one.
      return run;
  }
}

/**
 * Appends an event to the list that is saved. Tokens of one step become one event, and of its
 * prefill reports the last stays: a saved run folds to the same view at a fraction of the size.
 */
export function recordEvent(events: AgentEvent[], event: AgentEvent): void {
  const last = events.at(-1);
  if (event.type === 'token-generated' && last?.type === event.type && last.step === event.step)
    events[events.length - 1] = {
      ...last,
      text: last.text + event.text,
      tokens: tokensOf(last) + tokensOf(event),
    };
  else if (
    event.type === 'prompt-prefilled' &&
    last?.type === event.type &&
    last.step === event.step
  )
    events[events.length - 1] = event;
  else events.push(event);
}

function tokensOf({ tokens = 1 }: { tokens?: number }): number {
  return tokens;
}

/** The source a number stands for; a citation counts even where its source was not recorded. */
export function sourceOf(run: RunView, n: number): Source | undefined {
  const known = run.sources.find((source) => source.n === n);
  if (known) return known;
  const citation = run.citations.find((one) => one.n === n && one.url);
  return citation && { n, url: citation.url, title: citation.title, passages: [] };
}

function withText(step: GenerationStep, raw: string): GenerationStep {
  const { thinking, text } = visibleOutput(raw);
  return { ...step, raw, thinking, text };
}

function withGeneration(
  run: RunView,
  number: number,
  change: (step: GenerationStep) => GenerationStep,
): RunView {
  const index = run.steps.findIndex((step) => step.kind === 'generation' && step.step === number);
  const known = run.steps[index];
  if (known?.kind === 'generation') return { ...run, steps: run.steps.with(index, change(known)) };
  const fresh: GenerationStep = {
    kind: 'generation',
    step: number,
    raw: '',
    thinking: '',
    text: '',
    tokens: 0,
    calledTool: false,
  };
  return { ...run, steps: [...run.steps, change(fresh)] };
}

function withTool(run: RunView, id: string, change: Partial<ToolStep>): RunView {
  const steps = run.steps.map((step) =>
    step.kind === 'tool' && step.id === id ? { ...step, ...change } : step,
  );
  return { ...run, steps };
}

/** The answer so far: the text of the last generation, unless that one went on to call a tool. */
function withAnswer(run: RunView): RunView {
  const last = run.steps.findLast((step) => step.kind === 'generation');
  const text = last && !last.calledTool ? last.text : '';
  const answer = run.depth === 'deep' ? reportSoFar(run, text) : text;
  return answer === run.answer ? run : { ...run, answer };
}

/** The sections that are done, and the one that is being written. */
function reportSoFar({ plan, steps }: RunView, text: string): string {
  if (!plan?.accepted) return '';
  const current = steps.at(-1)?.kind === 'generation' ? text : undefined;
  const sections = steps
    .filter((step) => step.kind === 'section')
    .map(({ question, answer }) => ({ question, answer: answer ?? current }));
  // What was not looked up yet is not open.
  return reportOf(plan.questions, sections, { open: false });
}

/** Ends what was still going on when the run did. */
function settle(run: RunView): RunView {
  const steps = run.steps.map((step) =>
    step.kind === 'tool' && (step.state === 'proposed' || step.state === 'running')
      ? { ...step, state: 'failed' as const, progress: undefined }
      : step,
  );
  return { ...run, steps };
}

function mergeSources(known: Source[], added: Source[]): Source[] {
  const byNumber = new Map(known.map((source) => [source.n, source]));
  for (const source of added) byNumber.set(source.n, source);
  return [...byNumber.values()].sort((a, b) => a.n - b.n);
}

/** The generations that have ended, in one: what a run is told to have used when it is over. */
export function usageSoFar({ steps }: RunView): RunUsage {
  return steps.reduce(
    (sum, step) => (step.kind === 'generation' && step.usage ? addUsage(sum, step.usage) : sum),
    noUsage(),
  );
}
