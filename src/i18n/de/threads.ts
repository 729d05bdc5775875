import type { en } from '../en/threads';

export const threads: typeof en = {
  newChat: 'Neues Gespräch',
  search: 'Suchen',
  searchHint: 'Fragen, Antworten und Quellen durchsuchen',
  found: 'Gefunden',
  pinned: 'Angeheftet',
  recent: 'Zuletzt',
  none: 'Nichts enthält diese Wörter.',
  more: (number) => `${number} weitere zeigen`,
  empty: 'Ihre Fragen werden hier aufbewahrt, nur in diesem Browser.',
  file: 'Datei mit Gesprächen',
  exportAll: 'Alle exportieren',
  import: 'Importieren',
  taken: (threads, added) => `${threads} übernommen, davon ${added} neu.`,

  unnamed: 'Leer',
  name: 'Name des Gesprächs',
  moreFor: (name) => `Mehr zu „${name}“`,
  for: (name) => `Zu „${name}“`,
  rename: 'Umbenennen',
  pin: 'Anheften',
  unpin: 'Lösen',
  print: 'Drucken oder als PDF',
  share: 'Als Datei teilen',
  markdown: 'Als Markdown sichern',
  json: 'Als JSON sichern',
};
