import type { en } from '../en/notices';

export const notices: typeof en = {
  openAddress: 'Diese Adresse öffnen?',
  allowOf: (tool, server) => `${tool} von ${server} erlauben?`,
  allow: (tool) => `${tool} erlauben?`,
  nobodyNamed: (address) =>
    `Weder Sie noch eine Suche haben sie genannt, und sie könnte Gesagtes an ihren Server weitergeben: ${address}`,
  allowOnce: 'Einmal erlauben',
  allowAlways: 'Immer erlauben',
  refuse: 'Ablehnen',
  calledWith: 'Womit es aufgerufen wird',

  plainHttp:
    'Über einfaches http gibt es kein WebGPU, keine Offline-Nutzung und keine Installation',
  plainHttpText:
    'Browser erlauben das nur über HTTPS oder auf localhost. Bis dahin laufen Modelle auf dem Prozessor in einem Thread. Stellen Sie die App über HTTPS bereit, oder öffnen Sie sie auf dem Rechner, der sie bereitstellt, als http://localhost.',
  elsewhere: 'Dieses Gespräch läuft in einem anderen Tab',
  elsewhereText: 'Bitte warten, bis es dort fertig ist, oder den anderen Tab schließen.',
  newVersion: 'Eine neue Version ist bereit',
  reload: 'Neu laden',

  arrived: (model) => `${model} ist da`,
  arrivedText: 'Es ist in diesem Browser gespeichert und einsatzbereit.',
  useIt: 'Verwenden',
  notNow: 'Nicht jetzt',
  notDownloaded: (model) => `${model} wurde nicht heruntergeladen`,
  larger: 'Ein größeres Modell',
  largerText: (reason) =>
    `Jan-Pocket ist eine kleine Vorführung, Jan-Nano das volle Modell, gemacht zum Recherchieren. ${reason}`,
  downloading: (model) =>
    `${model} wird heruntergeladen. Sie können inzwischen fragen, der Download läuft weiter.`,
  pause: 'Anhalten',
  download: (model, size) => `${model} (${size}) nebenbei herunterladen`,
  goOn: (model, size) => `${model} (${size}) nebenbei weiter herunterladen`,

  damaged: (records) =>
    records === 1
      ? 'Ein gespeicherter Eintrag konnte nicht gelesen werden'
      : `${records} gespeicherte Einträge konnten nicht gelesen werden`,
  damagedText:
    'Er liegt nun beiseite, alles andere ist da. Sie können ihn als Datei behalten oder löschen.',
  saveAsFile: 'Als Datei sichern',
  notSaved: 'Es wird nichts gespeichert',
  notInLibrary: 'Nicht in der Bibliothek gespeichert',

  relayRefuses: 'Das Relay weist diese App ab',
  noRelay: 'Das Relay ist nicht erreichbar',
  untilLibrary: (reason) =>
    `${reason} Bis dahin kommen Antworten aus der Bibliothek: aus früher gelesenen Seiten und hinzugefügten Dateien.`,
  untilNothing: (reason) => `${reason} Bis dahin kann nichts gesucht werden.`,
  noTools: 'Keine Werkzeuge',
  noToolsText:
    'Das Relay bietet keine Werkzeuge. Daher kann nichts gesucht und keine Antwort geprüft werden.',
  libraryAlone: 'Antworten kommen nur aus der Bibliothek',
  libraryAloneText:
    'Aus früher gelesenen Seiten und hinzugefügten Dateien. Sonst wird nirgends gesucht.',

  notLoaded: 'Dieser Teil der App konnte nicht geladen werden',
  notLoadedText:
    'Bitte die Verbindung prüfen und erneut öffnen. Bleibt es dabei, die Seite neu laden.',
};
