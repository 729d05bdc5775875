import type { en } from '../en/assistants';

export const assistants: typeof en = {
  title: 'Assistenten',
  about:
    'Arten zu antworten: mit eigenem System-Prompt, Modell, eigenen Werkzeugen, eigener Tiefe und eigenem Sampling. Was einer offen lässt, gilt wie in diesen Einstellungen.',
  builtIn: 'eingebaut',
  editOne: (name) => `${name} bearbeiten`,
  copyOne: (name) => `${name} kopieren`,
  removeOne: (name) => `${name} entfernen`,
  add: 'Neuer Assistent',

  system: 'System-Prompt',
  systemOfApp:
    'Wie die App ihn hat: suchen, lesen, in ein, zwei Sätzen antworten und die Quellen nummerieren.',
  systemHint:
    'Antworten werden mit dem Gelesenen verglichen, was auch immer hier steht. Jan-Pocket kennt nur den Prompt der App.',
  model: 'Modell',
  modelAsChosen: 'wie unter Modelle gewählt',
  modelMissing: (id) => `${id} (nicht auf diesem Gerät)`,
  depthAsChosen: 'wie bei der Frage gewählt',
  think: 'Vor dem Antworten nachdenken',
  thinkHint: 'Langsamer. Jan-Nano hat gelernt, ohne zu antworten.',
  longest: 'Längste Antwort, in Token',
  notSaved:
    'Nicht gespeichert. Korrigieren Sie die markierten Werte oder kehren Sie zu den empfohlenen zurück.',
};
