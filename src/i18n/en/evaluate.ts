/** The sheet that asks the questions of a file. */
import { area, saying } from '../area';
import { formatsOf } from '../formats';

const { plural } = formatsOf('en');
const questions = (count: number) => plural(count, { one: '# question', other: '# questions' });

export const en = {
  title: 'Evaluate',
  stoppedByError: 'The evaluation stopped',
  elsewhere: 'Another tab is at it',
  elsewhereGoesOn: 'It goes on there.',
  fileUnusable: 'This file cannot be used',
  about:
    'Asks the questions of a file, one after another, and tells how many answers are right: CSV or JSONL with a question and its answer, such as SimpleQA’s.',
  byWords: 'Answers are compared by words.',
  file: 'File of questions',
  choose: 'Choose a file',
  chooseOther: 'Another file',
  undo: 'Undo: bring the last one back',
  /** The name of the file stands behind it. */
  questionsIn: questions,
  inFile: (name: string) => `in ${name}`,
  howMany: 'How many are asked',
  wholeTo: (most: number) => `A whole number from 1 to ${most}.`,
  seed: 'Seed',
  seedHint: 'Which are drawn, and the model’s own seed: the same one asks the same.',
  wholeFrom0: 'A whole number from 0.',
  begin: 'Begin',
  busy: 'The model answers a question of a thread just now.',
  doneOf: (done: number, all: number) => `${done} of ${questions(all)}`,
  ofFile: (name: string) => `of ${name}`,
  asked: 'Questions asked',
  allAnswered: 'All are answered.',
  stopped: 'Stopped. What was answered is kept.',
  states: { asking: 'Asking', done: 'All are answered', stopped: 'Stopped' },
  goOn: 'Go on',
  another: 'New evaluation',
  staysOpen: 'It runs while this stays open.',
  grades: { A: 'correct', B: 'incorrect', C: 'not attempted' },
  verified: 'every citation verified',
  medianTime: 'time, median',
  searches: 'searches',
  share: (share: string, low: string, high: string, some: number, of: number) =>
    `${share} (${low} to ${high}), ${some} of ${of}`,
  interval: 'In brackets the 95 % interval: how far a sample may be from the whole.',
  report: 'Report',
  rows: 'Rows (JSONL)',
  answers: 'Answers',
  expected: 'Expected:',
  answer: 'Answer:',
  newest: (count: number) => `The newest ${count}; the report has them all.`,

  relayLost: 'The relay was lost. Go on when it is back.',
  otherBefore: (rows: number, model: string, engines: string, tools: string) =>
    `The first ${rows} were answered by ${model} on ${engines} with ${tools}, or by another version. Choose those again, or begin a new evaluation.`,
};

export const evaluate = area('evaluate', en);
/** For what is thrown or kept. */
export const evaluateFaults = saying('evaluate', en);
