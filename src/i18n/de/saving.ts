import type { en } from '../en/saving';

export const saving: typeof en = {
  stopped:
    'Die Bibliothek arbeitet nicht mehr. Versuchen Sie es noch einmal oder laden Sie die Seite neu.',
  tooLarge: (file, megabytes) =>
    `„${file}“ ist größer als ${megabytes} MB. Teilen Sie die Datei in kleinere.`,
  unreadable: (file) =>
    `„${file}“ lässt sich nicht lesen. Wurde die Datei verschoben oder geändert, wählen Sie sie neu.`,
  noText: (file) => `„${file}“ enthält keinen Text. Fügen Sie eine andere Datei hinzu.`,
  notText: (file) =>
    `„${file}“ ist kein Text. Fügen Sie Dateien mit Text, Markdown, HTML oder PDF hinzu.`,
  notAdded: (file, why) =>
    `„${file}“ wurde nicht hinzugefügt. ${why} Fügen Sie eine andere Datei hinzu.`,
  noPdf: 'Die Datei lässt sich nicht als PDF lesen.',
  pdfLocked: 'Dieses PDF braucht ein Passwort.',
  pdfBroken: 'Dieses PDF ist beschädigt.',
  pdfLong: (pages) => `Dieses PDF hat mehr als ${pages} Seiten.`,
  pdfPictures: 'Dieses PDF enthält Bilder und keinen Text.',
  tooMuchText: (file) =>
    `„${file}“ enthält mehr Text, als die Bibliothek aufbewahren darf. Geben Sie ihr mehr Platz oder fügen Sie eine kleinere Datei hinzu.`,
  full: 'Der Browser hat dafür keinen Platz. Löschen Sie Seiten oder Modelle und versuchen Sie es noch einmal.',
  refused:
    'Der Browser lässt die Seite ihre Bibliothek nicht benutzen. Gelesene Seiten werden nicht gespeichert.',
};
