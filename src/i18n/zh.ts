import { ask } from './zh/ask';
import { assistants } from './zh/assistants';
import { checks } from './zh/checks';
import { common } from './zh/common';
import { evaluate } from './zh/evaluate';
import { faults } from './zh/faults';
import { library } from './zh/library';
import { loading } from './zh/loading';
import { modelServer } from './zh/model-server';
import { models } from './zh/models';
import { prompts } from './zh/prompts';
import { servers } from './zh/servers';
import { settings } from './zh/settings';
import { shell } from './zh/shell';
import type { Messages } from './messages';

export const zh: Messages = {
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
