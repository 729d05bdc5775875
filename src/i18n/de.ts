import { answer } from './de/answer';
import { ask } from './de/ask';
import { assistants } from './de/assistants';
import { checks } from './de/checks';
import { commands } from './de/commands';
import { common } from './de/common';
import { evaluate } from './de/evaluate';
import { exports } from './de/exports';
import { faults } from './de/faults';
import { library } from './de/library';
import { loading } from './de/loading';
import { modelServer } from './de/model-server';
import { models } from './de/models';
import { notices } from './de/notices';
import { prompts } from './de/prompts';
import { relayEntry } from './de/relay-entry';
import { servers } from './de/servers';
import { settings } from './de/settings';
import { shell } from './de/shell';
import { source } from './de/source';
import { steps } from './de/steps';
import { threads } from './de/threads';
import type { Messages } from './messages';

export const de: Messages = {
  answer,
  ask,
  assistants,
  checks,
  commands,
  common,
  evaluate,
  exports,
  faults,
  library,
  loading,
  modelServer,
  models,
  notices,
  prompts,
  relayEntry,
  servers,
  settings,
  shell,
  source,
  steps,
  threads,
};
