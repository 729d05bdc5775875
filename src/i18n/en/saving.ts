/** What can go wrong with the library. */
import { saying } from '../area';

export const en = {
  stopped: 'The library has stopped working. Try again, or reload the page.',
  tooLarge: (file: string, megabytes: number) =>
    `“${file}” is larger than ${megabytes} MB. Cut it into smaller files.`,
  unreadable: (file: string) =>
    `“${file}” cannot be read. If it has moved or changed, choose it again.`,
  noText: (file: string) => `“${file}” holds no text. Add another file.`,
  notText: (file: string) => `“${file}” is not text. Add text, Markdown, HTML or PDF files.`,
  notAdded: (file: string, why: string) => `“${file}” was not added. ${why} Add another file.`,
  noPdf: 'It cannot be read as a PDF.',
  pdfLocked: 'This PDF needs a password.',
  pdfBroken: 'This PDF is broken.',
  pdfLong: (pages: number) => `This PDF has more than ${pages} pages.`,
  pdfPictures: 'This PDF holds pictures and no text.',
  tooMuchText: (file: string) =>
    `“${file}” holds more text than the library may keep. Give the library more space, or add a smaller file.`,
  full: 'The browser has no room for this. Delete pages or models, then try again.',
  refused: 'The browser did not let the page use its library. Pages that are read are not saved.',
};

export const saving = saying('saving', en);
