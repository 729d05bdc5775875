/** What every language has words for: an entry for each area. The English files say what the words are. */
import type { en as ask } from './en/ask';
import type { en as assistants } from './en/assistants';
import type { en as checks } from './en/checks';
import type { en as common } from './en/common';
import type { en as evaluate } from './en/evaluate';
import type { en as faults } from './en/faults';
import type { en as library } from './en/library';
import type { en as loading } from './en/loading';
import type { en as modelServer } from './en/model-server';
import type { en as models } from './en/models';
import type { en as prompts } from './en/prompts';
import type { en as servers } from './en/servers';
import type { en as settings } from './en/settings';
import type { en as shell } from './en/shell';

export interface Messages {
  ask: typeof ask;
  assistants: typeof assistants;
  checks: typeof checks;
  common: typeof common;
  evaluate: typeof evaluate;
  faults: typeof faults;
  library: typeof library;
  loading: typeof loading;
  modelServer: typeof modelServer;
  models: typeof models;
  prompts: typeof prompts;
  servers: typeof servers;
  settings: typeof settings;
  shell: typeof shell;
}
