import { ask } from './ar/ask';
import { assistants } from './ar/assistants';
import { checks } from './ar/checks';
import { common } from './ar/common';
import { faults } from './ar/faults';
import { loading } from './ar/loading';
import { models } from './ar/models';
import { prompts } from './ar/prompts';
import { settings } from './ar/settings';
import { shell } from './ar/shell';
import type { Messages } from './messages';

export const ar: Messages = {
  ask,
  assistants,
  checks,
  common,
  faults,
  loading,
  models,
  prompts,
  settings,
  shell,
};
