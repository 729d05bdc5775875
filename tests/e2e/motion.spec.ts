/** Who asks the system for less motion sees none, also while the app is at work. */
import { expect, test, type Page } from '@playwright/test';

interface Watch {
  /** What moved, by its animation or property, and where. */
  moved: string[];
  /** Frames in which the model was being loaded, and in which a run went on. */
  loading: number;
  running: number;
}

/** Looks at every frame of every page from now on. */
async function watchMotion(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const watch: Watch = { moved: [], loading: 0, running: 0 };
    Object.assign(window, { watch });
    const look = () => {
      if (document.querySelector('.status[data-model="loading"]')) watch.loading += 1;
      if (document.querySelector('article[aria-busy="true"]')) watch.running += 1;
      for (const animation of document.getAnimations()) {
        const { effect, playState } = animation;
        if (playState !== 'running' || Number(effect?.getComputedTiming().duration) <= 1) continue;
        const { animationName, transitionProperty } = animation as Partial<
          CSSAnimation & CSSTransition
        >;
        const target = effect instanceof KeyframeEffect ? effect.target : undefined;
        watch.moved.push(`${animationName ?? transitionProperty} of ${target?.className}`);
      }
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
}

const seen = (page: Page) => page.evaluate(() => (window as unknown as { watch: Watch }).watch);

async function loaded(page: Page): Promise<void> {
  await expect(page.locator('.status')).toHaveAttribute('data-model', 'ready');
}

test('nothing moves while a model is loaded, a run goes on, and a sheet opens', async ({
  page,
}) => {
  await watchMotion(page);
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  await page.goto('./');
  await loaded(page);
  // It would be seen: who has asked for nothing sees the dot of the status.
  expect((await seen(page)).moved.join()).toContain('dot-pulse');

  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.reload();
  await loaded(page);
  await page.getByLabel('Question', { exact: true }).fill('What is the capital of Peru?');
  await page.keyboard.press('Enter');
  const run = page.locator('article');
  await run.locator('summary').first().click();
  await expect(run).toHaveAttribute('data-status', 'finished', { timeout: 80_000 });
  await run
    .getByRole('button', { name: /^Source 1/ })
    .first()
    .click();
  await expect(page.getByRole('dialog', { name: 'Source 1' })).toBeVisible();
  const { moved, loading, running } = await seen(page);
  expect([...new Set(moved)]).toEqual([]);
  expect(Math.min(loading, running)).toBeGreaterThan(0);
});
