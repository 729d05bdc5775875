import { answer } from './ar/answer';
import { ask } from './ar/ask';
import { assistants } from './ar/assistants';
import { checks } from './ar/checks';
import { commands } from './ar/commands';
import { common } from './ar/common';
import { downloads } from './ar/downloads';
import { endpoint } from './ar/endpoint';
import { engines } from './ar/engines';
import { evaluate } from './ar/evaluate';
import { exports } from './ar/exports';
import { faults } from './ar/faults';
import { fit } from './ar/fit';
import { importing } from './ar/importing';
import { library } from './ar/library';
import { loading } from './ar/loading';
import { mcp } from './ar/mcp';
import { models } from './ar/models';
import { notices } from './ar/notices';
import { offers } from './ar/offers';
import { origins } from './ar/origins';
import { prompts } from './ar/prompts';
import { questions } from './ar/questions';
import { relay } from './ar/relay';
import { relayEntry } from './ar/relay-entry';
import { saving } from './ar/saving';
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
