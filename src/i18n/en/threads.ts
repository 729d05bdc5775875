/** The list of threads, and what can be done with one. */
import { area } from '../area';

export const en = {
  newChat: 'New chat',
  search: 'Search',
  searchHint: 'Search questions, answers and sources',
  found: 'Found',
  pinned: 'Pinned',
  recent: 'Recent',
  none: 'Nothing holds these words.',
  more: (number: number) => `Show ${number} more`,
  empty: 'What you ask is kept here, in this browser only.',
  file: 'File of threads',
  exportAll: 'Export all',
  import: 'Import',
  taken: (threads: number, added: number) => `${threads} taken in, ${added} of them new.`,
  kept: (threads: number) => `Already here, as new or newer: ${threads}.`,

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
};

export const threads = area('threads', en);
