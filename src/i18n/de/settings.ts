import type { en } from '../en/settings';

export const settings: typeof en = {
  appearance: 'Darstellung',
  theme: 'Farbschema',
  themes: { system: 'System', light: 'Hell', dark: 'Dunkel' },
  language: 'Sprache',
  languageOfSystem: 'System',
  languageMissing: (name) => `${name} konnte nicht geladen werden. Bitte die Verbindung prüfen.`,

  tools: 'Werkzeuge',
  librarySearched: 'Die Bibliothek wird durchsucht',
  libraryWhen: {
    offline: 'wenn das Relay nicht erreichbar ist',
    beside: 'neben dem Web',
    only: 'allein: nichts verlässt dieses Gerät',
  },
  libraryHint:
    'Die Bibliothek bewahrt gelesene Seiten und Ihre Dateien auf. Neben dem Web sind das zwei weitere Werkzeuge, die Jan-Pocket nicht gelernt hat.',
  toolNames: 'Namen der Werkzeuge',
  toolNamesHint:
    'Jan-Nano wurde auch mit web_search und visit_tool trainiert. Jan-Pocket kennt nur google_search und scrape.',

  sampling: 'Sampling',
  samplingHint: (model) =>
    `Leere Felder übernehmen die Werte des Modells${model ? ` (${model})` : ''}.`,
  random: 'zufällig',
  recommended: 'empfohlen',
  recommendedIs: (value) => `empfohlen: ${value}`,
  recommendedBack: 'Zurück zu den empfohlenen Werten',

  model: 'Modell',
  engine: 'Engine',
  automatic: 'Automatisch',
  engineHint: 'WebLLM rechnet auf dem Grafikprozessor, wllama auf der CPU.',
  engineNow: (engine, reason) => `Zurzeit: ${engine} (${reason}).`,

  evaluate: 'Auswertung',
  evaluateHint: 'Stellt Fragen mit bekannten Antworten und zählt, wie viele richtig sind.',
  evaluateOpen: 'Auswerten …',

  data: 'Daten',
  dataHint:
    'Fragen, Antworten, Bibliothek und Einstellungen werden nur in diesem Browser aufbewahrt.',
  clear: 'Daten löschen',
  clearSure: 'Zum Löschen aller Daten noch einmal drücken',

  app: 'Diese App',
  appPhases: {
    'not-kept':
      'Sie öffnet sich nur mit Netz: Diese Seite kann nicht im Browser aufbewahrt werden.',
    kept: 'Sie liegt in diesem Browser und öffnet sich auch ohne Netz.',
    looking: 'Neue Version wird gesucht …',
    fetching: 'Neue Version wird geladen …',
    waiting: 'Eine neue Version ist bereit.',
    newest: 'Dies ist die neueste Version.',
    failed: 'Der Server der App antwortet nicht.',
  },
  install: 'App installieren',
  reload: 'Damit neu laden',
  look: 'Nach neuer Version suchen',
};
