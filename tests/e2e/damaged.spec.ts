import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import type { Row } from '../../src/evaluate/rows';
import { toJson } from '../../src/research/export';
import type { Thread } from '../../src/research/thread-store';
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

test(
  'a run or a head that cannot be read costs nothing else of its thread',
  { tag: '@every-width' },
  async ({ page }) => {
    const chile = 'What is the capital of Chile?';
    await openThread(
      page,
      [peru, chile].map((one) => recordedRun(one, 'Nothing was found.', [])),
    );
    const broken = recordedRun(chile, 'Nothing was found.', []);
    const events = broken.events.map((event) =>
      event.type === 'tool-finished' ? { ...event, sources: undefined } : event,
    );
    await putRecords(
      page,
      ['jan-nano-history', 'threads'],
      [
        [['run', 'recorded', 1], { ...broken, events }],
        [['head', 'recorded'], { id: 'recorded', changed: 2, title: 'Capitals' }],
      ],
    );
    await page.reload();
    const notice = page.locator('.notice').filter({ hasText: '2 saved records could not be read' });
    await expect(notice).toBeVisible();
    await expect(page.locator('article')).toHaveCount(1);
    await expect(page.locator('article')).toContainText(peru);
    const history = await openHistory(page);
    await expect(history.getByRole('button', { name: 'Capitals', exact: true })).toBeVisible();

    // What is left can be exported; and where that fails, it is said.
    const exportAll = async () => {
      await history.getByRole('button', { name: 'Export all' }).click();
      await history.getByRole('button', { name: 'Export as Markdown' }).click();
    };
    const [file] = await Promise.all([page.waitForEvent('download'), exportAll()]);
    expect(readFileSync(await file.path(), 'utf8')).toContain(`# Capitals\n\n## ${peru}`);
    await page.evaluate(() => {
      URL.createObjectURL = () => {
        throw new Error('There is no room for the file.');
      };
    });
    await exportAll();
    await expect(history.getByRole('status')).toHaveText('There is no room for the file.');
  },
);

test('settings that cannot be read in full can be saved before they are written over', async ({
  page,
}) => {
  await page.goto('./');
  const terse = { id: 'a', name: 'Terse', system: 'Be brief.', sampling: {} };
  const assistants = [terse, { id: 'b', system: 'Without a name.' }];
  const servers = [
    { id: 's', name: 's', url: 'https://mcp.example.org/mcp', off: true, token: 'x' },
  ];
  const settings = { relay: '', theme: 'dark', sampling: {}, assistants, servers };
  await putRecords(page, ['jan-nano-settings', 'settings'], [['settings', settings]]);
  await page.reload();
  const notice = page.locator('.notice').filter({ hasText: 'A saved record could not be read' });
  await expect(notice).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  // What was typed into them is there; tokens go to their server alone.
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    notice.getByRole('button', { name: 'Save as file' }).click(),
  ]);
  const [saved] = JSON.parse(readFileSync(await file.path(), 'utf8')) as [{ value: unknown }];
  const open = servers.map(({ token: _, ...one }) => one);
  expect(saved.value).toEqual({ ...settings, servers: open });
  await notice.getByRole('button', { name: 'Delete' }).click();
  await expect(notice).toHaveCount(0);
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(notice).toHaveCount(0);
});

test('of several files of threads, those that can be read are taken in', async ({ page }) => {
  await page.goto('./');
  const thread = (id: string) => ({
    id,
    at: 1,
    changed: 2,
    runs: [recordedRun(`What is ${id}?`, 'Nothing was found.', [])],
  });
  const history = await openHistory(page);
  const input = history.locator('input[type="file"]');
  const fileOf = (name: string, text: string) => ({
    name,
    mimeType: 'application/json',
    buffer: Buffer.from(text),
  });
  const damaged = { ...thread('b'), at: undefined } as unknown as Thread;
  await input.setInputFiles(fileOf('one.json', toJson([thread('a'), damaged])));
  const status = history.getByRole('status');
  await expect(status).toHaveText(
    '1 taken in, 1 of them new. Left out, as they could not be read: 1.',
  );
  await input.setInputFiles([
    fileOf('two.json', toJson([thread('c')])),
    fileOf('three.json', toJson([damaged])),
    fileOf('four.json', '{'),
  ]);
  await expect(status.locator('span')).toHaveText([
    'two.json: 1 taken in, 1 of them new.',
    'three.json: 1 of 1 threads in the file are damaged. Nothing was taken in.',
    'four.json: The file is not JSON. Choose one that was exported here.',
  ]);
  await expect(history.getByRole('listitem')).toHaveCount(2);
});

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
