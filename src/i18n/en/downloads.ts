/** What can go wrong with the files of a model: fetched, stored, read again. */
import { saying } from '../area';
import { formatsOf } from '../formats';

const { megabytes } = formatsOf('en');

export const en = {
  importedGone: (file: string) =>
    `${file} came from your disk and is damaged or gone here. Delete the model and import it again.`,
  arrivedDamaged: (file: string) => `${file} arrived damaged and is fetched again.`,
  changed: (url: string, now: string, size: number) =>
    `The file ${url} has changed on the server (${now} bytes instead of ${size}). Start the download again: files that are still the same are kept.`,
  fetchedAnew: (file: string) => `${file} has changed on the server and is fetched anew.`,
  broken: 'The connection broke.',
  failed: 'The connection failed.',
  short: 'The server sent less than the whole file.',
  silent: 'The server has stopped sending.',
  partRefused: 'The server refused this part of the file (status 416).',
  busy: (status: number) => `The server is busy (status ${status}).`,
  otherPart: 'The server sent another part of the file.',
  changedMeanwhile: 'The file on the server has changed.',
  notThere: (url: string, status: number) =>
    `The file ${url} is not on the server (status ${status}). If it is this app’s own, check that the app was deployed with its models folder; otherwise check the address.`,
  offline: (file: string, why: string) =>
    `${file} could not be downloaded: ${why} What has arrived is kept. Check the connection and resume.`,
  noRoom: (missing: number, free: number) =>
    `The model needs ${megabytes(missing)} more, and the browser lets this page store ${megabytes(free)} more. Free space on the disk, delete another model, or choose a smaller one. Nothing that is stored is lost.`,
  full: 'The storage that the browser allows this page is full. What has arrived is kept: free space on the disk, or delete another model, and resume.',
  notStored:
    'The browser did not store a part of the model. What has arrived before is kept: resume, or reload the page if it happens again.',
  mismatch: (url: string) =>
    `The file ${url} is damaged: its contents are not what they should be, and fetching it again gave the same. Reload the page; if it happens again, the server holds a damaged copy or another version.`,
  noModel: (id: string) => `There is no model "${id}".`,
  noModelOf: (id: string, known: string) => `There is no model "${id}". Known models: ${known}.`,
  nothingStored:
    'The browser does not let this page store anything, and this model is too large to be downloaded each time. Leave the private window, or allow the page to store data.',
  notDeleted: (name: string) =>
    `The browser did not delete ${name}. Close the app’s other tabs and try again.`,
  storedDamaged: (file: string) =>
    `The stored file ${file} is damaged. Load the model again: only that file is downloaded.`,
};

export const downloads = saying('downloads', en);
