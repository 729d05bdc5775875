import { expect, it, vi } from 'vitest';
import { Install } from '../../src/research/install.svelte';

function offerOf(prompt: () => Promise<unknown>): Event {
  return Object.assign(new Event('beforeinstallprompt', { cancelable: true }), { prompt });
}

it('keeps the offer of the browser until a person takes it, once', async () => {
  const page = new EventTarget();
  const install = new Install(page);
  const prompt = vi.fn(() => Promise.resolve());
  expect(install.offered).toBe(false);
  const offer = offerOf(prompt);
  page.dispatchEvent(offer);
  // No banner of the browser's own.
  expect(offer.defaultPrevented).toBe(true);
  expect(install.offered).toBe(true);
  expect(prompt).not.toHaveBeenCalled();
  await install.ask();
  await install.ask();
  expect(prompt).toHaveBeenCalledOnce();
  expect(install.offered).toBe(false);
});

it('offers nothing once the app is installed', () => {
  const page = new EventTarget();
  const install = new Install(page);
  page.dispatchEvent(offerOf(() => Promise.resolve()));
  page.dispatchEvent(new Event('appinstalled'));
  expect(install.offered).toBe(false);
});
