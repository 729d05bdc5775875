import type { en } from '../en/questions';

export const questions: typeof en = {
  none: (file) => `${file} 中没有问题。`,
  noCsv: (why) => `这不是 CSV：${why}`,
  row: (at) => `第 ${at} 行`,
  line: (at) => `第 ${at} 行`,
  noJson: (line) => `${line}不是 JSON。`,
  noObject: (line) => `${line}：不是对象。`,
  noQuestion: (where, names) => `${where}没有问题：需要列 ${names}。`,
  noAnswer: (where, names) => `${where}没有答案：需要列 ${names}。`,
};
