/** The panel of a source. */
import { area } from '../area';

export const en = {
  dataOf: (date: string) => `Data of ${date}`,
  openPage: 'Open page',
  savedText: 'Saved text',
  opening: 'Opening …',
  notKept: 'The library does not keep this page: it was never read as a whole, or was deleted.',
  quoted: 'Quoted words',
  read: 'What was read',
  nothingRead: 'Nothing of this source was read in this run.',
  showMore: 'Show more',
};

export const source = area('source', en);
