/** Every screen of the app, and the way there. Kept as pictures by `npm run screens`; the main ones are compared. */
import type { Locator, Page } from '@playwright/test';
import { arabic, checks, failed, report, stopped } from './screen-states';
import * as way from './screen-ways';
import { button, dialog, expect, first, settingsAt, sheet, shownThread } from './screen-ways';

export interface Screen {
  name: string;
  /** Compared with what it was. */
  main?: true;
  open: (page: Page) => Promise<unknown>;
  /** What a picture has in its middle, on each width. */
  look?: (page: Page) => Locator;
}

export const widths = [
  [360, 740],
  [768, 1024],
  [1440, 900],
] as const;

export const screens: Screen[] = [
  { name: 'first', main: true, open: (page) => first(page) },
  {
    name: 'prompts',
    async open(page) {
      await first(page);
      await button(page, 'Compare two things').waitFor();
      await page.getByLabel('Question', { exact: true }).press('/');
      await dialog(page, 'Prompts').waitFor();
    },
  },
  {
    name: 'prompt',
    async open(page) {
      await first(page);
      await button(page, 'Compare two things').click();
      await dialog(page, 'Compare two things').getByLabel('First').fill('Peru');
    },
  },

  // Runs.
  { name: 'streaming', open: way.streaming },
  { name: 'answer', main: true, open: (page) => shownThread(page) },
  {
    name: 'steps',
    async open(page) {
      const run = await shownThread(page);
      for (const summary of await run.locator('summary').all()) await summary.click();
      await run.evaluate((one) => one.scrollIntoView());
    },
  },
  {
    name: 'source',
    async open(page) {
      await shownThread(page);
      await page.locator('.cite').first().click();
      await dialog(page, 'Source 1').waitFor();
    },
  },
  {
    name: 'cite-card',
    async open(page) {
      const run = await shownThread(page, checks);
      await run.locator('.cite').first().focus();
      await page.getByRole('tooltip').waitFor();
    },
  },
  { name: 'plan', open: way.plan },
  {
    name: 'report',
    open: (page) => shownThread(page, [report]),
    look: (page) => page.locator('article .note'),
  },
  { name: 'replay', open: async (page) => way.replay(page, await shownThread(page, [report])) },
  { name: 'approval', open: way.approval },
  { name: 'again', open: way.again },
  { name: 'stopped', open: (page) => shownThread(page, [stopped]) },
  { name: 'failed', open: (page) => shownThread(page, [failed]) },
  { name: 'arabic', open: (page) => shownThread(page, arabic, '?lang=ar') },

  // The list of threads.
  {
    name: 'history',
    main: true,
    async open(page) {
      await shownThread(page);
      await sheet(page, 'history', 'History');
    },
  },
  { name: 'thread-menu', open: way.threadMenu },
  { name: 'undo', open: way.undo },

  // Sheets.
  { name: 'settings', main: true, open: (page) => sheet(page, 'settings', 'Settings') },
  { name: 'german', open: (page) => sheet(page, 'settings&lang=de', 'Einstellungen') },
  { name: 'server', open: (page) => settingsAt(page, 'MCP servers', 'Add server') },
  { name: 'mcp-import', open: way.imported, look: (page) => page.locator('.command code') },
  { name: 'assistant', open: (page) => settingsAt(page, 'Assistants', 'New assistant') },
  { name: 'models', main: true, open: (page) => sheet(page, 'models', 'Models') },
  { name: 'add-model', open: way.addedModel, look: way.modelAddress },
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

  // Notices.
  {
    name: 'no-relay',
    async open(page) {
      await first(page, './?relay=http://127.0.0.1:9');
      await expect(page.getByText('No search relay answers').first()).toBeVisible();
    },
  },
  { name: 'damaged', open: way.damaged },
  { name: 'update', open: way.newVersion },
  { name: 'plain-http', open: way.plainHttp },
];
