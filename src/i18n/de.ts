import { ask } from './de/ask';
import { assistants } from './de/assistants';
import { checks } from './de/checks';
import { common } from './de/common';
import { evaluate } from './de/evaluate';
import { faults } from './de/faults';
import { library } from './de/library';
import { loading } from './de/loading';
import { modelServer } from './de/model-server';
import { models } from './de/models';
import { prompts } from './de/prompts';
import { servers } from './de/servers';
import { settings } from './de/settings';
import { shell } from './de/shell';
import type { Messages } from './messages';

export const de: Messages = {
  ask,
  assistants,
  checks,
  common,
  evaluate,
  faults,
  library,
  loading,
  modelServer,
  models,
  prompts,
  servers,
  settings,
  shell,
};
