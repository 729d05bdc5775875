import type { Page } from '@playwright/test';

/** Writes into a database of the app, as if an earlier version or a fault had. */
export async function putRecords(
  page: Page,
  [database, store]: [string, string],
  records: [key: string | (string | number)[], value: unknown][],
): Promise<void> {
  await page.evaluate(
    async ({ database, store, records }) => {
      const open = indexedDB.open(database);
      open.onupgradeneeded = () => open.result.createObjectStore(store);
      await new Promise((resolve, reject) => {
        open.onsuccess = resolve;
        open.onerror = reject;
      });
      const transaction = open.result.transaction(store, 'readwrite');
      for (const [key, value] of records) transaction.objectStore(store).put(value, key);
      await new Promise((resolve, reject) => {
        transaction.oncomplete = resolve;
        transaction.onerror = reject;
      });
      open.result.close();
    },
    { database, store, records },
  );
}
