/** What an evaluation ran on, so that its figure can be repeated. */
import type { EngineId } from '../contracts';

export interface EvalSettings {
  /** Digest of the questions' file, how many were drawn and with which seed. */
  questions: { sha256: string; sample: number; of: number };
  seed: number;
  engines: EngineId[];
  model: string;
  depth: string;
  /** `offline`, `web` or a relay's address. */
  tools: string;
  /** Where the openai engine runs its model. */
  server?: string | undefined;
  /** What a person has set of sampling, system prompt and thinking; the model's own where absent. */
  manner?: object;
  grader: string;
}

export interface Manifest {
  /** Digest of all that answers depend on. */
  identity: string;
  settings: EvalSettings;
  /** By engine; a model that this repository does not carry has none here. */
  weights: Partial<
    Record<EngineId, { quantisation: string; files: { url: string; sha256: string }[] }>
  >;
  template: string;
  tokenizer: string;
  /** Of the offline corpus, where it is searched. */
  corpus?: string;
  versions: Record<string, string>;
  commit: string;
  date: string;
}
