import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppUpdate } from '../../src/research/app-update.svelte';

const HOUR = 60 * 60 * 1000;

/** The page as it is shown and hidden, and a service worker whose server has what `onUpdate` says. */
function openPage(onUpdate: () => void = () => undefined) {
  const page = Object.assign(new EventTarget(), { visibilityState: 'visible' });
  const registration = Object.assign(new EventTarget(), {
    waiting: undefined as object | undefined,
    installing: undefined,
    update: vi.fn(async () => onUpdate()),
  });
  const serviceWorker = { controller: {}, register: () => Promise.resolve(registration) };
  vi.stubGlobal('document', page);
  vi.stubGlobal('navigator', { serviceWorker });
  const turn = async (visibilityState: 'visible' | 'hidden') => {
    Object.assign(page, { visibilityState });
    page.dispatchEvent(new Event('visibilitychange'));
    await vi.advanceTimersByTimeAsync(0);
  };
  const comeBackAfter = async (ms: number) => {
    await turn('hidden');
    await vi.advanceTimersByTimeAsync(ms);
    await turn('visible');
  };
  return { registration, turn, comeBackAfter };
}

describe('an app that stays open', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubEnv('DEV', false);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllEnvs();
    vi.unstubAllGlobals();
  });

  it('looks for a new version when one comes back to it, once an hour at most', async () => {
    const { registration, turn, comeBackAfter } = openPage();
    const update = new AppUpdate();
    await update.start();
    // The browser has just looked itself.
    await comeBackAfter(HOUR - 1);
    expect(registration.update).not.toHaveBeenCalled();
    await comeBackAfter(1);
    expect(registration.update).toHaveBeenCalledTimes(1);
    await comeBackAfter(HOUR / 2);
    expect(registration.update).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(24 * HOUR);
    await turn('hidden');
    expect(registration.update).toHaveBeenCalledTimes(1);
    await turn('visible');
    expect(registration.update).toHaveBeenCalledTimes(2);
  });

  it('says that one waits, and looks no more', async () => {
    const { registration, comeBackAfter } = openPage(() => {
      registration.waiting = {};
    });
    const update = new AppUpdate();
    await update.start();
    expect(update.waiting).toBe(false);
    await comeBackAfter(2 * HOUR);
    expect(update.waiting).toBe(true);
    await comeBackAfter(2 * HOUR);
    expect(registration.update).toHaveBeenCalledTimes(1);
  });

  it('is silent where the server is gone, and tries again an hour later; a person is told', async () => {
    const { registration, comeBackAfter } = openPage(() => {
      throw new TypeError('Failed to fetch');
    });
    const update = new AppUpdate();
    await update.start();
    await comeBackAfter(2 * HOUR);
    expect(registration.update).toHaveBeenCalledTimes(1);
    expect(update.phase).toBe('kept');
    await comeBackAfter(HOUR);
    expect(registration.update).toHaveBeenCalledTimes(2);
    await update.look();
    expect(update.phase).toBe('failed');
    // What a person has asked for counts as a look, too.
    await comeBackAfter(HOUR / 2);
    expect(registration.update).toHaveBeenCalledTimes(3);
  });
});
