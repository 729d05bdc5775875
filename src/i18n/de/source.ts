import type { en } from '../en/source';

export const source: typeof en = {
  dataOf: (date) => `Stand der Daten: ${date}`,
  openPage: 'Seite öffnen',
  savedText: 'Gespeicherter Text',
  opening: 'Wird geöffnet …',
  notKept: 'Die Bibliothek hat diese Seite nicht: Sie wurde nie ganz gelesen oder wurde gelöscht.',
  quoted: 'Zitierte Wörter',
  read: 'Was gelesen wurde',
  nothingRead: 'Von dieser Quelle wurde für diese Antwort nichts gelesen.',
  showMore: 'Mehr zeigen',
};
