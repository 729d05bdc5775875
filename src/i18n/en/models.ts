/** The sheet of the models: the device, what is stored, downloads, imports, and where models come from. */
import { area, saying } from '../area';
import { formatsOf } from '../formats';

const { bytes } = formatsOf('en');

export const en = {
  device: 'This device',
  graphicsMemory: 'Graphics memory',
  graphicsMemoryGuessed: 'Graphics memory (a guess: browsers do not tell)',
  contextForLoads: 'Context for new loads:',
  tokens: (thousands: string) => `${thousands}k tokens`,
  tokensTaking: (thousands: string, size: string) => `${thousands}k tokens, ${size}`,
  /** The sum stands behind it. */
  memory: (name: string, weights: string, context: string, working: string) =>
    `${name}: weights ${weights} + context ${context} + working memory ${working} =`,
  about: (size: string) => `about ${size}`,
  fitsUpTo: (thousands: string) => `Up to ${thousands}k fit well.`,
  fitsNot: 'It does not fit well.',

  storage: 'Storage',
  storageUnread: 'Storage cannot be read',
  storageUsed: 'Storage used',
  used: (size: string) => `${size} used.`,
  usedOf: (size: string, whole: string) => `${size} used of ${whole}.`,
  persisted: 'The browser keeps it until you delete it.',
  notPersisted: 'The browser may clear it when the disk runs low.',
  reading: 'Reading what is stored …',

  inUse: 'In use',
  recommended: 'Recommended',
  asking: 'Asking the source …',
  deleting: 'Deleting …',
  checking: 'Checking what is stored …',
  amount: (done: number, total: number) => `${bytes(done)} of ${bytes(total)}`,
  nowChecking: 'checking',
  nowWaiting: 'waiting for the server',
  speed: (perSecond: number) => `${bytes(perSecond)}/s`,
  left: (time: string) => `${time} left`,
  pausedAt: (done: number, total: number) => `Paused at ${bytes(done)} of ${bytes(total)}`,
  toDownload: (size: string) => `${size} to download`,
  aboutToDownload: (size: string) => `about ${size} to download`,
  stored: (size: string) => `${size} stored`,
  lastUsed: (date: string) => `last used ${date}`,
  from: (source: string) => `from ${source}`,
  fromDisk: 'from your disk',
  pause: 'Pause',
  use: 'Use',
  check: 'Check',
  resume: 'Resume',
  repair: 'Repair',
  download: 'Download',
  stopChecking: (name: string) => `Stop checking ${name}`,
  deleteSure: 'Press again to delete',

  addModel: 'Add a model',
  import: 'Import',
  importHere: 'Import from this device',
  importHint:
    'Drop or choose a Qwen3 model such as Jan-Nano: a GGUF file, a folder of MLC weights, or a folder of safetensors. Nothing leaves this device.',
  chooseFiles: 'Choose files',
  chooseFolder: 'Choose a folder',
  files: 'Files of a model',
  folder: 'Folder of a model',
  looking: 'Reading what it is …',
  notNow: 'Not now',
  importing: 'Importing',
  importingOne: (name: string, amount: string) => `Importing ${name}: ${amount}`,
  cancelImport: (name: string) => `Cancel the import of ${name}`,
  importFailed: 'The import did not work',
  address: 'From the hub or another address',
  addressForm: 'owner/name or https://…',
  addressAsking: 'Asking there what it is …',
  addressHint:
    'Any Qwen3 as a GGUF file, or MLC weights of Jan-Nano’s shape. It is listed first, and downloaded when you say so.',

  sources: 'Sources',
  sourcesHint:
    'Models come from the relay’s models folder, then from the mirror, then from the hub.',
  hub: 'Hub',
  mirror: 'Mirror of converted models',
  noMirror: 'None',

  damaged: (parts: string) => `Damaged and forgotten: ${parts}. Repair fetches only that.`,
  undamaged: 'Every byte is as it should be.',
};

export const models = area('models', en);
/** For what is thrown or kept. */
export const modelNotes = saying('models', en);
