/** The list of threads, and what can be done with one. */
import { area } from '../area';

export const en = {
  newChat: 'New chat',
  search: 'Search',
  searchHint: 'Search questions, answers and sources',
  found: 'Found',
  pinned: 'Pinned',
  today: 'Today',
  yesterday: 'Yesterday',
  week: 'Previous 7 days',
  month: 'Previous 30 days',
  none: 'Nothing holds these words.',
  more: (number: number) => `Show ${number} more`,
  empty: 'What you ask is kept here, in this browser only.',
  file: 'File of threads',
  exportAll: 'Export all',
  import: 'Import',
  taken: (threads: number, added: number) => `${threads} taken in, ${added} of them new.`,
  kept: (threads: number) => `Already here, as new or newer: ${threads}.`,
  leftOut: (threads: number) => `Left out, as they could not be read: ${threads}.`,
  /** What came of one file where there were several. */
  ofFile: (name: string, said: string) => `${name}: ${said}`,

  /** A thread without a question. */
  unnamed: 'Empty',
  name: 'Name of the thread',
  moreFor: (name: string) => `More for “${name}”`,
  for: (name: string) => `For “${name}”`,
  rename: 'Rename',
  pin: 'Pin',
  unpin: 'Unpin',
  print: 'Print or save as PDF',
  share: 'Share as a file',
  markdown: 'Export as Markdown',
  json: 'Export as JSON',
  deleted: 'Deleted',
  /** The name of that thread follows. */
  branchedFrom: 'Branched from',
  branchedFromGone: 'Branched from a thread that is not here any more',
};

export const threads = area('threads', en);
