import { ask } from './zh/ask';
import { assistants } from './zh/assistants';
import { checks } from './zh/checks';
import { common } from './zh/common';
import { faults } from './zh/faults';
import { loading } from './zh/loading';
import { models } from './zh/models';
import { prompts } from './zh/prompts';
import { settings } from './zh/settings';
import { shell } from './zh/shell';
import type { Messages } from './messages';

export const zh: Messages = {
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
