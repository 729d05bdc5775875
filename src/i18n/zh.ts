import { answer } from './zh/answer';
import { ask } from './zh/ask';
import { assistants } from './zh/assistants';
import { checks } from './zh/checks';
import { commands } from './zh/commands';
import { common } from './zh/common';
import { evaluate } from './zh/evaluate';
import { exports } from './zh/exports';
import { faults } from './zh/faults';
import { library } from './zh/library';
import { loading } from './zh/loading';
import { modelServer } from './zh/model-server';
import { models } from './zh/models';
import { notices } from './zh/notices';
import { prompts } from './zh/prompts';
import { relayEntry } from './zh/relay-entry';
import { servers } from './zh/servers';
import { settings } from './zh/settings';
import { shell } from './zh/shell';
import { source } from './zh/source';
import { steps } from './zh/steps';
import { threads } from './zh/threads';
import type { Messages } from './messages';

export const zh: Messages = {
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
