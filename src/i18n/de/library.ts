import type { en } from '../en/library';
import { formatsOf } from '../formats';

const { plural } = formatsOf('de');

export const library: typeof en = {
  all: 'Alle Seiten',
  saved: (size, date) => `${size} · gespeichert am ${date}`,
  partsRead: (read, all) => `${read} von ${all} Teilen gelesen`,
  addFiles: 'Dateien hinzufügen',
  about: (largest) =>
    `Gelesene Seiten und eigene Dateien: Text, Markdown, HTML und PDF, je bis zu ${largest}. Sie bleiben in diesem Browser.`,
  orDrop: 'oder hier ablegen',
  filesToAdd: 'Dateien, die hinzukommen',
  adding: (name, at, all) => `„${name}“ wird hinzugefügt (${at} von ${all}) …`,
  filesAdded: 'Hinzugefügte Dateien',
  deleted: 'Gelöscht',
  search: 'Bibliothek durchsuchen',
  pagesAndFiles: 'Seiten und Dateien',
  reading: 'Gespeichertes wird gelesen …',
  empty:
    'Noch ist nichts gespeichert. Hier werden Seiten aufbewahrt, zu denen eine Frage geführt hat.',
  nothingFound: 'Nichts gefunden. Versuchen Sie andere Wörter.',
  more: 'Mehr anzeigen',
  storage: 'Speicher',
  spaceUsed: 'Belegter Platz',
  usage: (pages, used, quota) =>
    `${plural(pages, { one: '# Seite oder Datei', other: '# Seiten und Dateien' })}, ${used} von ${quota}.`,
  setAside: (pages) =>
    plural(pages, {
      one: '# Seite war nicht mehr lesbar und wurde beiseitegelegt.',
      other: '# Seiten waren nicht mehr lesbar und wurden beiseitegelegt.',
    }),
  keepUpTo: 'Höchstens aufbewahren',
  nothing: 'nichts',
  whenFull: 'Ist sie voll, machen die am längsten nicht benutzten Seiten Platz.',
  deleteAll: 'Alles löschen',
  deleteAllSure: 'Zum Löschen aller Seiten und Dateien noch einmal drücken',
  lastUsed: (date) => `zuletzt benutzt am ${date}`,
  deleteOne: (title) => `„${title}“ löschen`,
};
