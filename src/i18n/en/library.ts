/** The sheet of the library. */
import { area } from '../area';
import { formatsOf } from '../formats';

const { plural } = formatsOf('en');

export const en = {
  all: 'All pages',
  saved: (size: string, date: string) => `${size} · saved ${date}`,
  partsRead: (read: number, all: number) => `${read} of its ${all} parts were read`,
  addFiles: 'Add files',
  about: (largest: string) =>
    `Pages that were read, and your own files: text, Markdown, HTML and PDF, up to ${largest} each. They stay in this browser.`,
  orDrop: 'or drop them here',
  filesToAdd: 'Files to add',
  adding: (name: string, at: number, all: number) => `Adding “${name}” (${at} of ${all}) …`,
  filesAdded: 'Files added',
  deleted: 'Deleted',
  search: 'Search the library',
  pagesAndFiles: 'Pages and files',
  reading: 'Reading what is saved …',
  empty: 'Nothing is saved yet. Pages that a question leads to are kept here.',
  nothingFound: 'Nothing found. Try other words.',
  more: 'Show more',
  storage: 'Storage',
  spaceUsed: 'Space used',
  usage: (pages: number, used: string, quota: string) =>
    `${plural(pages, { one: '# page or file', other: '# pages and files' })}, ${used} of ${quota}.`,
  setAside: (pages: number) =>
    plural(pages, {
      one: '# page could not be read any more and was set aside.',
      other: '# pages could not be read any more and were set aside.',
    }),
  keepUpTo: 'Keep up to',
  nothing: 'nothing',
  whenFull: 'When it is full, the pages that were not used for longest make room.',
  deleteAll: 'Delete all',
  deleteAllSure: 'Press again to delete all pages and files',
  lastUsed: (date: string) => `last used ${date}`,
  deleteOne: (title: string) => `Delete “${title}”`,
};

export const library = area('library', en);
