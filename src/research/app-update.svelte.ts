type Phase =
  /** There is no service worker, or none yet: the app opens with the network alone. */
  | 'not-kept'
  | 'kept'
  | 'looking'
  /** A new version is on its way. */
  | 'fetching'
  /** It is here, and waits to be taken. */
  | 'waiting'
  | 'newest'
  | 'failed';

/** An app that stays open looks for a new version by itself, this often at most. */
const LOOK_AGAIN_MS = 60 * 60 * 1000;

/** Keeps the app for later without a network, and knows when a new version of it waits. */
export class AppUpdate {
  phase = $state.raw<Phase>('not-kept');
  #registration: ServiceWorkerRegistration | undefined;
  #lookedAt = 0;

  get waiting(): boolean {
    return this.phase === 'waiting';
  }

  /**
   * Registers the service worker once the page has loaded. Where there can be none (plain http, a
   * private window, development) the app works all the same, with the network on.
   */
  async start(): Promise<void> {
    if (!('serviceWorker' in navigator) || import.meta.env.DEV) return;
    try {
      const registration = await navigator.serviceWorker.register('./service-worker.js');
      this.#registration = registration;
      this.#see('kept');
      registration.addEventListener('updatefound', () => {
        this.#see('kept');
        registration.installing?.addEventListener('statechange', () => this.#see('kept'));
      });
      // The browser itself has looked, as the app was opened.
      this.#lookedAt = Date.now();
      document.addEventListener('visibilitychange', () => void this.#lookAgain());
    } catch (error) {
      console.warn('The app will not open without a network: no service worker.', error);
    }
  }

  /** Asks the server for a new version. Browsers do that by themselves when the app is opened. */
  async look(): Promise<void> {
    if (!this.#registration || this.waiting) return;
    this.phase = 'looking';
    try {
      await this.#update(this.#registration);
    } catch {
      this.phase = 'failed'; // the server, or the network, is gone
    }
  }

  /** Who comes back after days is to learn of a new version; nobody has asked, so nothing is said of a failure. */
  async #lookAgain(): Promise<void> {
    if (document.visibilityState !== 'visible' || Date.now() - this.#lookedAt < LOOK_AGAIN_MS)
      return;
    if (!this.#registration || this.waiting) return;
    await this.#update(this.#registration).catch(() => undefined);
  }

  async #update(registration: ServiceWorkerRegistration): Promise<void> {
    this.#lookedAt = Date.now();
    await registration.update();
    this.#see('newest');
  }

  /** Reloads the page with the new version. Other tabs go on with what they have loaded. */
  take(): void {
    navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), {
      once: true,
    });
    this.#registration?.waiting?.postMessage('skip-waiting');
  }

  #see(otherwise: 'kept' | 'newest'): void {
    // Without a controller it is the first version: nothing to be taken over from.
    const isFirst = !navigator.serviceWorker.controller;
    if (this.#registration?.waiting && !isFirst) this.phase = 'waiting';
    else if (this.#registration?.installing && !isFirst) this.phase = 'fetching';
    else this.phase = otherwise;
  }
}
