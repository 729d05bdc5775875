/**
 * Saved pages in IndexedDB: what is known of each in one store, the texts in another, so that a list
 * reads no texts. Every change is one transaction: a page is there whole or not at all.
 */
import { promisifyRequest } from 'idb-keyval';
import { AppError } from '../errors';
import { saving as words } from '../i18n/en/saving';
import { pagesToEvict } from './eviction';
import type { LibraryEntry, SavedPage } from './types';

type Parts = SavedPage['parts'];

const ENTRIES = 'entries';
const TEXTS = 'texts';
/** Records that cannot be read: out of the way, but not thrown away. */
const ASIDE = 'aside';

export class LibraryStore {
  readonly #name: string;
  #database?: Promise<IDBDatabase>;

  constructor(name = 'jan-nano-library') {
    this.#name = name;
  }

  /** In no order. Entries of another shape are set aside. */
  async entries(): Promise<LibraryEntry[]> {
    const broken: IDBValidKey[] = [];
    const entries = await this.#run('readonly', async ([store]) => {
      const [keys, values] = await Promise.all([
        promisifyRequest(store.getAllKeys()),
        promisifyRequest<unknown[]>(store.getAll()),
      ]);
      return values.filter((value, at): value is LibraryEntry => {
        const whole = isEntry(value) && value.url === keys[at];
        if (!whole) broken.push(keys[at]!);
        return whole;
      });
    });
    for (const key of broken) await this.setAside(key);
    return entries;
  }

  /** Undefined where there is none, or what is there is broken; that is then set aside. */
  async page(url: string): Promise<SavedPage | undefined> {
    const [entry, parts] = await this.#run('readonly', ([entries, texts]) =>
      Promise.all([
        promisifyRequest<unknown>(entries.get(url)),
        promisifyRequest<unknown>(texts.get(url)),
      ]),
    );
    if (entry === undefined && parts === undefined) return undefined;
    if (isEntry(entry) && isParts(parts)) return { entry, parts };
    await this.setAside(url);
    return undefined;
  }

  /**
   * Writes a page, and deletes what is then over the quota in the same step.
   * @returns the addresses that were deleted.
   * @throws AppError `storage` where the browser has no room.
   */
  async put({ entry, parts }: SavedPage, quota: number): Promise<string[]> {
    return this.#run('readwrite', async ([entries, texts]) => {
      entries.put(entry, entry.url);
      texts.put(parts, entry.url);
      return evict(entries, texts, quota, entry.url);
    });
  }

  /** Deletes what is over the quota. */
  async shrink(quota: number): Promise<string[]> {
    return this.#run('readwrite', ([entries, texts]) => evict(entries, texts, quota));
  }

  async touch(url: string, used: number): Promise<void> {
    await this.#run('readwrite', async ([entries]) => {
      const entry = await promisifyRequest<unknown>(entries.get(url));
      if (isEntry(entry)) await promisifyRequest(entries.put({ ...entry, used }, url));
    });
  }

  async remove(url: string): Promise<void> {
    await this.#run('readwrite', async ([entries, texts]) => {
      entries.delete(url);
      await promisifyRequest(texts.delete(url));
    });
  }

  async clear(): Promise<void> {
    await this.#run('readwrite', async (stores) => {
      await Promise.all(stores.map((store) => promisifyRequest(store.clear())));
    });
  }

  /** How many records were set aside. */
  async countAside(): Promise<number> {
    return this.#run('readonly', ([, , aside]) => promisifyRequest(aside.count()));
  }

  async setAside(url: IDBValidKey): Promise<void> {
    await this.#run('readwrite', async ([entries, texts, aside]) => {
      const [entry, parts] = await Promise.all([
        promisifyRequest<unknown>(entries.get(url)),
        promisifyRequest<unknown>(texts.get(url)),
      ]);
      aside.put({ entry, parts }, url);
      entries.delete(url);
      await promisifyRequest(texts.delete(url));
    });
  }

  async #run<T>(
    mode: IDBTransactionMode,
    work: (stores: [IDBObjectStore, IDBObjectStore, IDBObjectStore]) => Promise<T>,
  ): Promise<T> {
    try {
      const transaction = (await this.#open()).transaction([ENTRIES, TEXTS, ASIDE], mode);
      const done = promisifyRequest(transaction);
      const store = (name: string) => transaction.objectStore(name);
      const working = work([store(ENTRIES), store(TEXTS), store(ASIDE)]).catch((error: unknown) => {
        abort(transaction);
        throw error;
      });
      const [value] = await Promise.all([working, done]);
      return value;
    } catch (cause) {
      const full = cause instanceof Error && cause.name === 'QuotaExceededError';
      throw new AppError('storage', full ? words.full : words.refused, { cause });
    }
  }

  #open(): Promise<IDBDatabase> {
    if (this.#database) return this.#database;
    const request = indexedDB.open(this.#name, 1);
    request.onupgradeneeded = () => {
      for (const name of [ENTRIES, TEXTS, ASIDE]) request.result.createObjectStore(name);
    };
    const opening = promisifyRequest(request).then((database) => {
      // Another tab deletes or upgrades it: the next use opens it anew.
      const forget = () => (this.#database = undefined);
      database.onversionchange = () => {
        database.close();
        forget();
      };
      database.onclose = forget;
      return database;
    });
    this.#database = opening;
    opening.catch(() => (this.#database = undefined));
    return opening;
  }
}

/** Nothing of a step that failed stays. */
function abort(transaction: IDBTransaction): void {
  try {
    transaction.abort();
  } catch {
    return; // it has ended by itself
  }
}

async function evict(
  entries: IDBObjectStore,
  texts: IDBObjectStore,
  quota: number,
  newest?: string,
): Promise<string[]> {
  const all = await promisifyRequest<unknown[]>(entries.getAll());
  const gone = pagesToEvict(all.filter(isEntry), quota, newest);
  for (const url of gone) {
    entries.delete(url);
    texts.delete(url);
  }
  return gone;
}

function isEntry(value: unknown): value is LibraryEntry {
  if (typeof value !== 'object' || value === null) return false;
  const one = value as Record<string, unknown>;
  return (
    ['url', 'title', 'sha256'].every((key) => typeof one[key] === 'string') &&
    ['saved', 'used', 'bytes', 'parts', 'pages'].every((key) => Number.isFinite(one[key])) &&
    (one['from'] === 'page' || one['from'] === 'file') &&
    (one['date'] === undefined || typeof one['date'] === 'string')
  );
}

function isParts(value: unknown): value is Parts {
  return Array.isArray(value) && value.every((part) => part === null || typeof part === 'string');
}
