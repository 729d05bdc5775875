import type { en } from '../en/common';

export const common: typeof en = {
  close: 'Schließen',
  retry: 'Erneut versuchen',
  settings: 'Einstellungen',
  models: 'Modelle',
  library: 'Bibliothek',
  history: 'Verlauf',
  add: 'Hinzufügen',
  edit: 'Bearbeiten',
  copy: 'Kopieren',
  copied: 'Kopiert',
  remove: 'Entfernen',
  removed: 'Entfernt',
  delete: 'Löschen',
  undo: 'Rückgängig',
  save: 'Speichern',
  cancel: 'Abbrechen',
  stop: 'Anhalten',
  failed: 'Das hat nicht geklappt',
  name: 'Name',

  assistant: 'Assistent',
  researcher: 'Rechercheur',
  depth: 'Tiefe',
  depths: { quick: 'Schnell', standard: 'Standard', deep: 'Gründlich' },
};
