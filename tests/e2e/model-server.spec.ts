import { expect, test, type Page } from '@playwright/test';
import { serveApp } from '../../tools/drive';
import { startLlamaServer, type LlamaServer } from '../fakes/llama-server';
import { freePort } from '../fakes/loopback';
import { startModelServer } from '../fakes/model-server';
import { expectAccessible } from './accessible';

/** The app with its model on a server: real llama.cpp, serving Jan-Pocket. */

const question = 'What is the capital of Peru?';
let llama: LlamaServer;

// eslint-disable-next-line no-empty-pattern -- Playwright wants the fixtures taken apart
test.beforeAll(async ({}, testInfo) => {
  llama = await startLlamaServer({ origin: testInfo.project.use.baseURL ?? '' });
});
test.afterAll(() => llama.close());

const run = (page: Page) => page.locator('article').last();
async function ended(page: Page, status: 'finished' | 'failed'): Promise<void> {
  await expect(run(page)).toHaveAttribute('data-status', /finished|stopped|failed/);
  await expect(run(page)).toHaveAttribute('data-status', status);
}

async function ask(page: Page): Promise<void> {
  await page.getByLabel('Question', { exact: true }).fill(question);
  await page.keyboard.press('Enter');
}

async function openSettings(page: Page) {
  await page.getByRole('button', { name: 'Settings' }).click();
  const sheet = page.getByRole('dialog', { name: 'Settings' });
  const summary = sheet.getByText('A larger model on vLLM');
  if (!(await sheet.getByLabel('Context, in tokens').isVisible())) await summary.click();
  return sheet;
}

async function useServer(page: Page, address: string): Promise<void> {
  const sheet = await openSettings(page);
  await sheet.getByLabel('Address').last().fill(address);
  await sheet.getByRole('button', { name: 'Use this server' }).click();
  await page.keyboard.press('Escape');
}

test('a model server is chosen in the settings, tested, used and kept', async ({ page }) => {
  await page.goto('./');
  const sheet = await openSettings(page);
  await sheet.getByLabel('Address').last().fill(llama.url);
  await sheet.getByRole('button', { name: 'Test connection' }).click();
  await expect(sheet.getByText('It answers, and has:')).toBeVisible();
  await sheet.getByRole('button', { name: llama.model }).click();
  await expect(sheet.getByLabel('Model', { exact: true })).toHaveValue(llama.model);
  await expectAccessible(page, 'model server');
  await sheet.getByRole('button', { name: 'Use this server' }).click();
  await page.keyboard.press('Escape');

  const status = page.locator('.status');
  await expect(status).toContainText(`${llama.model} on ${new URL(llama.url).host}`);
  await expect(status).toHaveAttribute('data-model', 'ready');
  const before = llama.completions;
  await ask(page);
  await ended(page, 'finished');
  expect(llama.completions).toBeGreaterThan(before);

  await page.reload();
  await expect(status).toHaveAttribute('data-model', 'ready');
  await expect(status).toContainText(`on ${new URL(llama.url).host}`);
});

test('an API key goes to its server alone, and leaves with its address', async ({ page }) => {
  const fake = await startModelServer();
  fake.cors = true;
  const keys: string[] = [];
  page.on('request', (request) => {
    const { authorization } = request.headers();
    if (authorization) keys.push(`${new URL(request.url()).origin} ${authorization}`);
  });
  await page.goto('./');
  const sheet = await openSettings(page);
  await sheet.getByLabel('Address').last().fill(fake.url);
  await sheet.getByLabel('API key').fill('secret');
  await sheet.getByRole('button', { name: 'Test connection' }).click();
  await expect(sheet.getByText('It answers, and has:')).toBeVisible();
  expect(fake.requests.at(-1)?.headers.authorization).toBe('Bearer secret');
  await sheet.getByLabel('Address').last().fill('');
  await sheet.getByRole('button', { name: 'Test connection' }).click();
  await expect(sheet.getByText(/usually ends with \/v1/)).toBeVisible();
  await expect(sheet.getByLabel('API key')).toHaveValue('');
  expect(new Set(keys)).toEqual(new Set([`${new URL(fake.url).origin} Bearer secret`]));
  await fake.close();
});

test('the connection test says what is wrong', async ({ page }) => {
  const fake = await startModelServer('bad-key');
  fake.cors = true;
  await page.goto('./');
  const sheet = await openSettings(page);
  const says = async (address: string, words: RegExp) => {
    await sheet.getByLabel('Address').last().fill(address);
    await sheet.getByRole('button', { name: 'Test connection' }).click();
    await expect(sheet.getByRole('status').filter({ hasText: words })).toBeVisible();
  };
  await says(fake.url, /wants a key/);
  fake.mode = 'no-api';
  await says(`${fake.url}/`, /usually ends with \/v1/);
  fake.mode = 'vllm';
  fake.cors = false;
  await says(fake.url, /let it allow pages of http.*allowed-origins/);
  await says(`http://127.0.0.1:${await freePort()}/v1`, /cannot be reached\. Check that it runs/);
  await fake.close();
});

test('a run goes on after the server broke off, and answers as without that', async ({ page }) => {
  await page.goto('./');
  await useServer(page, llama.url);
  await expect(page.locator('.status')).toHaveAttribute('data-model', 'ready');
  await ask(page);
  await ended(page, 'finished');
  const answer = await run(page).locator('.answer').innerText();

  llama.faults.push('breaks-off');
  await page.keyboard.press('Control+Shift+O');
  await expect(run(page)).toHaveCount(0);
  await ask(page);
  await ended(page, 'failed');
  await expect(run(page)).toContainText('broke off in the middle');
  const calls = llama.completions;
  await page.getByRole('button', { name: 'Continue' }).click();
  await ended(page, 'finished');
  expect(await run(page).locator('.answer').innerText()).toBe(answer);
  expect(llama.completions).toBeGreaterThan(calls);
});

test('a link asks through the relay’s /v1, which has the key', async ({ page }) => {
  const served = await serveApp(true, { LLM_BASE_URL: llama.url });
  try {
    const before = llama.completions;
    await page.goto(`${served.url}/?engine=openai&q=${encodeURIComponent(question)}`);
    await ended(page, 'finished');
    await expect(page.locator('.status')).toContainText(
      `Jan-Pocket on ${new URL(served.url).host}`,
    );
    expect(llama.completions).toBeGreaterThan(before);
  } finally {
    await served.close();
  }
});

test('a link to a server that is not there says so, and a retry helps', async ({ page }) => {
  await page.goto('./?engine=openai');
  await expect(page.getByRole('alert')).toContainText(/LLM_BASE_URL/);
  await page.route('**/v1/models', (route) =>
    route.fulfill({ json: { data: [{ id: 'Jan-Pocket' }] } }),
  );
  await page.getByRole('button', { name: 'Retry' }).click();
  await expect(page.locator('.status')).toHaveAttribute('data-model', 'ready');
});
