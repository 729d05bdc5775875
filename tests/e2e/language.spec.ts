/** The app in other languages: chosen in the settings, kept, and read from right to left where that is how. */
import { readFile } from 'node:fs/promises';
import { expect, test, type Locator, type Page } from '@playwright/test';
import * as ar from '../../src/i18n/ar';
import * as de from '../../src/i18n/de';
import * as zh from '../../src/i18n/zh';
import { expectAccessible } from './accessible';

const html = (page: Page) => page.locator('html');

async function choose(page: Page, label: string, value: string): Promise<void> {
  await page.getByRole('combobox', { name: label, exact: true }).selectOption(value);
}

test('a language is taken at once, and kept before the first paint of the next visit', async ({
  page,
}) => {
  await page.goto('./');
  await expect(page.getByText('What would you like to know?')).toBeVisible();
  await page.getByRole('button', { name: 'Settings' }).click();
  await choose(page, 'Language', 'de');
  await expect(page.getByRole('dialog', { name: 'Einstellungen' })).toBeVisible();
  await expect(html(page)).toHaveAttribute('lang', 'de');
  await expect(html(page)).toHaveAttribute('dir', 'ltr');
  await page.keyboard.press('Escape');
  await expect(page.getByText('Was möchten Sie wissen?')).toBeVisible();

  // Every text of the welcome that is ever drawn.
  await page.addInitScript(() => {
    const seen: string[] = [];
    Object.assign(window, { seen });
    new MutationObserver(() => {
      const text = document.querySelector('.hero')?.textContent;
      if (text && seen.at(-1) !== text) seen.push(text);
    }).observe(document, { subtree: true, childList: true, characterData: true });
  });
  await page.reload();
  await expect(page.getByText('Was möchten Sie wissen?')).toBeVisible();
  await expect(page.locator('.status')).toHaveAttribute('data-model', 'ready');
  expect(await page.evaluate(() => (window as unknown as { seen: string[] }).seen)).toEqual([
    'Was möchten Sie wissen?',
  ]);

  // For one visit, and back.
  await page.goto('./?lang=zh');
  await expect(html(page)).toHaveAttribute('lang', 'zh');
  await expect(page.locator('.status')).toContainText('就绪');
  await page.goto('./');
  await expect(html(page)).toHaveAttribute('lang', 'de');
  await page.getByRole('button', { name: 'Einstellungen' }).click();
  await choose(page, 'Sprache', '');
  await expect(page.getByText('Language', { exact: true })).toBeVisible();
});

test('Arabic goes from right to left, sheets and thread list too', async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto('./?lang=ar');
  await expect(html(page)).toHaveAttribute('dir', 'rtl');
  await expect(page.locator('.status')).toHaveAttribute('data-model', 'ready');
  const threads = await page.locator('aside').boundingBox();
  expect(threads!.x + threads!.width).toBe(1440);
  await expectAccessible(page, 'arabic');
  await page.getByRole('button', { name: 'الإعدادات' }).click();
  const sheet = page.getByRole('dialog', { name: 'الإعدادات' });
  await expect(sheet).toBeVisible();
  await expectAccessible(page, 'arabic-settings');
  await expect.poll(async () => (await sheet.boundingBox())?.x).toBe(0);
  await page.keyboard.press('Escape');
  await page.setViewportSize({ width: 360, height: 740 });
  await page.getByRole('button', { name: 'السجل' }).click();
  const history = page.getByRole('dialog');
  await expect
    .poll(async () => {
      const box = await history.boundingBox();
      return box && box.x + box.width;
    })
    .toBe(360);
  await expectAccessible(page, 'arabic-history-360');
});

test('the browser is followed, and a language that does not come is said', async ({ browser }) => {
  const context = await browser.newContext({ locale: 'de-AT' });
  const page = await context.newPage();
  await page.goto('./');
  await expect(html(page)).toHaveAttribute('lang', 'de');
  await page.route(/\/assets\/(?:zh|ar)-/, (route) => route.abort());
  await page.getByRole('button', { name: 'Einstellungen' }).click();
  await choose(page, 'Sprache', 'zh');
  await expect(page.getByRole('alert')).toHaveText(/^中文 konnte nicht geladen werden/);
  await expect(html(page)).toHaveAttribute('lang', 'de');
  // In a visit that has nothing else, English stands in.
  await page.goto('./?lang=ar');
  await expect(page.getByText('What would you like to know?')).toBeVisible();
  await expect(html(page)).toHaveAttribute('dir', 'ltr');
  await page.unroute(/\/assets\/(?:zh|ar)-/);
  await page.reload();
  await expect(html(page)).toHaveAttribute('dir', 'rtl');
  await context.close();
});

for (const [language, words] of Object.entries({ de, zh, ar })) {
  test(`a question is asked, answered, checked and exported in the app of ${language}`, async ({
    page,
  }) => {
    const { answer, ask, common, source, steps, threads } = words;
    const question = 'What is the capital of Peru?';
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.goto(`./?lang=${language}`);
    const box = page.getByRole('textbox', { name: ask.question, exact: true });
    await box.fill(question);
    await page.getByRole('button', { name: ask.ask, exact: true }).click();
    const article = page.locator('article[data-status="finished"]');
    await expect(article.locator('.answer')).toContainText('Lima', { timeout: 60_000 });
    await expect(page.getByText(answer.share(1, 1))).toBeVisible();
    await expect(page.locator('article summary').first()).toContainText(steps.searches(1));
    // English goes its own way, whichever way the app goes.
    for (const text of [
      article.locator('.answer'),
      article.getByRole('heading', { name: question }),
    ])
      await expect(text).toHaveCSS('direction', 'ltr');
    await expect(article).toHaveCSS('direction', language === 'ar' ? 'rtl' : 'ltr');
    await article.locator('footer summary').click();
    await expect(article.getByText(steps.whereTime)).toBeVisible();
    await expectAccessible(page, `${language}-answer`);

    // Nothing is wider than a phone, whose width the longest words must share.
    await page.setViewportSize({ width: 360, height: 740 });
    const width = () => page.evaluate(() => document.documentElement.scrollWidth);
    expect(await width()).toBe(360);
    await page.setViewportSize({ width: 1440, height: 900 });

    const chip = article.getByRole('button', { name: answer.chip(1, answer.matches.quote) });
    await chip.click();
    const panel = page.getByRole('dialog', { name: answer.source(1) });
    await expect(panel.getByText(answer.whyFound.quote)).toBeVisible();
    await expect(panel.getByRole('heading', { name: source.read })).toBeVisible();
    await expect(panel.locator('mark').first()).toContainText('Lima');
    await expectAccessible(page, `${language}-source`);
    await page.keyboard.press('Escape');

    const list = page.getByRole('navigation', { name: common.history });
    await expect(list.getByRole('heading', { name: threads.today })).toBeVisible();
    await list.getByRole('button', { name: threads.moreFor(question) }).click();
    await expectAccessible(page, `${language}-thread-menu`);
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: threads.markdown }).click();
    const file = await readFile(await (await saved).path(), 'utf8');
    expect(file).toContain(`# ${question}`);
    expect(file).toContain(`(${answer.foundInSource})`);
  });
}

const sheets = {
  de: {
    models: 'Modelle',
    library: 'Bibliothek',
    settings: 'Einstellungen',
    address: 'Vom Hub oder von einer anderen Adresse',
    add: 'Hinzufügen',
    wrong: /^Schreiben Sie den Namen eines Repositorys auf dem Hub/,
    assistants: 'Assistenten',
    newAssistant: 'Neuer Assistent',
    system: 'System-Prompt',
    servers: 'MCP-Server',
    addServer: 'Server hinzufügen',
    serverAddress: 'Adresse des Servers',
    search: 'Seiten und Dateien',
  },
  ar: {
    models: 'النماذج',
    library: 'المكتبة',
    settings: 'الإعدادات',
    address: 'من مستودع النماذج أو عنوان آخر',
    add: 'إضافة',
    wrong: /^اكتب اسم مستودع مثل/,
    assistants: 'المساعدون',
    newAssistant: 'مساعد جديد',
    system: 'موجّه النظام',
    servers: 'خوادم MCP',
    addServer: 'إضافة خادم',
    serverAddress: 'عنوان الخادم',
    search: 'الصفحات والملفات',
  },
};

/** Nothing sticks out of what can be scrolled up and down alone. */
async function expectNoOverflow(page: Page, sheet: Locator): Promise<void> {
  const widths = [1440, 360];
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 });
    const body = sheet.getByRole('region').first();
    expect(await body.evaluate((one) => one.scrollWidth - one.clientWidth)).toBe(0);
  }
}

for (const [language, t] of Object.entries(sheets)) {
  test(`models, library, assistants and servers are read in ${language}, and what is wrong with an address`, async ({
    page,
  }) => {
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.goto(`./?lang=${language}`);
    const open = async (name: string) => {
      await page.setViewportSize({ width: 1440, height: 900 });
      await page.getByRole('button', { name, exact: true }).click();
      const sheet = page.getByRole('dialog', { name, exact: true });
      await expect(sheet).toBeVisible();
      return sheet;
    };

    const models = await open(t.models);
    await expect(models.locator('[data-model="jan-pocket"]')).toBeVisible();
    await expectAccessible(page, `${language}-models`);
    await models.getByLabel(t.address).fill('not an address');
    await models.getByRole('button', { name: t.add, exact: true }).click();
    const problem = models.getByRole('alert').getByText(t.wrong);
    await problem.scrollIntoViewIfNeeded();
    await expect(problem).toBeVisible();
    await expectAccessible(page, `${language}-models-wrong`);
    await expectNoOverflow(page, models);
    await page.keyboard.press('Escape');

    const library = await open(t.library);
    await expect(library.getByRole('group', { name: t.search })).toBeVisible();
    await expectAccessible(page, `${language}-library`);
    await expectNoOverflow(page, library);
    await page.keyboard.press('Escape');

    const settings = await open(t.settings);
    await settings.getByRole('button', { name: t.newAssistant }).click();
    await settings.getByLabel(t.system).scrollIntoViewIfNeeded();
    await expectAccessible(page, `${language}-assistants`);
    await settings.getByRole('button', { name: t.addServer, exact: true }).click();
    await settings.getByRole('heading', { name: t.servers }).scrollIntoViewIfNeeded();
    await expect(settings.getByLabel(t.serverAddress)).toHaveAttribute('dir', 'ltr');
    await expectAccessible(page, `${language}-servers`);
    await expectNoOverflow(page, settings);
  });
}
