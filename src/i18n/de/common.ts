import type { en } from '../en/common';

export const common: typeof en = {
  close: 'Schließen',
  retry: 'Erneut versuchen',
  settings: 'Einstellungen',
  models: 'Modelle',
  library: 'Bibliothek',
  history: 'Verlauf',
};
