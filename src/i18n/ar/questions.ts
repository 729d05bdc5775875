import type { en } from '../en/questions';

export const questions: typeof en = {
  none: (file) => `لا أسئلة في ${file}.`,
  noCsv: (why) => `هذا ليس CSV: ${why}`,
  row: (at) => `الصف ${at}`,
  line: (at) => `السطر ${at}`,
  noJson: (line) => `${line} ليس JSON.`,
  noObject: (line) => `${line}: لا كائن.`,
  noQuestion: (where, names) => `${where} بلا سؤال: عمود ${names}.`,
  noAnswer: (where, names) => `${where} بلا إجابة: عمود ${names}.`,
};
