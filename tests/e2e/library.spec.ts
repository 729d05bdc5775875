import { expect, test, type Page } from '@playwright/test';
import { makePdf } from '../fakes/pdf';
import { expectAccessible } from './accessible';

/** The library's sheet, with a person's own files, and answers from them alone. */

const notes = {
  name: 'notes.md',
  mimeType: 'text/markdown',
  buffer: Buffer.from(
    '# Zubrowka\n\nThe capital of Zubrowka is Lutz. Its river is the Danz.\n\nIt exports pastry and wool.',
  ),
};
const web = {
  name: 'page.html',
  mimeType: 'text/html',
  buffer: Buffer.from(
    '<title>Mountains of Zubrowka</title><script>document.title = "run"</script>' +
      '<img src="/leak.png" onerror="document.title = 1"><h2>Heights</h2><p>Gabelmeister’s Peak is 3,100 m high.',
  ),
};
const pdf = {
  name: 'report.pdf',
  mimeType: 'application/pdf',
  buffer: Buffer.from(makePdf([['Railways of Zubrowka reach Nebelsbad.']])),
};

async function openLibrary(page: Page) {
  await page.getByLabel('Library', { exact: true }).click();
  return page.getByRole('dialog', { name: 'Library' });
}

/** As a drop from the desktop. */
async function drop(page: Page, name: string, text: string): Promise<void> {
  const data = await page.evaluateHandle(
    ([name, text]) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([text], name));
      return transfer;
    },
    [name, text] as const,
  );
  await page
    .getByRole('group', { name: 'Add files' })
    .dispatchEvent('drop', { dataTransfer: data });
}

test(
  'files of every kind come in, are found, opened, deleted and had back',
  { tag: '@every-width' },
  async ({ page }) => {
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.goto('./');
    const sheet = await openLibrary(page);
    await expect(sheet.getByText('Nothing is saved yet')).toBeVisible();
    await expectAccessible(page, 'library-empty', 'dialog');

    await sheet.getByLabel('Files to add').setInputFiles([
      notes,
      web,
      { name: 'photo.png', mimeType: 'image/png', buffer: Buffer.from([0x89, 0x50, 0, 0, 1]) },
      {
        name: 'broken.pdf',
        mimeType: 'application/pdf',
        buffer: Buffer.from('%PDF-1.7 nonsense'),
      },
      pdf,
    ]);
    await expect(sheet.getByRole('listitem')).toHaveCount(3);
    await expect(sheet.getByText('“photo.png” is not text.')).toBeVisible();
    await expect(sheet.getByText('This PDF is broken.')).toBeVisible();
    await drop(page, 'dropped.md', '# A dropped file\n\nThe opera of Zubrowka is old.');
    await expect(sheet.getByRole('listitem')).toHaveCount(4);
    // What went wrong with the last files is no news any more.
    await expect(sheet.getByText('“photo.png”')).toBeHidden();
    expect(asked.filter((url) => url.includes('leak'))).toEqual([]);
    await expect(page).toHaveTitle('Jan-Nano');
    await expectAccessible(page, 'library', 'dialog');

    const search = sheet.getByLabel('Search the library');
    await search.fill('height of the peak');
    await expect(sheet.getByRole('listitem')).toHaveCount(1);
    await expect(sheet.getByRole('listitem')).toContainText('3,100 m high');
    await sheet.getByRole('button', { name: /^Mountains of Zubrowka/ }).click();
    await expect(sheet.getByRole('heading', { name: 'Heights' })).toBeVisible();
    await expectAccessible(page, 'library-text', 'dialog');
    // By keyboard: the way back has the focus, and gives it back to the entry.
    await page.keyboard.press('Enter');
    await expect(sheet.getByRole('button', { name: /^Mountains of Zubrowka/ })).toBeFocused();

    await search.fill('zebra');
    await expect(sheet.getByText('Nothing found')).toBeVisible();
    await search.fill('');
    await sheet.getByLabel('Delete “A made PDF”').click();
    await expect(sheet.getByRole('listitem')).toHaveCount(3);
    await sheet.getByRole('button', { name: 'Undo' }).click();
    await expect(sheet.getByRole('listitem')).toHaveCount(4);
    await search.fill('Nebelsbad');
    await expect(sheet.getByRole('listitem')).toHaveCount(1);
    await expect(sheet.getByRole('listitem')).toContainText('reach Nebelsbad');
    await search.fill('');

    await page.setViewportSize({ width: 360, height: 740 });
    const sideways = () =>
      page.evaluate(
        () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
      );
    expect(await sideways()).toBe(false);
    await expectAccessible(page, 'library-360', 'dialog');
    await page.reload();
    await openLibrary(page);
    await expect(sheet.getByRole('listitem')).toHaveCount(4);
    await sheet.getByRole('button', { name: 'Delete all' }).click();
    await sheet.getByRole('button', { name: /Press again/ }).click();
    await expect(sheet.getByText('Nothing is saved yet')).toBeVisible();
  },
);

test('with the library alone a file answers, without the relay, and its citation opens it', async ({
  page,
}) => {
  const calls: string[] = [];
  page.on('request', (request) => calls.push(new URL(request.url()).pathname));
  await page.goto('./?seed=1');
  await expect(page.locator('.status')).toHaveAttribute('data-model', 'ready');
  await page.getByLabel('Settings', { exact: true }).click();
  await page.getByLabel('The library is searched').selectOption('only');
  await page.keyboard.press('Escape');
  await expect(page.getByText('Answers come from the library alone')).toBeVisible();
  const sheet = await openLibrary(page);
  await sheet.getByLabel('Files to add').setInputFiles([notes]);
  await expect(sheet.getByRole('listitem')).toHaveCount(1);
  await page.keyboard.press('Escape');

  const before = calls.length;
  await page.getByLabel('Question', { exact: true }).fill('What is the capital of Zubrowka?');
  await page.keyboard.press('Enter');
  const run = page.locator('article').last();
  await expect(run).toHaveAttribute('data-status', 'finished');
  await expect(run).toContainText('Lutz');
  expect(calls.slice(before).filter((path) => path.endsWith('/mcp'))).toEqual([]);
  await run
    .getByRole('button', { name: /^Source 1/ })
    .first()
    .click();
  const panel = page.getByRole('dialog', { name: 'Source 1' });
  await expect(panel).toContainText('Your file');
  await expect(panel.locator('.saved')).toContainText('It exports pastry and wool.');
  await expect(panel.locator('.saved mark')).toContainText('Lutz');
  await expectAccessible(page, 'library-source', 'dialog');
});
