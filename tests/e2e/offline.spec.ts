import { fileURLToPath } from 'node:url';
import { expect, test, type Page } from '@playwright/test';
import { serveStatic } from './static-server';

/** With the network off after one visit: the app opens, loads its model and answers what it can. */

test.use({ serviceWorkers: 'allow' });

async function ask(page: Page, question: string): Promise<void> {
  await page.getByLabel('Question', { exact: true }).fill(question);
  await page.keyboard.press('Enter');
}

/** Resolves when everything that is needed later is in the browser. */
async function visit(page: Page): Promise<void> {
  await page.goto('./');
  await page.evaluate(() => navigator.serviceWorker.ready);
  await ask(page, 'What is the capital of Peru?');
  await expect(page.locator('article')).toHaveAttribute('data-status', 'finished');
  await expect(page.locator('article')).toContainText('Lima');
}

test('the app opens, shows threads, loads the model and says that it cannot search', async ({
  context,
  page,
}) => {
  await visit(page);
  await context.setOffline(true);
  await page.goto('./?seed=1');
  await expect(page.locator('.status')).toHaveAttribute('data-model', 'ready');
  await expect(page.getByText('Cannot reach the relay')).toBeVisible();
  // Every sheet is there, although none was opened before.
  for (const name of ['Settings', 'Models']) {
    await page.getByLabel(name, { exact: true }).click();
    await expect(page.getByRole('dialog', { name })).toBeVisible();
    await page.keyboard.press('Escape');
  }
  await page
    .getByRole('button', { name: /capital of Peru/ })
    .first()
    .click();
  await expect(page.locator('article')).toContainText('Lima');

  await page.keyboard.press('Control+Shift+O');
  await expect(page.locator('article')).toHaveCount(0);
  const run = page.locator('article').last();
  await ask(page, 'What is the capital of Chile?');
  await expect(run).toHaveAttribute('data-status', 'finished');
  await expect(run).toContainText('the search service is not reachable');
  await expect(run).toContainText('could not look this up');
  await page.screenshot({ path: 'test-results/offline.png', fullPage: true });

  await context.setOffline(false);
  await page.evaluate(() => dispatchEvent(new Event('online')));
  await expect(page.getByText('Cannot reach the relay')).toBeHidden();
});

test('a question about a page that was read earlier is answered from the library', async ({
  context,
  page,
}) => {
  test.setTimeout(240_000);
  await page.goto('./?seed=1');
  await page.evaluate(() => navigator.serviceWorker.ready);
  const run = page.locator('article').last();
  // Its snippet does not say it, so the model opens the page.
  await ask(page, 'How many people in Romania live in cities, as urban population?');
  await expect(run).toHaveAttribute('data-status', 'finished', { timeout: 60_000 });
  await expect(run.getByText('Read People of Romania')).toBeAttached();
  // The page was too long for the context window; one press opens all of it.
  await run.locator('footer summary').click();
  await run
    .getByRole('button', { name: /People of Romania/ })
    .last()
    .click();
  const whole = page.getByRole('dialog', { name: /^Source/ });
  await expect(whole.locator('.saved')).toContainText('Physicians density of Romania');
  await page.keyboard.press('Escape');

  // The network goes with a call that is on its way: it fails, and the library answers it.
  await page.goto('./?seed=1');
  await expect(page.locator('.status')).toHaveAttribute('data-model', 'ready');
  await page.route('**/mcp', async (route) => {
    if (!route.request().postData()?.includes('tools/call')) return route.continue();
    await context.setOffline(true);
    return route.abort('internetdisconnected');
  });
  await ask(page, 'What is the median age of Romania?');
  await expect(run).toHaveAttribute('data-status', 'finished', { timeout: 60_000 });
  await expect(page.getByText('answers come from the library')).toBeVisible();
  await expect(run).toContainText('40.2 years');

  await page.goto('./?seed=1');
  await expect(page.locator('.status')).toHaveAttribute('data-model', 'ready');
  await expect(page.getByText('answers come from the library')).toBeVisible();
  await expect(page.locator('.status')).toContainText('Library');
  await ask(page, 'What is the median age of Romania?');
  await expect(run).toHaveAttribute('data-status', 'finished', { timeout: 60_000 });
  await expect(run).toContainText('40.2 years');
  await page
    .getByRole('button', { name: /^Source 1/ })
    .first()
    .click();
  const panel = page.getByRole('dialog', { name: 'Source 1' });
  await panel.getByRole('button', { name: 'Saved text' }).click();
  await expect(panel.locator('.saved')).toContainText('Physicians density of Romania');
  await expect(panel.locator('.saved mark').first()).toContainText('median age');
  await page.keyboard.press('Escape');
  await page.screenshot({ path: 'test-results/offline-library.png', fullPage: true });

  await context.setOffline(false);
  await page.evaluate(() => dispatchEvent(new Event('online')));
  await expect(page.getByText('answers come from the library')).toBeHidden();
  await expect(page.locator('.status')).toContainText('Offline corpus');
});

for (const engine of ['wllama', 'webllm']) {
  test(`the second load asks the network for nothing: ${engine}`, async ({ context }) => {
    test.setTimeout(240_000);
    // A server of its own knows all that is asked for, whoever in the browser asks.
    const asked: string[] = [];
    const { server, url } = await serveStatic(
      [fileURLToPath(new URL('../../dist', import.meta.url))],
      true,
    );
    server.on('request', (request: { url?: string }) => asked.push(request.url ?? ''));
    const open = async () => {
      const page = await context.newPage();
      await page.goto(`${url}?engine=${engine}`);
      await expect(page.locator('.status')).toHaveAttribute('data-model', 'ready', {
        timeout: 100_000,
      });
      return page;
    };
    const first = await open();
    await first.evaluate(() => navigator.serviceWorker.ready);
    const weights = engine === 'webllm' ? /params_shard_0\.bin$/ : /jan-pocket\.gguf$/;
    expect(asked.filter((path) => weights.test(path))).toHaveLength(1);
    await first.close();

    asked.length = 0;
    await open();
    // The browser looks for another version of the app, and the app for its relay.
    const own = /\/(service-worker\.js|mcp|healthz)$/;
    expect(asked.filter((path) => !own.test(path))).toEqual([]);
    server.close();
  });
}
