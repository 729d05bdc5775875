import { expect, type Page } from '@playwright/test';

/** Opens the palette by its keys. What is typed before it has loaded would go into the question box. */
export async function openPalette(page: Page): Promise<void> {
  await page.keyboard.press('Control+K');
  await expect(page.getByRole('combobox', { name: 'Command or thread' })).toBeFocused();
}
