/** A whole model: looked up at its source, downloaded, and checked again on request. */
import type { ModelCard } from '../contracts';
import { AppError, isAppError } from '../errors';
import { downloads as words } from '../i18n/en/downloads';
import { downloadFiles, storageFault, type DownloadProgress } from './download';
import { nameOf } from './file-download';
import { withDownloadLock } from './model-files';
import type { Offer } from './offers';
import { resolveOffer, type Hosts } from './resolve';
import { RunningHash } from './running-hash';
import { filesOf, ModelStore, type ModelRecord } from './store';

export interface ModelRequest {
  id: string;
  /** Asked at its sources where the model is not known yet, or has changed there. */
  offer?: Offer;
  /** A model whose files are known. */
  card?: ModelCard;
  hosts: Hosts;
}

/**
 * Resolves when everything of the model is stored and checked. A model that has been begun goes on from
 * its stored card, so a pause costs no questions; where the server's files have changed since, it is
 * looked up again, once, and files that are the same are kept.
 */
export async function downloadModel(
  request: ModelRequest,
  signal: AbortSignal,
  onProgress: (progress: DownloadProgress) => void,
): Promise<void> {
  await withDownloadLock(request.id, signal, async () => {
    const store = await ModelStore.open();
    const begun = await store.model(request.id);
    const record = begun ?? (await lookUp(request, signal));
    const keep = (one: ModelRecord) =>
      store.setModel(one).catch((error: unknown) => {
        throw storageFault(error);
      });
    if (!begun) await keep(record);
    const options = { signal, onProgress };
    try {
      await downloadFiles(store, filesOf(record.card), options);
    } catch (error) {
      const changed =
        isAppError(error) &&
        ['model-changed', 'model-corrupt', 'model-missing'].includes(error.code);
      if (!changed || !request.offer) throw error;
      const renewed = await lookUp(request, signal);
      if (JSON.stringify(renewed.card) === JSON.stringify(record.card)) throw error;
      await keep({ ...renewed, added: record.added });
      await downloadFiles(store, filesOf(renewed.card), options);
    }
  });
}

async function lookUp(
  { id, offer, card, hosts }: ModelRequest,
  signal: AbortSignal,
): Promise<ModelRecord> {
  if (card) return { card, added: Date.now() };
  if (!offer) throw new AppError('model-missing', words.noModel(id));
  return { ...(await resolveOffer(offer, hosts, signal)), added: Date.now() };
}

/**
 * Reads every complete file of a stored model again and compares it with its digest. Forgets those that
 * are damaged, so that the next download fetches them alone, and returns their names.
 */
export async function verifyModel(
  id: string,
  signal: AbortSignal,
  onProgress: (done: number, total: number) => void,
): Promise<string[]> {
  return withDownloadLock(id, signal, async () => {
    const store = await ModelStore.open();
    const record = await store.model(id);
    const files = record ? filesOf(record.card) : [];
    const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
    const damaged: string[] = [];
    let done = 0;
    for (const file of files) {
      const stored = await store.file(file.url);
      if (!stored?.verified) continue;
      const hash = await RunningHash.start();
      let readable = true;
      for (const piece of await store.pieces(file.url)) {
        signal.throwIfAborted();
        if (piece.offset !== hash.at) break;
        const data = await store.readPiece(file.url, piece).catch(() => undefined);
        if (!data) {
          readable = false;
          break;
        }
        hash.add(data);
        onProgress(done + hash.at, total);
      }
      if (!readable || hash.at !== file.bytes || hash.digest() !== stored.verified) {
        damaged.push(nameOf(file));
        await store.forgetFile(file.url);
      }
      done += file.bytes;
    }
    return damaged;
  });
}
