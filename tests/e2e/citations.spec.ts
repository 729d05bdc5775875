import { expect, test, type Page } from '@playwright/test';
import { checkCitations } from '../../src/agent/citations';
import type { AgentEvent, Source } from '../../src/contracts';
import { runUsage, usage } from '../fixtures/run-events';
import { expectAccessible } from './accessible';

/** Answers as another model might write them, checked by the real code and kept in real storage. */

const sources: Source[] = [
  {
    n: 1,
    url: 'corpus://countries/peru',
    title: 'Peru',
    passages: [
      '## Geography\nPeru borders Chile and Ecuador. It has 1,285,216 square kilometres of land.',
      '## People\nAbout 34 million people live there. In 1821 Peru declared its independence from Spain.',
    ],
  },
  {
    n: 2,
    url: 'corpus://cities/lima',
    title: 'Lima',
    passages: ['Lima is the capital of Peru. Callao is its port.'],
  },
];
const answer =
  'Lima is the capital of Peru [2]. Peru declared its independence from Spain in 1821 [1]. ' +
  'About 43 million people live there [1]. Callao is its port. Its food is said to be fine [7].';

async function openThread(page: Page): Promise<void> {
  const citations = checkCitations(answer, sources);
  const question = 'What is there to know of Peru?';
  const tools = ['google_search', 'scrape'];
  const events: AgentEvent[] = [
    { type: 'run-started', question, model: 'jan-pocket', engine: 'wllama', tools, at: 5 },
    { type: 'prompt-rendered', step: 1, prompt: '…' },
    { type: 'generation-finished', step: 1, text: '', usage },
    { type: 'tool-call-proposed', step: 1, id: 'call-1', name: 'google_search', arguments: {} },
    { type: 'tool-finished', id: 'call-1', ok: true, shown: 'Found 2', sources, ms: 12 },
    { type: 'generation-finished', step: 2, text: answer, usage },
    ...citations.map((citation): AgentEvent => ({ type: 'citation-checked', citation })),
    { type: 'run-finished', answer, citations, usage: runUsage, finish: 'answered' },
  ];
  const thread = { id: 'checked', at: 1, changed: 2, runs: [{ question, events }] };
  await page.goto('./theme.js');
  await page.evaluate(
    (value) =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('jan-nano-history');
        opening.onupgradeneeded = () => opening.result.createObjectStore('threads');
        opening.onerror = () => reject(new Error('no database'));
        opening.onsuccess = () => {
          const store = opening.result.transaction('threads', 'readwrite');
          store.objectStore('threads').put(value, value.id);
          store.oncomplete = () => {
            opening.result.close();
            resolve();
          };
        };
      }),
    thread,
  );
  await page.goto('./#checked');
  await expect(page.locator('.answer')).toContainText('Lima');
}

test('each check says in words what it found, and opens its source from the keyboard', async ({
  page,
}) => {
  await openThread(page);
  const chip = (name: RegExp) => page.locator('.answer').getByRole('button', { name });
  await expect(page.getByText('3 of 5 sentences found in their sources')).toBeVisible();
  const cases: [name: RegExp, badge: string, marked: string | undefined][] = [
    [/^Source 2, quote found in source: Lima/, 'Quote found in source', 'Lima is the capital'],
    [/^Source 1, supported, not word for word/, 'Supported, not word for word', 'In 1821'],
    [/^Source 1, number not in source/, 'Number not in source', undefined],
    [/^Source 2, quote found in source, found by the app/, 'the model named none', 'Callao'],
    [/^Source 7, names no source/, 'Names no source', undefined],
  ];
  const panel = page.getByRole('dialog', { name: /^Source/ });
  for (const [at, [name, badge, marked]] of cases.entries()) {
    await chip(name).focus();
    await page.keyboard.press('Enter');
    await expect(panel).toContainText(badge);
    if (marked === undefined) await expect(panel.locator('mark')).toHaveCount(0);
    else {
      await expect(panel.locator('mark').first()).toContainText(marked);
      await expect(panel.locator('mark').first()).toBeInViewport();
    }
    if (at === 2 || at === 3) await expectAccessible(page, `check-${at}`);
    await page.keyboard.press('Escape');
    await expect(chip(name)).toBeFocused();
  }
});

for (const width of [360, 1440])
  test(`the checks fit on ${width} px`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    await openThread(page);
    await expect(page.getByText('✗')).toHaveCount(0); // signs are drawn, and named by the labels
    await expect(page.getByText('1 of 2 found')).toBeVisible();
    await expectAccessible(page, `checks-${width}`);
    const wider = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(wider).toBe(0);
  });
