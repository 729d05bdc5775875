import { assistants } from './ar/assistants';
import { checks } from './ar/checks';
import { common } from './ar/common';
import { settings } from './ar/settings';
import { shell } from './ar/shell';
import type { Messages } from './messages';

export const ar: Messages = { assistants, checks, common, settings, shell };
