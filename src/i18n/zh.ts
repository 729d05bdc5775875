import { ask } from './zh/ask';
import { assistants } from './zh/assistants';
import { checks } from './zh/checks';
import { common } from './zh/common';
import { faults } from './zh/faults';
import { prompts } from './zh/prompts';
import { settings } from './zh/settings';
import { shell } from './zh/shell';
import type { Messages } from './messages';

export const zh: Messages = { ask, assistants, checks, common, faults, prompts, settings, shell };
