import { expect, test } from '@playwright/test';
import type { Source } from '../../src/contracts';
import { expectAccessible } from './accessible';
import { openThread, recordedRun } from './recorded-thread';

/** Answers as another model might write them, checked by the real code and taken in from a file. */

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

const runs = [recordedRun('What is there to know of Peru?', answer, sources)];

test('each check says in words what it found, and opens its source from the keyboard', async ({
  page,
}) => {
  await openThread(page, runs);
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

for (const width of [360, 768, 1440])
  test(`the checks fit on ${width} px`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    await openThread(page, runs);
    await expect(page.getByText('✗')).toHaveCount(0); // signs are drawn, and named by the labels
    await expect(page.getByText('1 of 2 found')).toBeVisible();
    await expectAccessible(page, `checks-${width}`);
    const wider = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(wider).toBe(0);
  });
