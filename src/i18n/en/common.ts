/** What stands in more than one area: buttons above all. */
import { area } from '../area';

export const en = {
  close: 'Close',
  retry: 'Retry',
  settings: 'Settings',
  models: 'Models',
  library: 'Library',
  history: 'History',
  add: 'Add',
  edit: 'Edit',
  copy: 'Copy',
  copied: 'Copied',
  remove: 'Remove',
  removed: 'Removed',
  delete: 'Delete',
  undo: 'Undo',
  save: 'Save',
  cancel: 'Cancel',
  stop: 'Stop',
  failed: 'That did not work',
  name: 'Name',
  unfoldText: 'Show all of it',
  foldText: 'Show less',

  assistant: 'Assistant',
  /** The assistant that is built in. */
  researcher: 'Researcher',
  depth: 'Depth',
  depths: { quick: 'Quick', standard: 'Standard', deep: 'Deep' },
};

export const common = area('common', en);
