import type { en } from '../en/questions';

export const questions: typeof en = {
  none: (file) => `${file} enthält keine Fragen.`,
  noCsv: (why) => `Das ist kein CSV: ${why}`,
  row: (at) => `Zeile ${at}`,
  line: (at) => `Zeile ${at}`,
  noJson: (line) => `${line} ist kein JSON.`,
  noObject: (line) => `${line}: kein Objekt.`,
  noQuestion: (where, names) => `${where} hat keine Frage, also keine Spalte ${names}.`,
  noAnswer: (where, names) => `${where} hat keine Antwort, also keine Spalte ${names}.`,
};
