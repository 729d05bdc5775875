import { assistants } from './de/assistants';
import { checks } from './de/checks';
import { common } from './de/common';
import { settings } from './de/settings';
import { shell } from './de/shell';
import type { Messages } from './messages';

export const de: Messages = { assistants, checks, common, settings, shell };
