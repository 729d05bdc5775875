import type { en } from '../en/downloads';
import { formatsOf } from '../formats';

const { megabytes } = formatsOf('de');

export const downloads: typeof en = {
  importedGone: (file) =>
    `${file} kam von Ihrer Festplatte und ist hier beschädigt oder weg. Löschen Sie das Modell und importieren Sie es noch einmal.`,
  arrivedDamaged: (file) => `${file} kam beschädigt an und wird noch einmal geholt.`,
  changed: (url, now, size) =>
    `Die Datei ${url} hat sich auf dem Server geändert (${now} Bytes statt ${size}). Starten Sie den Download neu: Unveränderte Dateien bleiben.`,
  fetchedAnew: (file) => `${file} hat sich auf dem Server geändert und wird neu geholt.`,
  broken: 'Die Verbindung ist abgebrochen.',
  failed: 'Die Verbindung kam nicht zustande.',
  short: 'Der Server hat weniger als die ganze Datei geschickt.',
  silent: 'Der Server sendet nicht mehr.',
  partRefused: 'Der Server hat diesen Teil der Datei verweigert (Status 416).',
  busy: (status) => `Der Server ist überlastet (Status ${status}).`,
  otherPart: 'Der Server hat einen anderen Teil der Datei geschickt.',
  changedMeanwhile: 'Die Datei auf dem Server hat sich geändert.',
  notThere: (url, status) =>
    `Die Datei ${url} ist nicht auf dem Server (Status ${status}). Gehört sie zu dieser App, prüfen Sie, ob die App mit ihrem Modellordner veröffentlicht wurde; sonst prüfen Sie die Adresse.`,
  offline: (file, why) =>
    `${file} konnte nicht heruntergeladen werden: ${why} Was angekommen ist, bleibt. Prüfen Sie die Verbindung und setzen Sie fort.`,
  noRoom: (missing, free) =>
    `Das Modell braucht noch ${megabytes(missing)}, und der Browser lässt diese Seite noch ${megabytes(free)} speichern. Schaffen Sie Platz auf der Festplatte, löschen Sie ein anderes Modell oder wählen Sie ein kleineres. Nichts Gespeichertes geht verloren.`,
  full: 'Der Speicher, den der Browser dieser Seite erlaubt, ist voll. Was angekommen ist, bleibt: Schaffen Sie Platz auf der Festplatte oder löschen Sie ein anderes Modell, und setzen Sie fort.',
  notStored:
    'Der Browser hat einen Teil des Modells nicht gespeichert. Was vorher ankam, bleibt: Setzen Sie fort, oder laden Sie die Seite neu, wenn es wieder geschieht.',
  mismatch: (url) =>
    `Die Datei ${url} ist beschädigt: Ihr Inhalt ist nicht, was er sein sollte, und ein zweiter Abruf ergab dasselbe. Laden Sie die Seite neu; geschieht es wieder, hat der Server eine beschädigte Kopie oder eine andere Version.`,
  noModel: (id) => `Es gibt kein Modell „${id}“.`,
  noModelOf: (id, known) => `Es gibt kein Modell „${id}“. Bekannte Modelle: ${known}.`,
  nothingStored:
    'Der Browser lässt diese Seite nichts speichern, und dieses Modell ist zu groß, um es jedes Mal herunterzuladen. Verlassen Sie das private Fenster oder erlauben Sie der Seite, Daten zu speichern.',
  notDeleted: (name) =>
    `Der Browser hat ${name} nicht gelöscht. Schließen Sie die anderen Tabs der App und versuchen Sie es noch einmal.`,
  storedDamaged: (file) =>
    `Die gespeicherte Datei ${file} ist beschädigt. Laden Sie das Modell noch einmal: Nur diese Datei wird heruntergeladen.`,
};
