/** A run as the page shows it: its answer, the checks of it, and its sources. */
import { area } from '../area';

export const en = {
  answerIs: (answer: string) => `Answer: ${answer}`,
  noAnswer: 'No answer',
  nothing: 'The model gave no answer. Ask again, or put the question another way.',
  stopped: 'Stopped before the answer was complete.',
  cutOff: 'It was cut off. It can go on as soon as the model is loaded.',
  tooLong: 'The answer was cut off: it reached the longest length for this model.',
  hastes: {
    asked: 'Answered at once, as you asked.',
    stalled: 'The search brought nothing new any more, so the model was told to answer.',
    'step-cap': 'The run used all of its steps.',
    time: 'The run used all of its time.',
    tokens: 'The run wrote as much as it may.',
  },
  excerpts: (haste: string) =>
    `${haste} It gave no answer of its own: these are the sentences it had read that fit the question best.`,
  goOn: 'Continue',
  branch: 'Edit and branch',
  copyQuestion: 'Copy question',
  newest: 'Go to the newest',
  notAllowed: 'Not allowed',
  code: 'Code',
  table: 'Table',
  note: (name: string) => `Note ${name}`,
  noteBack: (name: string) => `Back to where note ${name} is called`,
  /** Which of the answers to one question is shown. */
  previousAnswer: 'Previous answer',
  nextAnswer: 'Next answer',
  answerNumber: (n: number, count: number) => `${n} of ${count}`,

  askAgain: 'Ask again',
  againAndBranch: 'Ask again and branch',
  another: 'Another way to answer',
  asBefore: 'as before',
  onDevice: 'Model on this device',
  looking: 'Looking …',
  noOther: 'No other is stored. Models has more.',
  notRead: 'What is stored cannot be read.',
  thinking: 'Thinking',
  thinks: { on: 'Think before answering', off: 'Answer without thinking' },
  moreSettings: 'Sampling and more …',

  plan: 'Plan',
  planHint: '– one sub-question a line. Change it as you like.',
  lookUp: 'Look these up',
  done: 'done',
  /** Of a sub-question of the plan. */
  stayedOpen: 'nothing found',

  /** Of a citation: badges, and the sentences behind them. */
  unchecked: 'not checked yet',
  foundInSource: 'found in source',
  matches: { quote: 'quote found in source', words: 'supported, not word for word' },
  failures: {
    'no-source': 'names no source',
    number: 'number not in source',
    name: 'name not in source',
    negation: 'the source says the opposite',
    words: 'not found in source',
  },
  whyFound: {
    quote: 'These words stand in the source one after another.',
    words:
      'Its names, numbers and other words stand in one place of the source, in an order that says the same.',
  },
  whyNot: {
    'no-source': 'No source of this conversation has this number.',
    number: 'A number of this sentence is nowhere in what was read of the source.',
    name: 'A name of this sentence is nowhere in what was read of the source.',
    negation: 'The source has these words, but one of the two denies what the other says.',
    words:
      'What was read of the source does not say this in the same words. It may do so in others.',
  },
  byApp: 'The app found this source; the model named none.',
  chip: (n: number, check: string) => `Source ${n}, ${check}`,
  chipByApp: (n: number, check: string) =>
    `Source ${n}, ${check}, found by the app, not cited by the model`,
  nothingRead: 'Nothing was read for this answer, so none of it could be checked.',
  share: (found: number, total: number) =>
    total === 1
      ? `${found} of ${total} sentence found in its source`
      : `${found} of ${total} sentences found in their sources`,

  sources: 'Sources',
  source: (n: number) => `Source ${n}`,
  unknownSource: 'Unknown source',
  noSuchSource: 'There is no such source',
  notInRun: 'not in this run',
  found: 'Found',
  notFound: 'Not found',
  someFound: (found: number, total: number) => `${found} of ${total} found`,
  columns: { n: 'No.', source: 'Source', section: 'Section', words: 'Words' },
  yourFile: 'Your file',
  corpus: (subject: string) => `Offline corpus › ${subject}`,
};

export const answer = area('answer', en);
