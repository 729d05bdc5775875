import type { en } from '../en/ask';

export const ask: typeof en = {
  question: 'Frage',
  first: 'Eine Frage stellen',
  followUp: 'Nachfragen',
  ask: 'Fragen',
  answerNow: 'Jetzt antworten',
  depthHint: 'Schnell: ein, zwei Suchen. Gründlich: ein Plan aus Teilfragen, danach ein Bericht.',
  examples: 'Beispiele',
  waiting: 'Die Frage wird gestellt, sobald das Modell geladen ist.',

  attach: 'Dateien anhängen',
  attachHint:
    'Dateien anhängen: Sie kommen in die Bibliothek und werden für diese Frage durchsucht',
  filesToAttach: 'Anzuhängende Dateien',
  attached: 'Angehängte Dateien',
  reading: (file) => `${file} wird gelesen`,
  inLibrary: (file) => `${file} ist in der Bibliothek`,
  remove: (file) => `${file} entfernen`,
  pastedText: 'Eingefügter Text.txt',
  filesOfQuestion: 'Dateien zu dieser Frage',

  prompts: 'Vorlagen',
  allPrompts: (number) => `Alle ${number} Vorlagen`,
  promptsMissing: (server, reason) => `Die Vorlagen von ${server} fehlen. ${reason}`,
  tryAgain: 'Erneut versuchen',
};
