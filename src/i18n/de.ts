import { answer } from './de/answer';
import { ask } from './de/ask';
import { assistants } from './de/assistants';
import { checks } from './de/checks';
import { commands } from './de/commands';
import { common } from './de/common';
import { downloads } from './de/downloads';
import { endpoint } from './de/endpoint';
import { engines } from './de/engines';
import { evaluate } from './de/evaluate';
import { exports } from './de/exports';
import { faults } from './de/faults';
import { fit } from './de/fit';
import { importing } from './de/importing';
import { library } from './de/library';
import { loading } from './de/loading';
import { mcp } from './de/mcp';
import { models } from './de/models';
import { notices } from './de/notices';
import { offers } from './de/offers';
import { origins } from './de/origins';
import { prompts } from './de/prompts';
import { questions } from './de/questions';
import { relay } from './de/relay';
import { relayEntry } from './de/relay-entry';
import { saving } from './de/saving';
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
