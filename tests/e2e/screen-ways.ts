/** Ways to the screens of the app that need more than a click. */
import { expect as atOnce, type Locator, type Page } from '@playwright/test';
import { startMcpServer } from '../fakes/mcp-server';
import { startWriter } from '../fakes/writer';
import { putRecords } from './stored-records';
import { openThread, takeIn } from './recorded-thread';
import { answer, deepQuestion, questions, thread, threads } from './screen-states';

/** The command that takes the pictures has no configuration. */
export const expect = atOnce.configure({ timeout: 60_000 });

export const dialog = (page: Page, name: string) => page.getByRole('dialog', { name });
export const button = (where: Page | Locator, name: string | RegExp) =>
  where.getByRole('button', { name });

async function ready(page: Page): Promise<void> {
  await expect(page.locator('.status')).toHaveAttribute('data-model', 'ready');
}

export async function first(page: Page, address = './'): Promise<void> {
  await page.goto(address);
  await ready(page);
}

/** A sheet by its address. */
export async function sheet(page: Page, address: string, name: string): Promise<Locator> {
  await first(page, `./?open=${address}`);
  const shown = dialog(page, name);
  await expect(shown).toBeVisible();
  return shown;
}

/** Its last run. */
export async function shownThread(page: Page, runs = thread, search = ''): Promise<Locator> {
  await openThread(page, runs, search);
  await ready(page);
  return page.locator('article').last();
}

export async function settingsAt(page: Page, region: string, opener: string): Promise<Locator> {
  const settings = await sheet(page, 'settings', 'Settings');
  const section = settings.getByRole('region', { name: region });
  await button(section, opener).click();
  await section
    .locator('form, .import')
    .last()
    .evaluate((form) => form.scrollIntoView({ block: 'center' }));
  return section;
}

/** The model is a server that writes what it is told to, for as long as one looks at it. */
async function withWriter(page: Page, ...told: Parameters<typeof startWriter>): Promise<void> {
  const writer = await startWriter(...told);
  page.once('close', () => void writer.close());
  for (const path of ['models', 'completions'])
    await page.route(`**/v1/${path}`, (route) => route.continue({ url: `${writer.url}/${path}` }));
}

const asked = (question: string, more = '') =>
  `./?engine=openai${more}&q=${encodeURIComponent(question)}`;

/** An answer that is being written. */
export async function streaming(page: Page): Promise<void> {
  await withWriter(page, answer.slice(0, answer.indexOf('| Chile')), { ends: false });
  await page.goto(asked('Compare Peru and Chile.'));
  await expect(page.locator('article[aria-busy="true"] .answer')).toContainText('34,352,720');
}

/** Sub-questions that wait for a person's word. */
export async function plan(page: Page): Promise<void> {
  const lines = questions.map((question, at) => `${at + 1}. ${question}`);
  await withWriter(page, '', { first: lines.join('\n') });
  await page.goto(asked(deepQuestion, '&depth=deep'));
  await button(page, 'Look these up').waitFor();
}

/** A call that waits for a person's word. */
export async function approval(page: Page): Promise<void> {
  await withWriter(page, answer);
  const settings = await sheet(page, 'settings&engine=openai', 'Settings');
  const tool = settings.getByRole('group', { name: 'google_search', exact: true });
  await tool.getByText('Ask', { exact: true }).click();
  await page.keyboard.press('Escape');
  await page.getByLabel('Question', { exact: true }).fill('Compare Peru and Chile.');
  await page.keyboard.press('Enter');
  await button(page, 'Allow once').waitFor();
}

/** A server is asked: what is stored on this device can be asked as well. */
export async function again(page: Page): Promise<void> {
  await shownThread(page, thread.slice(-1));
  await withWriter(page, answer);
  await first(page, './?engine=openai#recorded');
  const run = page.locator('article');
  await button(run, 'Another way to answer').click();
  await button(run, /^Jan-Pocket/).waitFor();
  await page.mouse.move(0, 0);
}

/** In the middle of a deep run. */
export async function replay(page: Page, run: Locator): Promise<void> {
  await button(run, 'Replay').click();
  const steps = page.getByRole('group', { name: 'Replay' });
  await steps.getByLabel('Step', { exact: true }).fill('9');
}

async function historyOf(page: Page): Promise<Locator> {
  await takeIn(page, threads);
  return sheet(page, 'history', 'History');
}

export async function threadMenu(page: Page): Promise<void> {
  const history = await historyOf(page);
  await button(history, 'More for “What is the capital of Peru?”').click();
  await button(history, 'Export as JSON').waitFor();
  await page.mouse.move(0, 0);
}

/** A thread that was just deleted, and another that is given a name. */
export async function undo(page: Page): Promise<void> {
  const history = await historyOf(page);
  // It can be had back for as long as one looks at it.
  await page.evaluate(() => {
    const wait = setTimeout;
    Object.assign(window, {
      setTimeout(work: () => void, ms = 0) {
        return ms < 8000 ? wait(work, ms) : 0;
      },
    });
  });
  await button(history, 'More for “What is the capital of Chile?”').click();
  await button(history, 'Delete').click();
  await button(history, 'Undo').waitFor();
  await button(history, 'More for “What is the capital of Peru?”').click();
  await button(history, 'Rename').click();
  await expect(history.getByLabel('Name of the thread')).toBeFocused();
  await page.mouse.move(0, 0);
}

/** Servers of another program: one has an address, the other is run by a command. */
export async function imported(page: Page): Promise<void> {
  const docs = await startMcpServer();
  page.once('close', () => void docs.close());
  const section = await settingsAt(page, 'MCP servers', 'Import JSON');
  const serper = {
    command: 'npx',
    args: ['-y', 'serper-search-scrape-mcp-server'],
    env: { SERPER_API_KEY: 'secret' },
  };
  const file = { mcpServers: { docs: { url: docs.url }, serper } };
  await section.getByLabel('JSON of another program').fill(JSON.stringify(file));
  await section.getByRole('button', { name: 'Import', exact: true }).click();
  await section.locator('code').waitFor();
  // The model hears of its tools.
  await expect(section).toContainText('1 tool');
  await ready(page);
}

export const modelAddress = (page: Page) => page.getByLabel('From the hub or another address');

/** A file that was chosen, and an address that is none. */
export async function addedModel(page: Page): Promise<void> {
  const models = await sheet(page, 'models', 'Models');
  const zone = models.getByRole('group', { name: 'Import from this device' });
  await models
    .getByLabel('Files of a model')
    .setInputFiles('public/models/jan-pocket/jan-pocket.gguf');
  await expect(zone.getByRole('radio')).toHaveCount(3);
  await modelAddress(page).fill('not an address');
  await models.getByRole('button', { name: 'Add', exact: true }).click();
  await models.getByRole('alert').waitFor();
}

/** A thread that cannot be read. */
export async function damaged(page: Page): Promise<void> {
  await first(page);
  const broken = { id: 'broken', changed: 'never' };
  await putRecords(page, ['jan-nano-history', 'threads'], [[['head', 'broken'], broken]]);
  await page.reload();
  await ready(page);
  await expect(page.getByText('A saved record could not be read')).toBeVisible();
}

/** As where a second version of the app waits: update.spec.ts has a real one. */
export async function newVersion(page: Page): Promise<void> {
  const told = await page.addInitScript(() => {
    const worker = Object.assign(new EventTarget(), { waiting: {} });
    Object.defineProperties(ServiceWorkerContainer.prototype, {
      register: {
        value() {
          return Promise.resolve(worker);
        },
      },
      controller: { value: {} },
    });
  });
  await first(page);
  await expect(page.getByText('A new version is ready')).toBeVisible();
  await told.dispose();
}

/** The same app at an address that browsers do not trust, as in a network at home. */
export async function plainHttp(page: Page): Promise<void> {
  await page.goto('./healthz');
  const { port } = new URL(page.url());
  await first(page, `http://0.0.0.0:${port}/`);
  await expect(page.getByText('Over plain http')).toBeVisible();
}
