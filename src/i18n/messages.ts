/** What every language has words for: an entry for each area. The English files say what the words are. */
import type { en as assistants } from './en/assistants';
import type { en as checks } from './en/checks';
import type { en as common } from './en/common';
import type { en as settings } from './en/settings';
import type { en as shell } from './en/shell';

export interface Messages {
  assistants: typeof assistants;
  checks: typeof checks;
  common: typeof common;
  settings: typeof settings;
  shell: typeof shell;
}
