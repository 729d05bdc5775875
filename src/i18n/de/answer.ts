import type { en } from '../en/answer';

export const answer: typeof en = {
  answerIs: (answer) => `Antwort: ${answer}`,
  noAnswer: 'Keine Antwort',
  nothing:
    'Das Modell hat keine Antwort gegeben. Bitte erneut fragen oder die Frage anders stellen.',
  stopped: 'Angehalten, bevor die Antwort vollständig war.',
  cutOff: 'Die Antwort wurde unterbrochen. Sie kann weitergehen, sobald das Modell geladen ist.',
  tooLong: 'Die Antwort wurde abgeschnitten: Sie hat die größte Länge dieses Modells erreicht.',
  hastes: {
    asked: 'Sofort beantwortet, wie gewünscht.',
    stalled: 'Die Suche brachte nichts Neues mehr, daher sollte das Modell antworten.',
    'step-cap': 'Alle Schritte sind verbraucht.',
    time: 'Die ganze Zeit ist verbraucht.',
    tokens: 'Es wurde so viel geschrieben wie erlaubt.',
  },
  excerpts: (haste) =>
    `${haste} Das Modell gab keine eigene Antwort: Dies sind die gelesenen Sätze, die am besten zur Frage passen.`,
  goOn: 'Fortsetzen',
  branch: 'Bearbeiten und abzweigen',
  copyQuestion: 'Frage kopieren',
  newest: 'Zum Neuesten',
  notAllowed: 'Nicht erlaubt',
  code: 'Quelltext',
  table: 'Tabelle',
  note: (name) => `Anmerkung ${name}`,
  noteBack: (name) => `Zurück zur Stelle von Anmerkung ${name}`,
  previousAnswer: 'Vorige Antwort',
  nextAnswer: 'Nächste Antwort',
  answerNumber: (n, count) => `${n} von ${count}`,

  askAgain: 'Erneut fragen',
  againAndBranch: 'Erneut fragen und abzweigen',
  another: 'Auf andere Weise antworten',
  asBefore: 'wie zuvor',
  onDevice: 'Modell auf diesem Gerät',
  looking: 'Wird gesucht …',
  noOther: 'Kein weiteres ist gespeichert. Mehr gibt es unter „Modelle“.',
  notRead: 'Der Speicher kann nicht gelesen werden.',
  thinking: 'Nachdenken',
  thinks: { on: 'Vor dem Antworten nachdenken', off: 'Ohne Nachdenken antworten' },
  moreSettings: 'Sampling und mehr …',

  plan: 'Plan',
  planHint: '– eine Teilfrage pro Zeile. Sie können ihn frei ändern.',
  lookUp: 'Diese nachschlagen',
  done: 'erledigt',
  stayedOpen: 'nichts gefunden',

  unchecked: 'noch nicht geprüft',
  foundInSource: 'in der Quelle gefunden',
  matches: { quote: 'wörtlich in der Quelle gefunden', words: 'belegt, nicht wörtlich' },
  failures: {
    'no-source': 'nennt keine Quelle',
    number: 'Zahl nicht in der Quelle',
    name: 'Name nicht in der Quelle',
    negation: 'die Quelle sagt das Gegenteil',
    words: 'nicht in der Quelle gefunden',
  },
  whyFound: {
    quote: 'Diese Wörter stehen in der Quelle hintereinander.',
    words:
      'Namen, Zahlen und übrige Wörter stehen an einer Stelle der Quelle, in einer Folge, die dasselbe sagt.',
  },
  whyNot: {
    'no-source': 'Keine Quelle dieses Gesprächs hat diese Nummer.',
    number: 'Eine Zahl dieses Satzes kommt im Gelesenen der Quelle nicht vor.',
    name: 'Ein Name dieses Satzes kommt im Gelesenen der Quelle nicht vor.',
    negation:
      'Die Quelle enthält diese Wörter, aber eines von beiden verneint, was das andere sagt.',
    words:
      'Das Gelesene der Quelle sagt dies nicht mit denselben Wörtern. Vielleicht sagt es das mit anderen.',
  },
  byApp: 'Die App hat diese Quelle gefunden, das Modell nannte keine.',
  chip: (n, check) => `Quelle ${n}, ${check}`,
  chipByApp: (n, check) => `Quelle ${n}, ${check}, von der App gefunden, nicht vom Modell genannt`,
  nothingRead: 'Für diese Antwort wurde nichts gelesen, daher konnte nichts davon geprüft werden.',
  share: (found, total) =>
    total === 1
      ? `${found} von ${total} Satz in seiner Quelle gefunden`
      : `${found} von ${total} Sätzen in ihren Quellen gefunden`,

  sources: 'Quellen',
  source: (n) => `Quelle ${n}`,
  unknownSource: 'Unbekannte Quelle',
  noSuchSource: 'Diese Quelle gibt es nicht',
  notInRun: 'nicht in dieser Antwort',
  found: 'Gefunden',
  notFound: 'Nicht gefunden',
  someFound: (found, total) => `${found} von ${total} gefunden`,
  columns: { n: 'Nr.', source: 'Quelle', section: 'Abschnitt', words: 'Wörter' },
  yourFile: 'Ihre Datei',
  corpus: (subject) => `Offline-Korpus › ${subject}`,
};
