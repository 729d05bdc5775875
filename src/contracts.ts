/**
 * The contracts between the parts of the app. Types only; this file imports nothing.
 * Data flows ui → research → agent → engine / toolbox and comes back as one stream of AgentEvents.
 */

// ---------- Messages and tools ----------

/** A tool call as the chat template takes it; string arguments are put into the prompt as they are. */
export interface ToolCall {
  name: string;
  arguments: Record<string, unknown> | string;
}

export interface Message {
  role: 'system' | 'user' | 'assistant' | 'tool';
  /** null where an assistant turn holds tool calls alone. */
  content: string | null;
  reasoning_content?: string;
  tool_calls?: (ToolCall | { type?: 'function'; function: ToolCall })[];
}

/** A tool as it stands in the prompt (the OpenAI form that the template serialises). */
export interface ToolSpec {
  type: 'function';
  function: { name: string; description: string; parameters: Record<string, unknown> };
}

/** One part of a page, as `scrape` returns it. */
export interface ReadPage {
  url: string;
  title: string;
  text: string;
  /** Which part this is, from 1, and of how many. */
  page: number;
  pages: number;
  date?: string;
}

/** What a tool returned. A failing tool is a result with ok false, never an exception. */
export interface ToolResult {
  ok: boolean;
  /** The result's text as the server sent it; untrusted. */
  text: string;
  /** MCP structuredContent, where there is some; untrusted. */
  structured?: unknown;
  /** Why no server answered, also when asked again. */
  unreachable?: ErrorInfo;
}

export interface ToolProgress {
  progress: number;
  total?: number;
  message?: string | Said;
}

/** A question that a server offers ready-made, to be filled in by a person. All of it is untrusted. */
export interface PromptSpec {
  name: string;
  title?: string;
  description?: string;
  arguments: { name: string; title?: string; description?: string; required: boolean }[];
}

/** What a prompt became; untrusted. */
export interface PromptText {
  text: string;
  /** Parts that are no text, or not a person's. */
  left: number;
}

export interface Prompts {
  /** Empty where the server offers none. `onchange` hears, until the next list, that there are others now. */
  list(options: { signal: AbortSignal; onchange?: () => void }): Promise<PromptSpec[]>;
  get(
    name: string,
    args: Record<string, string>,
    options: { signal: AbortSignal },
  ): Promise<PromptText>;
}

export interface Toolbox {
  /** Absent where no server is behind it. */
  prompts?: Prompts;
  /** Throws an AppError with code `relay-unreachable` when no server answers. */
  list(options: { signal: AbortSignal }): Promise<ToolSpec[]>;
  /** Rejects only when aborted; every other failure is a ToolResult. */
  call(
    name: string,
    args: Record<string, unknown>,
    options: { signal: AbortSignal; onProgress?: (progress: ToolProgress) => void },
  ): Promise<ToolResult>;
}

// ---------- Engine ----------

export type EngineId = 'wllama' | 'webllm' | 'openai';

/** The engine that a model runs on here, and in a few words why. */
export interface EngineChoice {
  id: EngineId;
  reason: string | Said;
}

export interface Sampling {
  /** 0 is greedy. */
  temperature: number;
  topP: number;
  topK: number;
  minP: number;
  /** Same seed, same prompt, same output. Random when absent. */
  seed?: number;
}

export interface ModelFile {
  /** Relative to the app's base URL, or absolute. */
  url: string;
  bytes: number;
  sha256?: string;
  /** Other absolute addresses of the same bytes, tried in order where `url` fails. */
  mirrors?: string[];
}

/** The files of a model for one engine. */
export interface Weights {
  files: ModelFile[];
  quantisation: string;
}

export interface ModelCard {
  id: string;
  name: string;
  /** One or two plain sentences: what it is and what it is not. */
  description: string | Said;
  /** Weights by engine. */
  engines: Partial<Record<EngineId, Weights>>;
  /** A Hugging Face tokenizer.json, used to count tokens. */
  tokenizer: ModelFile;
  /** Longest prompt plus answer, in tokens. */
  contextTokens: number;
  /** Longest single generation, in tokens. */
  maxNewTokens: number;
  /** How many tokens of one tool result enter the prompt at most. */
  toolResultTokens: number;
  /** How many search results enter the prompt at most. */
  searchResults: number;
  /** How many tool calls one run may make. */
  maxSteps: number;
  sampling: Sampling;
}

export interface LoadProgress {
  phase: 'download' | 'verify' | 'read' | 'compile' | 'warm-up';
  /** Bytes, where the phase counts bytes. */
  done?: number;
  total?: number;
}

export interface Usage {
  promptTokens: number;
  /** Of promptTokens: how many were still in the KV cache. */
  reusedTokens: number;
  completionTokens: number;
  prefillMs: number;
  decodeMs: number;
  finish: 'stop' | 'length' | 'abort';
  /** Set where the engine could not rewind its KV cache and read the whole prompt anew. */
  fullPrefill?: true;
}

export interface GenerateRequest {
  /** The whole rendered prompt; control tokens in it are parsed. */
  prompt: string;
  sampling: Sampling;
  /** Strings that end the generation; they are not part of the output. */
  stop: string[];
  maxTokens: number;
  signal: AbortSignal;
}

export type GenerateEvent =
  | { type: 'prefill'; done: number; total: number }
  | { type: 'token'; text: string; tokenId?: number }
  /** The engine was lost and started again; the generation goes on where it stood. */
  | { type: 'restarted'; reason: string | Said }
  /** Always the last event, also after an abort. */
  | { type: 'usage'; usage: Usage };

export interface Engine {
  readonly id: EngineId;
  /** How tokens are counted, where that is not plain; known once a model is loaded. */
  readonly counting?: string | Said | undefined;
  load(
    card: ModelCard,
    options: { signal: AbortSignal; onProgress?: (progress: LoadProgress) => void },
  ): Promise<void>;
  /** One generation at a time. An abort ends the stream with its usage and does not throw. */
  generate(request: GenerateRequest): AsyncIterable<GenerateEvent>;
  countTokens(text: string): Promise<number>;
  unload(): Promise<void>;
}

// ---------- Sources and citations ----------

/** A page that the run has seen, numbered from 1 across the whole run; the same URL keeps its number. */
export interface Source {
  n: number;
  url: string;
  title: string;
  /** Date of the data, where the server gave one. */
  date?: string;
  /** Everything of it that was read, one passage an entry: search snippets and page passages. */
  passages: string[];
}

/** A sentence of an answer, checked against the source that its `[n]` names or that was found for it. */
export interface Citation {
  n: number;
  url: string;
  title: string;
  /** The words of the source that carry the claim; empty when there are none. */
  quote: string;
  /** The sentence of the answer that the mark belongs to. */
  claim: string;
  /** True only if the claim's words are in the source. */
  verified: boolean;
  /** How it was verified: word for word, or in other order or form. Not in runs saved by old versions. */
  match?: 'quote' | 'words';
  /** Why it was not: what of the claim the source lacks. Not in runs saved by old versions. */
  failure?: 'no-source' | 'number' | 'name' | 'negation' | 'words';
  /** The sentence has no mark; code found the source that holds it. */
  attributed?: true;
}

// ---------- The run ----------

export interface RunUsage {
  /** Tokens of the prompt of the last generation. */
  finalPromptTokens: number;
  /** Tokens that went through prefill in the whole run. */
  prefilledTokens: number;
  reusedTokens: number;
  completionTokens: number;
  prefillMs: number;
  decodeMs: number;
  totalMs: number;
}

/** How far a run may go: deep plans sub-questions, looks each up and reports. */
export type Depth = 'quick' | 'standard' | 'deep';

/** Why the model was told to answer from what it had read. */
export type Haste = 'asked' | 'stalled' | 'step-cap' | 'time' | 'tokens';

/** What fills a prompt, in tokens; `answer` is the room kept for what is written next. */
export interface ContextUse {
  window: number;
  instructions: number;
  /** Earlier turns of the thread. */
  thread: number;
  question: number;
  results: number;
  /** What the model itself wrote in this run: calls and remarks. */
  written: number;
  answer: number;
}

/** A plain copy of an AppError: survives structured cloning and storage. */
export interface ErrorInfo {
  code: string;
  /** English: for the model, for logs and for other programs. */
  message: string;
  /** What to show in place of it, in the language of the page. */
  said?: Said;
}

/** Words of the catalogue, to be said when they are shown: see `saying` in src/i18n/area.ts. */
export interface Said {
  area: string;
  key: string;
  args: (string | number | Said)[];
  /** The same in English. */
  text: string;
}

/** Past-tense facts. A run is its list of events: saved as it happens, replayed, exported. */
export type AgentEvent =
  | {
      type: 'run-started';
      question: string;
      model: string;
      engine: EngineId;
      tools: string[];
      depth?: Depth;
      /** In place of the app's own system prompt. */
      system?: string;
      thinking?: true;
      at: number;
    }
  /** After a reload, a stop or a failure the run goes on where its events end. */
  | { type: 'run-resumed'; at: number }
  | { type: 'plan-proposed'; questions: string[] }
  | { type: 'plan-accepted'; questions: string[] }
  | { type: 'section-started'; index: number; question: string }
  | { type: 'section-finished'; index: number; answer: string }
  | { type: 'context-counted'; step: number; use: ContextUse }
  | { type: 'prompt-rendered'; step: number; prompt: string }
  | { type: 'prompt-prefilled'; step: number; done: number; total: number }
  /** `tokens`: so many were joined into this one; it is one where nothing is said. */
  | { type: 'token-generated'; step: number; text: string; tokens?: number }
  | { type: 'engine-restarted'; step: number; reason: string | Said }
  | { type: 'generation-finished'; step: number; text: string; usage: Usage }
  | {
      type: 'tool-call-proposed';
      step: number;
      id: string;
      name: string;
      arguments: Record<string, unknown>;
    }
  | { type: 'tool-started'; id: string }
  | { type: 'tool-progressed'; id: string; progress: ToolProgress }
  | {
      type: 'tool-finished';
      id: string;
      ok: boolean;
      /** The text that the model sees. */
      shown: string;
      /** What this call added or extended, in the order shown. */
      sources: Source[];
      ms: number;
      /** What the call cost at the search service, where it told. */
      credits?: number;
    }
  | { type: 'budget-applied'; id: string; keptTokens: number; droppedTokens: number }
  /** A result that the prompt holds made room; `index` is its place among the messages. */
  | {
      type: 'result-shrunk';
      index: number;
      /** Its call, where that is of this run. */
      id?: string;
      shown: string;
      keptTokens: number;
      droppedTokens: number;
    }
  /** The oldest messages of the thread, or of the run, made room; `index` is the first of them. */
  | { type: 'messages-dropped'; index: number; count: number; droppedTokens: number }
  | { type: 'answer-demanded'; reason: Haste }
  | { type: 'citation-checked'; citation: Citation }
  | {
      type: 'run-finished';
      answer: string;
      citations: Citation[];
      usage: RunUsage;
      finish: 'answered' | 'length' | Haste;
      /** The model gave no answer, so the passages that fit the question best stand in for it. */
      excerpts?: true;
    }
  | { type: 'run-stopped'; answer: string; usage: RunUsage }
  | { type: 'run-failed'; error: ErrorInfo; usage: RunUsage };
