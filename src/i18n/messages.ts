/** What every language has words for: an entry for each area. The English files say what the words are. */
import type { en as answer } from './en/answer';
import type { en as ask } from './en/ask';
import type { en as assistants } from './en/assistants';
import type { en as checks } from './en/checks';
import type { en as commands } from './en/commands';
import type { en as common } from './en/common';
import type { en as evaluate } from './en/evaluate';
import type { en as exports } from './en/exports';
import type { en as faults } from './en/faults';
import type { en as library } from './en/library';
import type { en as loading } from './en/loading';
import type { en as modelServer } from './en/model-server';
import type { en as models } from './en/models';
import type { en as notices } from './en/notices';
import type { en as prompts } from './en/prompts';
import type { en as relayEntry } from './en/relay-entry';
import type { en as servers } from './en/servers';
import type { en as settings } from './en/settings';
import type { en as shell } from './en/shell';
import type { en as source } from './en/source';
import type { en as steps } from './en/steps';
import type { en as threads } from './en/threads';

export interface Messages {
  answer: typeof answer;
  ask: typeof ask;
  assistants: typeof assistants;
  checks: typeof checks;
  commands: typeof commands;
  common: typeof common;
  evaluate: typeof evaluate;
  exports: typeof exports;
  faults: typeof faults;
  library: typeof library;
  loading: typeof loading;
  modelServer: typeof modelServer;
  models: typeof models;
  notices: typeof notices;
  prompts: typeof prompts;
  relayEntry: typeof relayEntry;
  servers: typeof servers;
  settings: typeof settings;
  shell: typeof shell;
  source: typeof source;
  steps: typeof steps;
  threads: typeof threads;
}
