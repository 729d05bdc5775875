/**
 * `npm run bench typing`: how smooth it is to type and to scroll while an answer streams, beside the same once it has
 * ended, in one run. A stand-in for a model server writes the answer, so the machine computes nothing else. Figures
 * alone: how long frames take depends on the machine, and the ratios are what to look at.
 */
import type { Page } from '@playwright/test';
import { startWriter } from '../tests/fakes/writer';
import { openApp } from './drive';
import { takeLongTasks, watchLongTasks } from './long-tasks';

/** As fast as Jan-Nano writes on a good graphics processor. */
const EVERY_MS = 12;
const SECTIONS = 24;
/** So much of the answer is there before anything is measured: it can be scrolled. */
const BEGUN_CHARACTERS = 3000;

const section = (n: number) => `## Part ${String(n)}

The population of Peru is 34,352,720 and its capital is Lima [1]. **Chile** lies south of it, and its capital is Santiago.

- one point with \`code\` in it
- another one

| Country | Capital |
| --- | --- |
| Peru | Lima |

\`\`\`js
const capital = countries.find(({ name }) => name === 'Peru')?.capital;
\`\`\`
`;
const answer = Array.from({ length: SECTIONS }, (_, at) => section(at + 1)).join('\n');
const typed = 'How do the capitals of both countries compare in size?';

interface Figures {
  /** Between two frames, in ms. */
  gaps: number[];
  /** From a key to the frame that shows it, in ms; the browser tells those over 16. */
  keys: number[];
  tasks: number[];
}

/** What the page measures of itself while something is done. */
type Probe = Pick<Figures, 'gaps' | 'keys'> & { going: boolean };

async function measure(page: Page, act: () => Promise<void>): Promise<Figures> {
  await takeLongTasks(page);
  await page.evaluate(() => {
    // Methods, since a function that has a name of its own is changed on its way to the page.
    const probe = {
      gaps: [] as number[],
      keys: [] as number[],
      began: performance.now(),
      last: performance.now(),
      going: true,
      next(this: void, now: number) {
        if (!probe.going) return;
        probe.gaps.push(now - probe.last);
        probe.last = now;
        requestAnimationFrame(probe.next);
      },
    };
    new PerformanceObserver((list) => {
      for (const { name, startTime, duration } of list.getEntries())
        if (name === 'keydown' && startTime >= probe.began) probe.keys.push(duration);
    }).observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit);
    requestAnimationFrame(probe.next);
    Object.assign(window, { probe });
  });
  await act();
  const { gaps, keys } = await page.evaluate(() => {
    const { probe } = window as unknown as { probe: Probe };
    probe.going = false;
    return { gaps: probe.gaps, keys: probe.keys };
  });
  return { gaps, keys, tasks: await takeLongTasks(page) };
}

async function type(page: Page): Promise<void> {
  const box = page.getByLabel('Question', { exact: true });
  await box.pressSequentially(typed, { delay: 60 });
  await box.fill('');
}

/** Up from the end and down again: who goes up is followed by nothing that moves the page. */
async function scroll(page: Page): Promise<void> {
  await page.locator('main').hover();
  for (let turn = 0; turn < 60; turn += 1) {
    await page.mouse.wheel(0, turn < 30 ? -120 : 120);
    await page.waitForTimeout(40);
  }
}

const longest = (values: number[]): number => Math.round(Math.max(0, ...values));

function upTo(share: number, values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return Math.round(sorted[Math.ceil(share * sorted.length) - 1] ?? 0);
}

const rowOf = ({ gaps, keys, tasks }: Figures) => ({
  'frame gap, median ms': upTo(0.5, gaps),
  '95 % ms': upTo(0.95, gaps),
  'longest ms': longest(gaps),
  'key to paint over 16 ms, longest': longest(keys),
  'long tasks': tasks.length,
  'longest task ms': longest(tasks),
});

async function main(): Promise<void> {
  const writer = await startWriter(answer, { everyMs: EVERY_MS });
  const app = await openApp({
    offline: true,
    engine: 'openai',
    settings: { LLM_BASE_URL: writer.url },
  });
  const { page } = app;
  const acts = { typing: type, scrolling: scroll };
  const rows: Record<string, ReturnType<typeof rowOf>> = {};
  const measureAll = async (when: string) => {
    for (const [what, act] of Object.entries(acts))
      rows[`${what}, ${when}`] = rowOf(await measure(page, () => act(page)));
  };
  try {
    await watchLongTasks(page);
    const whileItStreams = async () => {
      await page.waitForFunction(
        (length) => (document.querySelector('.answer')?.textContent ?? '').length > length,
        BEGUN_CHARACTERS,
      );
      await measureAll('while an answer streams');
      if (!(await page.locator('article[aria-busy="true"]').count()))
        throw new Error('The answer had ended before all was measured.');
    };
    const [{ finish, error }] = await Promise.all([
      app.ask('Compare Peru and Chile.'),
      whileItStreams(),
    ]);
    if (finish === 'failed') throw new Error(error ?? 'The run failed.');
    await measureAll('once it has ended');
  } finally {
    await app.close();
    await writer.close();
  }
  console.table(rows);
  for (const what of Object.keys(acts)) {
    const streaming = rows[`${what}, while an answer streams`]!;
    const ended = rows[`${what}, once it has ended`]!;
    const ratio = (streaming['95 % ms'] / Math.max(1, ended['95 % ms'])).toFixed(2);
    console.log(`${what}: 95 % of frames within ${ratio} × of the time without an answer`);
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
