/** Threads as files. */
import { area, saying } from '../area';

export const en = {
  notJson: 'The file is not JSON. Choose one that was exported here.',
  noThreads: 'The file holds no threads of this app. Choose one that was exported here.',
  newer: 'The file is of a newer version of this app. Reload the page and try again.',
  damaged: (damaged: number, all: number) =>
    `${damaged} of ${all} threads in the file are damaged. Nothing was taken in.`,

  thread: 'Thread',
  about: (date: string) =>
    `${date}. Checks say whether words stand in the source, not that it is right.`,
  aboutModel: (date: string, model: string) =>
    `${date}, ${model}. Checks say whether words stand in the source, not that it is right.`,
  checks: {
    n: 'No.',
    source: 'Source',
    sections: 'Cited in section',
    found: 'Checks that found the words',
  },
  someFound: (found: number, total: number) => `${found} of ${total}`,
  noAnswer: 'No answer.',
  noAnswerFor: (reason: string) => `No answer: ${reason}`,
  failed: 'it failed',
};

export const exports = area('exports', en);
/** For what is thrown or kept. */
export const exportFaults = saying('exports', en);
