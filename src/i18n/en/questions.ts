/** What can be wrong with a file of questions. */
import { saying } from '../area';

export const en = {
  none: (file: string) => `${file} holds no questions.`,
  noCsv: (why: string) => `This is no CSV: ${why}`,
  row: (at: number) => `Row ${at}`,
  line: (at: number) => `Line ${at}`,
  noJson: (line: string) => `${line} is no JSON.`,
  noObject: (line: string) => `${line}: no object.`,
  noQuestion: (where: string, names: string) =>
    `${where} has no question: a column ${names.replaceAll(' / ', ' or ')}.`,
  noAnswer: (where: string, names: string) =>
    `${where} has no answer: a column ${names.replaceAll(' / ', ' or ')}.`,
};

export const questions = saying('questions', en);
