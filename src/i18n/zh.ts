import { assistants } from './zh/assistants';
import { checks } from './zh/checks';
import { common } from './zh/common';
import { settings } from './zh/settings';
import { shell } from './zh/shell';
import type { Messages } from './messages';

export const zh: Messages = { assistants, checks, common, settings, shell };
