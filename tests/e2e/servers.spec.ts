import { expect, test, type Page } from '@playwright/test';
import { freePort } from '../fakes/loopback';
import { startMcpServer, type FakeServer, type FakeServerOptions } from '../fakes/mcp-server';
import { expectAccessible } from './accessible';

/** MCP servers of a person's own, beside the real relay: real servers, real model. */

test.use({ actionTimeout: 60_000 });
test.describe.configure({ timeout: 240_000 });

const running: FakeServer[] = [];
test.afterEach(async () => {
  for (const server of running.splice(0)) await server.close();
});

async function start(options?: FakeServerOptions): Promise<FakeServer> {
  const server = await startMcpServer(options);
  running.push(server);
  return server;
}

async function openSettings(page: Page) {
  await page.goto('./');
  await expect(page.getByText('Offline corpus')).toBeVisible();
  await page.getByRole('button', { name: 'Settings' }).click();
  return page.getByRole('region', { name: 'MCP servers' });
}

async function add(
  page: Page,
  url: string,
  more: { name?: string; token?: string; headers?: string } = {},
) {
  const section = page.getByRole('region', { name: 'MCP servers' });
  await section.getByRole('button', { name: 'Add server' }).click();
  const form = section.getByRole('form', { name: 'Add a server' });
  await expect(form.getByLabel('Server address')).toBeFocused();
  await form.getByLabel('Server address').fill(url);
  if (more.name) await form.getByLabel('Name').fill(more.name);
  if (more.token) await form.getByLabel('Bearer token').fill(more.token);
  if (more.headers) await form.getByLabel('Other headers').fill(more.headers);
  await form.getByRole('button', { name: 'Save and connect' }).click();
  await expect(form).toBeHidden();
}

/** The entry of a server, opened. */
async function entry(page: Page, name: string) {
  const item = page
    .getByRole('region', { name: 'MCP servers' })
    .getByRole('listitem')
    .filter({
      has: page.locator('summary').getByText(name, { exact: true }),
    });
  await expect(item).toBeVisible();
  if (!(await item.locator('details').evaluate((one: HTMLDetailsElement) => one.open)))
    await item.locator('summary').click();
  return item;
}

async function tools(page: Page) {
  return page.evaluate(
    () =>
      new Promise<string[]>((resolve) =>
        addEventListener('agent-event', (event) => {
          const { detail } = event as CustomEvent<{ type: string; tools?: string[] }>;
          if (detail.type === 'run-started') resolve(detail.tools ?? []);
        }),
      ),
  );
}

async function ask(page: Page): Promise<string[]> {
  const started = tools(page);
  await page.getByLabel('Question', { exact: true }).fill('What is the capital of Peru?');
  await page.keyboard.press('Enter');
  await expect(page.locator('article')).toHaveAttribute('data-status', 'finished', {
    timeout: 80_000,
  });
  return started;
}

test(
  'a server is added, tested, and its tools are allowed or not',
  { tag: '@every-width' },
  async ({ page }) => {
    const docs = await start({ auth: { token: 'abc-123' }, more: ['scrape', 'other'] });
    const section = await openSettings(page);
    await add(page, docs.url, { name: 'docs', token: 'wrong', headers: 'X-Team: blue' });
    const item = await entry(page, 'docs');
    await expect(item).toContainText('does not take this token (401)');

    await item.getByRole('button', { name: 'Edit' }).click();
    const form = section.getByRole('form', { name: 'Edit docs' });
    await form.getByLabel('Server address').fill('nowhere');
    await form.getByLabel('Bearer token').fill('abc-123');
    await form.getByRole('button', { name: 'Save and connect' }).click();
    await expect(form).toContainText('Write the whole address');
    await expectAccessible(page, 'server-form', 'dialog');
    await form.getByLabel('Server address').fill(docs.url);
    await form.getByRole('button', { name: 'Save and connect' }).click();
    await expect(item).toContainText('Docs of the team 3.1.0 answered');
    await entry(page, 'docs');
    const other = item.getByRole('group', { name: 'other' });
    await expect(other).toHaveAccessibleDescription('Find in the docs.');
    await other.getByText('Never', { exact: true }).click();
    await item.scrollIntoViewIfNeeded();
    await expectAccessible(page, 'servers', 'dialog');

    // A name that the relay has gets the server's before it; what is switched off is not offered.
    await page.reload();
    expect(await ask(page)).toEqual(['google_search', 'scrape', 'find_docs', 'docs_scrape']);
    await expect(page.locator('.answer')).toContainText('Lima');
    for (const headers of docs.requests.slice(-2)) expect(headers['x-team']).toBe('blue');
  },
);

test('the relay is an entry like the others', async ({ page }) => {
  await openSettings(page);
  const relay = await entry(page, 'Search relay');
  const summary = relay.locator('summary');
  await expect(summary).toContainText('built in · 2 tools');
  await expect(relay.getByRole('status')).toContainText(/Search relay \S+ answered in/);
  await expect(relay.getByRole('status')).toContainText('2 tools on offer');
  await relay
    .getByRole('group', { name: 'scrape', exact: true })
    .getByText('Never', { exact: true })
    .click();
  await expect(relay.getByRole('status')).toContainText('1 tool on offer');
  await page.route('**/{healthz,mcp}', (route) => route.abort());
  await relay.getByRole('button', { name: 'Test' }).click();
  await expect(summary).toContainText('built in · failed');
  await expect(relay.getByRole('status')).toContainText('No search relay answers at');
  await expectAccessible(page, 'relay-failed', 'dialog');
  await page.unroute('**/{healthz,mcp}');
  await relay.getByRole('button', { name: 'Test' }).click();
  await expect(summary).toContainText('built in · 2 tools');
});

test('what is wrong with a server is said', async ({ page }) => {
  const wrong = {
    page: [(await start({ broken: 'html' })).url, /does not speak MCP/],
    fault: [(await start({ broken: 'status-500' })).url, /status 500/],
    missing: [(await start({ broken: 'status-404' })).url, /no MCP server at this address/],
    closed: [(await start({ auth: { token: 'x' } })).url, /wants a token or a sign-in/],
    shut: [(await start({ origins: '' })).url, /does not allow pages of .*CORS/],
    gone: [`http://127.0.0.1:${await freePort()}/mcp`, /cannot be reached from this page/],
  } as const;
  await openSettings(page);
  for (const [name, [url, reason]] of Object.entries(wrong)) {
    await add(page, url, { name });
    await expect(await entry(page, name), name).toContainText(reason);
  }
  await expectAccessible(page, 'servers-failed', 'dialog');
  // However far the list is scrolled, the head of the sheet stays.
  const sheet = page.getByRole('dialog', { name: 'Settings' });
  expect(
    await sheet.evaluate((one) => [one.scrollTop, one.scrollHeight - one.clientHeight]),
  ).toEqual([0, 0]);
  // A question is none the worse for it.
  await page.keyboard.press('Escape');
  expect(await ask(page)).toEqual(['google_search', 'scrape']);
});

test('a person signs in with OAuth and comes back to the app', async ({ page, baseURL }) => {
  const docs = await start({ auth: 'oauth' });
  await openSettings(page);
  await add(page, docs.url, { name: 'docs' });
  const item = await entry(page, 'docs');
  await expect(item).toContainText('wants you to sign in');
  await expectAccessible(page, 'server-sign-in', 'dialog');
  await item.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('link', { name: 'Refuse' }).click();
  await expect(item).toContainText('did not let you in: You said no');
  await item.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('link', { name: 'Allow' }).click();
  await expect(item).toContainText('Docs of the team 3.1.0 answered');
  expect(page.url()).toBe(`${baseURL}/`);
  expect(docs.counts).toMatchObject({ registered: 1, exchanged: 1 });

  // It holds after a reload, is renewed, and goes with the server.
  docs.expire();
  await page.reload();
  await page.getByRole('button', { name: 'Settings' }).click();
  await expect(await entry(page, 'docs')).toContainText('answered');
  expect(docs.counts.renewed).toBe(1);
  await item.getByRole('button', { name: 'Remove' }).click();
  await expect(item).toBeHidden();
  await page.getByRole('button', { name: 'Undo' }).click();
  await (await entry(page, 'docs')).getByRole('button', { name: 'Test' }).click();
  await expect(item).toContainText('answered');
  expect(docs.counts.exchanged).toBe(1);
});

test('servers of another program are imported; commands get the relay’s line', async ({ page }) => {
  const about = `Find in the docs.\n\n${'Words of the question, or a part of them. '.repeat(9)}Nothing else.`;
  const docs = await start({ about });
  const section = await openSettings(page);
  await section.getByRole('button', { name: 'Import JSON' }).click();
  const field = section.getByLabel('JSON of another program');
  await field.fill('{');
  await section.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(section.getByRole('alert')).toContainText('not JSON');
  const file = {
    mcpServers: {
      docs: { url: docs.url },
      serper: {
        command: 'npx',
        args: ['-y', 'serper-search-scrape-mcp-server'],
        env: { SERPER_API_KEY: 'secret' },
      },
    },
  };
  await field.fill(JSON.stringify(file));
  await section.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(section).toContainText('1 server added');
  await expect(section.locator('code')).toHaveText(
    "PORT=8788 SERPER_API_KEY=… npx jan-nano-relay --wrap 'npx -y serper-search-scrape-mcp-server'",
  );
  await expect(section).toContainText('in the folder of this app');
  await expect(section).not.toContainText('PowerShell');
  await section.locator('code').scrollIntoViewIfNeeded();
  await expectAccessible(page, 'servers-import', 'dialog');
  await section.getByRole('button', { name: 'Done' }).click();
  const item = await entry(page, 'docs');
  await expect(item).toContainText('1 tool on offer');
  // What the tool is for can be read whole, by keyboard too.
  const tool = item.getByRole('group', { name: 'find_docs' });
  await expect(tool).toHaveAccessibleDescription(/^Find in the docs\.[^]* …$/);
  await tool.getByRole('button', { name: 'Show all of it' }).focus();
  await page.keyboard.press('Enter');
  await expect(tool).toContainText('Nothing else.');
  await expect(tool).toHaveAccessibleDescription(/Nothing else\.$/);
  await expectAccessible(page, 'server-tool', 'dialog');
  await page.keyboard.press('Enter');
  await expect(tool).not.toContainText('Nothing else.');
});

test('on Windows the line is one for PowerShell', async ({ page }) => {
  await page.addInitScript(() =>
    Object.defineProperty(navigator, 'platform', { get: () => 'Win32' }),
  );
  const section = await openSettings(page);
  await section.getByRole('button', { name: 'Import JSON' }).click();
  const fs = { command: 'node', args: ['my server.js'], env: { KEY: 'secret' } };
  await section.getByLabel('JSON of another program').fill(JSON.stringify({ fs }));
  await section.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(section.locator('code')).toHaveText(
    `$env:PORT='8788'; $env:KEY='…'; $env:WRAP_COMMAND='node "my server.js"'; npx jan-nano-relay`,
  );
  await expect(section).toContainText('PowerShell');
});
