import type { en } from '../en/exports';

export const exports: typeof en = {
  notJson: 'Die Datei ist kein JSON. Bitte eine hier exportierte wählen.',
  noThreads: 'Die Datei enthält keine Gespräche dieser App. Bitte eine hier exportierte wählen.',
  newer:
    'Die Datei stammt von einer neueren Version dieser App. Bitte die Seite neu laden und es erneut versuchen.',
  damaged: (damaged, all) =>
    `${damaged} von ${all} Gesprächen in der Datei sind beschädigt. Es wurde nichts übernommen.`,

  thread: 'Gespräch',
  about: (date) => `${date}. Geprüft wird, ob Wörter in der Quelle stehen, nicht ob sie recht hat.`,
  aboutModel: (date, model) =>
    `${date}, ${model}. Geprüft wird, ob Wörter in der Quelle stehen, nicht ob sie recht hat.`,
  checks: {
    n: 'Nr.',
    source: 'Quelle',
    sections: 'Zitiert im Abschnitt',
    found: 'Prüfungen, die die Wörter fanden',
  },
  someFound: (found, total) => `${found} von ${total}`,
  noAnswer: 'Keine Antwort.',
  noAnswerFor: (reason) => `Keine Antwort: ${reason}`,
  failed: 'fehlgeschlagen',
};
