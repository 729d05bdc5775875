/** What goes between pages and the worker that downloads. Progress goes to every tab. */
import type { ErrorInfo, ModelCard } from '../contracts';
import type { DownloadProgress } from './download';
import type { Offer } from './offers';
import type { ImportRequest } from './import-model';
import type { Hosts } from './resolve';

export const CHANNEL = 'jan-nano-downloads';

/** From the page to its own worker. */
export type ToDownloadWorker =
  | { type: 'download'; id: string; offer?: Offer; card?: ModelCard; hosts: Hosts }
  | ({ type: 'import'; id: string } & ImportRequest)
  /** Reads everything that is stored of the model again, and forgets files that are damaged. */
  | { type: 'verify'; id: string };

/** On the channel, to all tabs and workers. */
export type DownloadNews =
  | { type: 'resolving'; id: string }
  | { type: 'progress'; id: string; progress: DownloadProgress }
  | { type: 'importing'; id: string; name: string; done: number; total: number }
  | { type: 'verifying'; id: string; done: number; total: number }
  | { type: 'verified'; id: string; damaged: string[] }
  /** The download is complete, paused by a person, or failed. */
  | { type: 'ended'; id: string; outcome: 'complete' | 'paused' }
  | { type: 'failed'; id: string; error: ErrorInfo }
  | { type: 'removed'; id: string }
  /** Asks whichever worker downloads this model to stop. */
  | { type: 'stop'; id: string };
