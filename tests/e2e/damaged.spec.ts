import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import type { Row } from '../../src/evaluate/rows';
import { outcomeWith } from '../fixtures/outcome';
import { expectAccessible } from './accessible';
import { closeHistory, openHistory } from './history';
import { openThread, recordedRun } from './recorded-thread';
import { putRecords } from './stored-records';

/** What is stored and cannot be read any more is set aside and shown, and costs nothing else. */

const peru = 'What is the capital of Peru?';

test(
  'a thread that cannot be read is shown as such, and the others are there',
  { tag: '@every-width' },
  async ({ page }) => {
    await openThread(page, [recordedRun(peru, 'Nothing was found.', [])]);
    const broken = { id: 'broken', changed: 'never' };
    await putRecords(page, ['jan-nano-history', 'threads'], [[['head', 'broken'], broken]]);
    await page.reload();
    const notice = page.locator('.notice').filter({ hasText: 'A saved record could not be read' });
    await expect(notice).toContainText('It was set aside; everything else is there.');
    await expect(page.locator('article')).toContainText(peru);
    const history = await openHistory(page);
    await expect(history.getByRole('listitem')).toHaveCount(1);
    await expect(history.getByRole('button', { name: peru, exact: true })).toBeVisible();
    await closeHistory(page);
    await expectAccessible(page, 'damaged');

    // It stays until a person deletes it.
    await page.reload();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      notice.getByRole('button', { name: 'Save as file' }).click(),
    ]);
    const saved: unknown = JSON.parse(readFileSync(await file.path(), 'utf8'));
    expect(saved).toEqual([{ key: ['head', 'broken'], value: broken }]);
    await notice.getByRole('button', { name: 'Delete' }).click();
    await expect(notice).toHaveCount(0);
    await page.reload();
    await expect(page.locator('article')).toContainText(peru);
    await expect(notice).toHaveCount(0);
  },
);

test('an answer of an evaluation that cannot be read is shown as such, and the others are there', async ({
  page,
}) => {
  const questions = [peru, 'What is the capital of Chile?'].map((question, at) => ({
    id: `question-${at}`,
    question,
    expected: ['Lima', 'Santiago'].slice(at, at + 1),
  }));
  const row: Row = {
    ...questions[0]!,
    engine: 'wllama',
    quantisation: 'Q8_0',
    outcome: outcomeWith({ question: peru, answer: 'Lima.' }),
    transcript: [],
    grade: 'A',
    gradedBy: 'words',
    at: 1,
  };
  const head = { name: 'q.csv', sha256: 'x', questions, of: 2, seed: 1, depth: 'quick' };
  await page.goto('./');
  await putRecords(
    page,
    ['jan-nano-evaluation', 'evaluation'],
    [
      ['evaluation', head],
      [row.id, row],
      ['question-1', { ...row, id: 'question-1', outcome: 'nonsense' }],
    ],
  );
  await page.goto('./?open=evaluate');
  const sheet = page.getByRole('dialog', { name: 'Evaluate' });
  await expect(sheet).toContainText('1 of 2 questions');
  const notice = sheet.locator('.notice').filter({ hasText: 'A saved record could not be read' });
  await expect(notice).toBeVisible();
  await expect(sheet.getByText(peru)).toBeVisible();
  await expect(sheet.getByRole('button', { name: 'Go on' })).toBeVisible();
  await expectAccessible(page, 'damaged-evaluation', 'dialog');
  await notice.getByRole('button', { name: 'Delete' }).click();
  await expect(notice).toHaveCount(0);
  await expect(sheet).toContainText('1 of 2 questions');
});
