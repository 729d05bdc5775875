/** What the page is put together from; the composition root supplies it, tests supply their own. */
import type {
  AgentEvent,
  Depth,
  Engine,
  EngineChoice,
  EngineId,
  ErrorInfo,
  ModelCard,
  Sampling,
  Toolbox,
  ToolSpec,
} from '../contracts';
import type { Approve, Permission } from '../agent/approval';
import type { LibraryClient } from '../library/client';
import type { Device } from '../models/fit';
import type { ModelServer, ServedModel } from '../models/model-server';
import type { Hosts } from '../models/resolve';
import type { ModelShelf } from '../models/shelf';
import type { McpServer, ServerStatus, ToolOrigin } from './mcp-servers';
import type { Settings } from './settings';

/** What a relay says of itself at /healthz. */
export interface Health {
  ok: boolean;
  version?: string;
  /** Name of its search backend, like `offline`. */
  search?: string;
}

export interface RunRequest {
  question: string;
  /** Earlier runs of the thread, each as its events. */
  previous: AgentEvent[][];
  /** The events of this run so far, where it goes on. */
  resume?: AgentEvent[];
  depth: Depth;
  engine: Engine;
  toolbox: Toolbox;
  card: ModelCard;
  sampling: Sampling;
  /** In place of the app's own system prompt. */
  system?: string;
  thinking?: boolean;
  approve: Approve;
  permission: (tool: string) => Permission;
  /** Lets a person change the sub-questions of a deep run. */
  confirmPlan: (questions: string[]) => Promise<string[]>;
  signal: AbortSignal;
  /** When it fires, the model answers from what it has read so far. */
  hurry: AbortSignal;
}

/** Which tools a run is given. */
export interface ToolChoice {
  /** Absent where the relay is not asked. */
  relay?: Toolbox;
  /** What that relay offered when it last answered. */
  known?: ToolSpec[];
  /** `files`: those of the person within the relay's search. */
  library?: Settings['library'] | 'files';
  toolNames?: Settings['toolNames'];
  /** Hears that a call found the relay gone. */
  onLost?: (why: ErrorInfo) => void;
  /** Added servers, by the name that goes before a tool's where another has it too. */
  servers?: { id: string; name: string; box: Toolbox }[];
}

/** The tools of a run, as chosen. */
export interface RunTools extends Toolbox {
  /** True of a tool that sends nothing anywhere: no call of it needs a person's word. */
  staysHere: (tool: string) => boolean;
  /** The added server that a tool is of; undefined of the relay's and the library's. */
  originOf: (tool: string) => ToolOrigin | undefined;
}

/** What there is to do with an MCP server that a person added. */
export interface ServerParts {
  toolbox(server: McpServer): Promise<Toolbox>;
  /** Connects afresh; rejects only when aborted. */
  test(
    server: McpServer,
    signal: AbortSignal,
  ): Promise<Exclude<ServerStatus, { phase: 'testing' }>>;
  /** Where to send the browser to sign in; undefined where nothing is left to do. */
  signIn(server: McpServer): Promise<URL | undefined>;
  /** Ends a sign-in with the parameters that the page came back with. */
  finishSignIn(server: McpServer, params: URLSearchParams): Promise<void>;
  /** Drops what signing in gave; what it returns brings it back. */
  forget(server: McpServer): Promise<() => Promise<void>>;
}

export interface Parts {
  cards(): Promise<ModelCard[]>;
  /** Which of the card's engines suits this browser. */
  chooseEngine(card: ModelCard): Promise<EngineChoice>;
  /** Asks a model server for what it has; rejects with an AppError where it does not have it. */
  servedCard(server: ModelServer, signal: AbortSignal): Promise<ModelCard>;
  /** `server` is where the openai engine runs its model. */
  createEngine(id: EngineId, card: ModelCard, server?: ModelServer): Promise<Engine>;
  /** The tools of a relay. What they read is saved in the library; `onNotSaved` hears where that failed. */
  createToolbox(
    relay: string,
    options: { token?: string; onNotSaved: (error: unknown) => void },
  ): Promise<Toolbox>;
  arrangeTools(choice: ToolChoice): Promise<RunTools>;
  /** How many pages the library holds. */
  libraryPages(): Promise<number>;
  /** Rejects with `relay-unreachable` when nothing answers. */
  health(relay: string, signal: AbortSignal): Promise<Health>;
  run(request: RunRequest): AsyncIterable<AgentEvent>;
  /** The part of a prompt that is the same for every question. */
  promptPrefix(tools: ToolSpec[], system?: string): Promise<string>;
}

/** What only the app as a whole needs, not a session. */
export interface AppParts extends Parts {
  /** What a model server has; rejects with an AppError that says why it does not tell. */
  servedModels(server: ModelServer, signal: AbortSignal): Promise<ServedModel[]>;
  /** Downloads and stored models; `hosts` is asked at each download. */
  shelf(hosts: () => Hosts): Promise<ModelShelf>;
  servers: ServerParts;
  library(): Promise<LibraryClient>;
  /** How many bytes the library may take; the app's own limit where absent. */
  limitLibrary(bytes: number | undefined): Promise<void>;
  /** `gpuMemoryBytes` is a person's word; without it the memory is guessed. */
  device(gpuMemoryBytes?: number): Promise<Device>;
}
