import { readFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import type { Row } from '../../src/evaluate/rows';
import { expectAccessible } from './accessible';

/** An evaluation in the page itself: a file is chosen, questions are asked, stopped, gone on with, and reported. */

const csv = [
  'problem,answer',
  'What is the capital of Peru?,Lima',
  'What is the capital of Chile?,Santiago',
  '"What is the chemical symbol of tungsten?",Au',
  '',
].join('\n');

async function choose(page: Page, name: string, text: string): Promise<void> {
  const file = { name, mimeType: 'text/csv', buffer: Buffer.from(text) };
  await page.getByLabel('File of questions').setInputFiles(file);
}

test('questions of a file are asked, stopped, gone on with after a reload, and reported', async ({
  page,
}) => {
  await page.goto('./');
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'Evaluate …' }).click();
  const sheet = page.getByRole('dialog', { name: 'Evaluate' });
  await expect(sheet).toContainText('Answers: Jan-Pocket on wllama. Searched: Offline corpus.');

  await choose(page, 'wrong.csv', 'a,b\n1,2\n');
  await expect(sheet.getByRole('alert')).toContainText('Row 1 has no question');
  await choose(page, 'q.csv', csv);
  await expect(sheet).toContainText('3 questions in q.csv');
  await expect(sheet.getByRole('alert')).toHaveCount(0);
  await sheet.getByLabel('How many are asked').fill('4');
  await expect(sheet).toContainText('A whole number from 1 to 3.');
  await expect(sheet.getByRole('button', { name: 'Begin' })).toBeDisabled();
  await sheet.getByLabel('How many are asked').fill('3');
  await expectAccessible(page, 'evaluate-file');
  // By keyboard alone.
  await sheet.getByLabel('How many are asked').focus();
  await page.keyboard.press('Enter');

  await expect(sheet.getByText('1 of 3 questions')).toBeVisible({ timeout: 60_000 });
  await sheet.getByRole('button', { name: 'Stop' }).click();
  await expect(sheet).toContainText('Stopped. What was answered is kept.');
  await page.goto('./?open=evaluate');
  await expect(sheet).toContainText('Stopped. What was answered is kept.');
  await sheet.getByRole('button', { name: 'Go on' }).click();
  await expect(sheet).toContainText('All are answered.', { timeout: 80_000 });
  await expect(sheet.getByRole('row', { name: /^correct/ })).toContainText(
    '67 % (21 % to 94 %), 2 of 3',
  );
  // Its threads are its own.
  await expect(page.locator('article')).toHaveCount(0);
  await sheet.getByText('What is the capital of Peru?').click();
  await expect(sheet.getByText('Expected: Lima')).toBeVisible();
  await expectAccessible(page, 'evaluate-done');

  const save = async (name: string) => {
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      sheet.getByRole('button', { name, exact: true }).click(),
    ]);
    return readFileSync(await file.path(), 'utf8');
  };
  const rows = (await save('Rows (JSONL)')).trim().split('\n');
  const read = rows.map((line) => JSON.parse(line) as Row);
  expect(read.map(({ grade }) => grade)).toEqual(['A', 'A', 'B']);
  expect(read[0]?.transcript.length).toBeGreaterThan(2);
  expect(await save('Report')).toContain('<h2>Every question</h2>');
  expect(await save('Markdown')).toMatch(/\| correct \| 66\.7 % .*2 of 3 \|/);

  await sheet.getByRole('button', { name: 'New evaluation' }).click();
  await sheet.getByRole('button', { name: /Undo/ }).click();
  await expect(sheet).toContainText('All are answered.');
});
