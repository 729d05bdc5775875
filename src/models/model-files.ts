/** A model's files for its engine: from the store, after downloading what is not there yet. */
import type { LoadProgress, ModelCard, ModelFile } from '../contracts';
import { AppError } from '../errors';
import { faults } from '../i18n/en/faults';
import { downloadFiles } from './download';
import { ModelStore } from './store';

/**
 * Resolves when all files are stored; without a request where they already are.
 * Addresses must be absolute. Throws what downloadFiles() throws.
 */
export async function ensureModel(
  card: ModelCard,
  files: ModelFile[],
  signal: AbortSignal,
  report: (progress: LoadProgress) => void,
): Promise<ModelStore> {
  const store = await ModelStore.open();
  if (!(await isStored(store, files))) {
    await withDownloadLock(card.id, signal, async () => {
      // Another tab may have brought them meanwhile.
      if (await isStored(store, files)) return;
      await downloadFiles(store, files, {
        signal,
        onProgress: ({ state, done, total }) =>
          report({ phase: state === 'verifying' ? 'verify' : 'download', done, total }),
      });
    });
  }
  const before = await store.model(card.id);
  await store.setModel({ added: Date.now(), ...before, card, used: Date.now() });
  return store;
}

async function isStored(store: ModelStore, files: ModelFile[]): Promise<boolean> {
  for (const file of files) if (!(await store.has(file))) return false;
  return true;
}

const LOCK = 'jan-nano-download:';
const lockScope = globalThis as { navigator?: { locks?: LockManager } };

/** Runs `work` while no other tab downloads this model; waits for one that does. */
export async function withDownloadLock<T>(
  id: string,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  // Without HTTPS (other than on localhost) browsers have no locks.
  const { locks } = lockScope.navigator ?? {};
  if (!locks) return work();
  try {
    return await locks.request(LOCK + id, { signal }, work);
  } catch (error) {
    if (signal.aborted) throw new AppError('aborted', faults.stopped, { cause: error });
    throw error;
  }
}

/** Ids of the models that some tab is downloading or checking. */
export async function lockedModels(): Promise<Set<string>> {
  const { locks } = lockScope.navigator ?? {};
  const { held = [] } = (await locks?.query()) ?? {};
  const names = held.map(({ name }) => name ?? '').filter((name) => name.startsWith(LOCK));
  return new Set(names.map((name) => name.slice(LOCK.length)));
}
