import type { en } from '../en/shell';

export const shell: typeof en = {
  skip: 'Zur Frage springen',
  hero: 'Was möchten Sie wissen?',
  about:
    'Ein Sprachmodell in dieser Seite sucht, liest und antwortet. Jeder Beleg wird mit dem verglichen, was es gelesen hat.',
  model: 'Modell',
  is: 'ist',
  phases: {
    idle: 'nicht geladen',
    loading: 'lädt',
    warming: 'läuft warm',
    ready: 'bereit',
    failed: 'ausgefallen',
    cancelled: 'nicht geladen',
  },
  search: 'Suche',
  connecting: 'Verbinden …',
  noRelay: 'Kein Relay',
  noTools: 'Keine Werkzeuge',
  offlineCorpus: 'Offline-Korpus',
  googleBySerper: 'Google über Serper',
  downloading: (percent, size, name) => `${percent} von ${size} · ${name}`,
  relay: 'Relay',

  answering: (model, engine, searched) =>
    `Es antwortet: ${model}${engine ? ` auf ${engine}` : ''}. Durchsucht wird: ${searched}.`,
  noModel: 'kein Modell',
  theLibrary: 'die Bibliothek',
  nothing: 'nichts',
};
