import type { Page } from '@playwright/test';

/** A person who refuses every call that is asked about, at once. */
export async function refuseAll(page: Page): Promise<void> {
  await page.evaluate(() => {
    addEventListener('approval-asked', (event) => {
      const { answer } = (event as CustomEvent<{ answer: (allowed: boolean) => void }>).detail;
      answer(false);
    });
  });
}
