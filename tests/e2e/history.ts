import type { Locator, Page } from '@playwright/test';

/** The list of threads: beside the page where it is wide, in a sheet that is opened here where it is not. */
export async function openHistory(page: Page): Promise<Locator> {
  const list = page.getByRole('navigation', { name: 'History' });
  const button = page.getByRole('button', { name: 'History', exact: true });
  if (!(await list.isVisible())) await button.click();
  return list;
}

/** Leaves the sheet again, if there is one. */
export async function closeHistory(page: Page): Promise<void> {
  const sheet = page.getByRole('dialog', { name: 'History' });
  if (await sheet.isVisible()) await page.keyboard.press('Escape');
}
