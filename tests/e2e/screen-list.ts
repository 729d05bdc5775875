/** Every screen of the app, and the way there. Kept as pictures by `npm run screens`; the main ones are compared. */
import { expect as atOnce, type Locator, type Page } from '@playwright/test';
import type { Source } from '../../src/contracts';
import { startWriter } from '../fakes/writer';
import { openThread, recordedRun } from './recorded-thread';

/** The command that takes the pictures has no configuration. */
const expect = atOnce.configure({ timeout: 60_000 });

export interface Screen {
  name: string;
  /** Compared with what it was. */
  main?: true;
  open: (page: Page) => Promise<unknown>;
}

export const widths = [
  [360, 740],
  [768, 1024],
  [1440, 900],
] as const;

const sources: Source[] = [
  {
    n: 1,
    url: 'https://www.example.org/countries/peru',
    title: 'Peru',
    date: '2026-01-01',
    passages: ['Lima is the capital of Peru. Its population is 34,352,720.'],
  },
  {
    n: 2,
    url: 'https://www.example.org/countries/chile',
    title: 'Chile',
    passages: ['The capital of Chile is Santiago. Its population is 19,629,590.'],
  },
];
const answer = `Lima is the capital of Peru [1]. The capital of Chile is Santiago [2].

| Country | Capital | Population |
| --- | --- | ---: |
| Peru | Lima | 34,352,720 |
| Chile | Santiago | 19,629,590 |

The population of Peru is 34,352,720 [1].`;
const thread = [
  recordedRun('Compare Peru and Chile.', answer, sources),
  recordedRun('And the capital of Peru alone?', 'Lima is the capital of Peru [1].', sources),
];

const dialog = (page: Page, name: string) => page.getByRole('dialog', { name });

/** A sheet by its address. */
async function sheet(page: Page, address: string, name: string): Promise<Locator> {
  await first(page, `./?open=${address}`);
  const shown = dialog(page, name);
  await expect(shown).toBeVisible();
  return shown;
}

async function first(page: Page, address = './'): Promise<void> {
  await page.goto(address);
  await expect(page.locator('.status')).toHaveAttribute('data-model', 'ready');
}

async function openFirstThread(page: Page): Promise<void> {
  await openThread(page, thread);
  await expect(page.locator('.status')).toHaveAttribute('data-model', 'ready');
}

async function settingsAt(page: Page, region: string, button: string): Promise<void> {
  const settings = await sheet(page, 'settings', 'Settings');
  const opener = settings
    .getByRole('region', { name: region })
    .getByRole('button', { name: button });
  await opener.click();
  await settings
    .locator('form')
    .last()
    .evaluate((form) => form.scrollIntoView({ block: 'center' }));
}

export const screens: Screen[] = [
  { name: 'first', main: true, open: (page) => first(page) },
  {
    name: 'prompts',
    async open(page) {
      await first(page);
      await page.getByRole('button', { name: 'Compare two things' }).waitFor();
      await page.getByLabel('Question', { exact: true }).press('/');
      await dialog(page, 'Prompts').waitFor();
    },
  },
  {
    name: 'prompt',
    async open(page) {
      await first(page);
      await page.getByRole('button', { name: 'Compare two things' }).click();
      await dialog(page, 'Compare two things').getByLabel('First').fill('Peru');
    },
  },
  {
    // An answer that is being written, for as long as one looks at it.
    name: 'streaming',
    async open(page) {
      const half = answer.slice(0, answer.indexOf('| Chile'));
      const writer = await startWriter(half, { ends: false });
      page.once('close', () => void writer.close());
      for (const path of ['models', 'completions'])
        await page.route(`**/v1/${path}`, (route) =>
          route.continue({ url: `${writer.url}/${path}` }),
        );
      await page.goto(`./?engine=openai&q=${encodeURIComponent('Compare Peru and Chile.')}`);
      await expect(page.locator('article[aria-busy="true"] .answer')).toContainText('34,352,720');
    },
  },
  { name: 'answer', main: true, open: openFirstThread },
  {
    name: 'steps',
    async open(page) {
      await openFirstThread(page);
      const run = page.locator('article').last();
      for (const summary of await run.locator('summary').all()) await summary.click();
      await run.evaluate((one) => one.scrollIntoView());
    },
  },
  {
    name: 'source',
    async open(page) {
      await openFirstThread(page);
      await page.locator('.cite').first().click();
      await dialog(page, 'Source 1').waitFor();
    },
  },
  {
    name: 'history',
    main: true,
    async open(page) {
      await openFirstThread(page);
      await sheet(page, 'history', 'History');
    },
  },
  { name: 'settings', main: true, open: (page) => sheet(page, 'settings', 'Settings') },
  { name: 'server', open: (page) => settingsAt(page, 'MCP servers', 'Add server') },
  { name: 'assistant', open: (page) => settingsAt(page, 'Assistants', 'New assistant') },
  { name: 'models', main: true, open: (page) => sheet(page, 'models', 'Models') },
  {
    name: 'library',
    async open(page) {
      const library = await sheet(page, 'library', 'Library');
      const notes = { name: 'notes.md', mimeType: 'text/markdown', buffer: Buffer.from('# Notes') };
      await library.locator('input[type=file]').first().setInputFiles(notes);
      await expect(library.getByText('notes', { exact: false }).first()).toBeVisible();
    },
  },
  { name: 'evaluate', open: (page) => sheet(page, 'evaluate', 'Evaluate') },
  { name: 'palette', open: (page) => sheet(page, 'palette', 'Commands') },
  { name: 'shortcuts', open: (page) => sheet(page, 'shortcuts', 'Keyboard shortcuts') },
  {
    name: 'no-relay',
    async open(page) {
      await first(page, './?relay=http://127.0.0.1:9');
      await expect(page.getByText('No search relay answers').first()).toBeVisible();
    },
  },
];
