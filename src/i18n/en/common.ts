/** What stands in more than one area: buttons above all. */
import { area } from '../area';

export const en = {
  close: 'Close',
  retry: 'Retry',
  settings: 'Settings',
  models: 'Models',
  library: 'Library',
  history: 'History',
};

export const common = area('common', en);
