import { answer } from './ar/answer';
import { ask } from './ar/ask';
import { assistants } from './ar/assistants';
import { checks } from './ar/checks';
import { commands } from './ar/commands';
import { common } from './ar/common';
import { evaluate } from './ar/evaluate';
import { exports } from './ar/exports';
import { faults } from './ar/faults';
import { library } from './ar/library';
import { loading } from './ar/loading';
import { modelServer } from './ar/model-server';
import { models } from './ar/models';
import { notices } from './ar/notices';
import { prompts } from './ar/prompts';
import { relayEntry } from './ar/relay-entry';
import { servers } from './ar/servers';
import { settings } from './ar/settings';
import { shell } from './ar/shell';
import { source } from './ar/source';
import { steps } from './ar/steps';
import { threads } from './ar/threads';
import type { Messages } from './messages';

export const ar: Messages = {
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
