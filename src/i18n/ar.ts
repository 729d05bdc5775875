import { ask } from './ar/ask';
import { assistants } from './ar/assistants';
import { checks } from './ar/checks';
import { common } from './ar/common';
import { evaluate } from './ar/evaluate';
import { faults } from './ar/faults';
import { library } from './ar/library';
import { loading } from './ar/loading';
import { modelServer } from './ar/model-server';
import { models } from './ar/models';
import { prompts } from './ar/prompts';
import { servers } from './ar/servers';
import { settings } from './ar/settings';
import { shell } from './ar/shell';
import type { Messages } from './messages';

export const ar: Messages = {
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
