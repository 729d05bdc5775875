/** What the page is put together from; the composition root supplies it, tests supply their own. */
import type {
  AgentEvent,
  Engine,
  EngineChoice,
  EngineId,
  ModelCard,
  Sampling,
  Toolbox,
  ToolSpec,
} from '../contracts';
import type { Approve } from '../agent/approval';
import type { Device } from '../models/fit';
import type { Hosts } from '../models/resolve';
import type { ModelShelf } from '../models/shelf';

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
  engine: Engine;
  toolbox: Toolbox;
  card: ModelCard;
  sampling: Sampling;
  approve: Approve;
  signal: AbortSignal;
}

export interface Parts {
  cards(): Promise<ModelCard[]>;
  /** Which of the card's engines suits this browser. */
  chooseEngine(card: ModelCard): Promise<EngineChoice>;
  createEngine(id: EngineId, card: ModelCard): Promise<Engine>;
  createToolbox(relay: string, token?: string): Promise<Toolbox>;
  /** Rejects with `relay-unreachable` when nothing answers. */
  health(relay: string, signal: AbortSignal): Promise<Health>;
  run(request: RunRequest): AsyncIterable<AgentEvent>;
  /** The part of a prompt that is the same for every question. */
  promptPrefix(tools: ToolSpec[]): Promise<string>;
}

/** What only the app as a whole needs, not a session. */
export interface AppParts extends Parts {
  /** Downloads and stored models; `hosts` is asked at each download. */
  shelf(hosts: () => Hosts): Promise<ModelShelf>;
  /** `gpuMemoryBytes` is a person's word; without it the memory is guessed. */
  device(gpuMemoryBytes?: number): Promise<Device>;
}
