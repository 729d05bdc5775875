import { ask } from './de/ask';
import { assistants } from './de/assistants';
import { checks } from './de/checks';
import { common } from './de/common';
import { faults } from './de/faults';
import { loading } from './de/loading';
import { models } from './de/models';
import { prompts } from './de/prompts';
import { settings } from './de/settings';
import { shell } from './de/shell';
import type { Messages } from './messages';

export const de: Messages = {
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
