/** What all stores in IndexedDB have in common. */
import { promisifyRequest, type UseStore } from 'idb-keyval';
import { AppError } from '../errors';
import { faults } from '../i18n/en/faults';

/** A record that could not be read, as it was. */
export interface Damaged {
  key: IDBValidKey;
  value: unknown;
}

/** Keeps a record that cannot be read where nothing looks for it. */
export function setAside(records: IDBObjectStore, { key, value }: Damaged): void {
  records.put(value, ['aside', key]);
  records.delete(key);
}

/** All that was set aside, which is whatever has a key of that and one more. */
const aside = () => IDBKeyRange.bound(['aside'], ['aside', [[]]]);

/**
 * What was set aside, with the keys that it had.
 * @throws AppError `storage`
 */
export async function listAside(store: UseStore): Promise<Damaged[]> {
  const [keys, values] = await guarded(() =>
    store('readonly', (records) =>
      Promise.all([
        promisifyRequest(records.getAllKeys(aside())),
        promisifyRequest<unknown[]>(records.getAll(aside())),
      ]),
    ),
  );
  return keys.map((key, at) => ({ key: (key as IDBValidKey[])[1]!, value: values[at] }));
}

/** @throws AppError `storage` */
export function deleteAside(store: UseStore): Promise<void> {
  return allOrNothing(store, (records) => records.delete(aside()));
}

/** @throws AppError `storage` that says what it means for a person. */
export async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new AppError('storage', faults.notStored, { cause: error });
  }
}

/**
 * Writes in one transaction, of which all is kept or nothing.
 * @throws AppError `storage`
 */
export function allOrNothing(
  store: UseStore,
  work: (records: IDBObjectStore) => unknown,
): Promise<void> {
  return guarded(() =>
    store('readwrite', (records) => {
      try {
        work(records);
      } catch (error) {
        records.transaction.abort();
        throw error;
      }
      return promisifyRequest(records.transaction);
    }),
  );
}
