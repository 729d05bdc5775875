import type { en } from '../en/evaluate';
import { formatsOf } from '../formats';

const { plural } = formatsOf('de');

export const evaluate: typeof en = {
  title: 'Auswertung',
  stoppedByError: 'Die Auswertung ist stehen geblieben',
  elsewhere: 'Ein anderer Tab ist dabei',
  elsewhereGoesOn: 'Dort geht es weiter.',
  fileUnusable: 'Diese Datei kann nicht benutzt werden',
  about:
    'Stellt die Fragen einer Datei, eine nach der anderen, und zählt die richtigen Antworten: CSV oder JSONL mit Frage und Antwort, wie bei SimpleQA.',
  byWords: 'Antworten werden Wort für Wort verglichen.',
  file: 'Datei mit Fragen',
  choose: 'Datei wählen',
  chooseOther: 'Andere Datei',
  undo: 'Rückgängig: die letzte zurückholen',
  questionsIn: (count) => plural(count, { one: '# Frage', other: '# Fragen' }),
  inFile: (name) => `aus ${name}`,
  howMany: 'Wie viele gestellt werden',
  wholeTo: (most) => `Eine ganze Zahl von 1 bis ${most}.`,
  seed: 'Startwert',
  seedHint:
    'Bestimmt, welche gezogen werden, und ist der Startwert des Modells: Derselbe fragt dasselbe.',
  wholeFrom0: 'Eine ganze Zahl ab 0.',
  begin: 'Beginnen',
  busy: 'Das Modell beantwortet gerade eine andere Frage.',
  doneOf: (done, all) => `${done} von ${plural(all, { one: '# Frage', other: '# Fragen' })}`,
  ofFile: (name) => `aus ${name}`,
  asked: 'Gestellte Fragen',
  allAnswered: 'Alle sind beantwortet.',
  stopped: 'Angehalten. Was beantwortet wurde, bleibt.',
  states: { asking: 'Fragt', done: 'Alle sind beantwortet', stopped: 'Angehalten' },
  goOn: 'Weiter',
  another: 'Neue Auswertung',
  staysOpen: 'Sie läuft, solange dies offen bleibt.',
  grades: { A: 'richtig', B: 'falsch', C: 'nicht versucht' },
  verified: 'alle Belege geprüft',
  medianTime: 'Zeit, Median',
  searches: 'Suchen',
  share: (share, low, high, some, of) => `${share} (${low} bis ${high}), ${some} von ${of}`,
  interval:
    'In Klammern das 95-%-Intervall: so weit kann eine Stichprobe vom Ganzen entfernt sein.',
  report: 'Bericht',
  rows: 'Zeilen (JSONL)',
  answers: 'Antworten',
  expected: 'Erwartet:',
  answer: 'Antwort:',
  newest: (count) => `Die neuesten ${count}; der Bericht hat alle.`,

  relayLost: 'Das Relay ging verloren. Sie können fortfahren, wenn es wieder da ist.',
  otherBefore: (rows, model, engines, tools) =>
    `Die ersten ${rows} hat ${model} auf ${engines} mit ${tools} beantwortet, oder eine andere Version. Bitte diese wieder wählen oder eine neue Auswertung beginnen.`,
};
