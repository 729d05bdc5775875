import { answer } from './zh/answer';
import { ask } from './zh/ask';
import { assistants } from './zh/assistants';
import { checks } from './zh/checks';
import { commands } from './zh/commands';
import { common } from './zh/common';
import { downloads } from './zh/downloads';
import { endpoint } from './zh/endpoint';
import { engines } from './zh/engines';
import { evaluate } from './zh/evaluate';
import { exports } from './zh/exports';
import { faults } from './zh/faults';
import { fit } from './zh/fit';
import { importing } from './zh/importing';
import { library } from './zh/library';
import { loading } from './zh/loading';
import { mcp } from './zh/mcp';
import { models } from './zh/models';
import { notices } from './zh/notices';
import { offers } from './zh/offers';
import { origins } from './zh/origins';
import { prompts } from './zh/prompts';
import { questions } from './zh/questions';
import { relay } from './zh/relay';
import { relayEntry } from './zh/relay-entry';
import { saving } from './zh/saving';
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
  downloads,
  endpoint,
  engines,
  evaluate,
  exports,
  faults,
  fit,
  importing,
  library,
  loading,
  mcp,
  models,
  notices,
  offers,
  origins,
  prompts,
  questions,
  relay,
  relayEntry,
  saving,
  servers,
  settings,
  shell,
  source,
  steps,
  threads,
};
